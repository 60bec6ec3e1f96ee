using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>The conversations in memory. One that is not comes back from the archive when a fact of it arrives.</summary>
/// <remarks>Bound: conversations that a batch touched within the ledger's idle time before the last checkpoint, or since; and the ledger writes a
/// checkpoint when they are too many.</remarks>
internal sealed class ConversationTable(CompanyCalendar calendar, IConversationArchive archive)
{
    private readonly Dictionary<ulong, ConversationState> _conversations = [];
    private ConversationState? _last;

    public int Count => _conversations.Count;

    public ConversationState Find(ulong conversation)
    {
        // Facts of one request mostly share their conversation.
        if (_last?.Id != conversation)
        {
            ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_conversations, conversation, out _);
            _last = state ??= Recall(conversation);
        }

        return _last;
    }

    /// <summary>Lets go of conversations that no batch touched since a moment, and of all if more than so many are left. The archive knows
    /// all of them.</summary>
    public void Evict(long idleSinceMs, int most)
    {
        _last = null;
        foreach (var (id, state) in _conversations)
        {
            if (state.TouchedMs < idleSinceMs)
            {
                _conversations.Remove(id);
            }
        }

        if (_conversations.Count > most)
        {
            _conversations.Clear();
            _conversations.TrimExcess();
        }
    }

    /// <summary>Reads the keys of a conversation's archived facts when a fact may be among them, on whichever day: a copy may be dated otherwise.</summary>
    public void ReadKeysFor(ConversationState state, ulong key)
    {
        if (state.Unread is { } unread && MayBeIn(unread, key))
        {
            ReadKeys(state, unread);
        }
    }

    /// <summary>All facts of a conversation that is resolved as a whole, as far as they are in the ledger.</summary>
    public ConversationFacts WholeOf(ConversationState state)
    {
        if (state.Whole is null)
        {
            state.Whole = ReadFacts(state, before: long.MaxValue);
            state.Resolved = ConversationResolver.Resolve(state.Whole);
        }

        return state.Whole;
    }

    /// <summary>What is known of an hour of a device.</summary>
    /// <param name="state">What stands under <see cref="HourReading.Conversation"/>.</param>
    public DeviceHour HourOf(ConversationState state)
    {
        if (state.Hour is null)
        {
            state.Hour = new DeviceHour();
            var facts = new FactBatch();
            foreach (var batch in BatchesOf(state))
            {
                archive.ReadFacts(state.Id, batch, facts);
            }

            foreach (ref readonly var note in facts.Notes)
            {
                state.Hour.Take(note);
            }
        }

        return state.Hour;
    }

    /// <summary>All facts of a conversation in the ledger before a batch.</summary>
    public ConversationFacts ReadFacts(ConversationState state, long before)
    {
        var facts = new FactBatch();
        var all = new ConversationFacts();
        foreach (var batch in BatchesOf(state).GetViewBetween(0, before - 1))
        {
            facts.Clear();
            archive.ReadFacts(state.Id, batch, facts);
            Add(facts, batch, all);
        }

        return all;
    }

    private SortedSet<long> BatchesOf(ConversationState state)
    {
        var batches = new SortedSet<long>();
        state.AddNewBatchesTo(batches);
        if (state.IsArchived)
        {
            batches.UnionWith(archive.PiecesOf(state.Id).SelectMany(static piece => piece.Batches));
        }

        return batches;
    }

    private ConversationState Recall(ulong conversation)
    {
        var state = new ConversationState(conversation);
        var pieces = archive.PiecesOf(conversation);
        if (pieces.Count > 0)
        {
            state.Recall(pieces, calendar);
        }

        return state;
    }

    private static bool MayBeIn(IReadOnlyList<ConversationPiece> pieces, ulong key)
    {
        foreach (var piece in pieces)
        {
            if (Array.BinarySearch(piece.Fingerprints, UsageFold.FingerprintOf(key)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(FactBatch facts, long batch, ConversationFacts all)
    {
        foreach (ref readonly var call in facts.Calls)
        {
            all.Add(call, batch);
        }

        foreach (ref readonly var point in facts.Counters)
        {
            if (point.IsDependent())
            {
                all.Add(point, batch);
            }
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            all.Add(signal);
        }

        foreach (ref readonly var note in facts.Notes)
        {
            all.Logged.Apply(note);
        }
    }

    private void ReadKeys(ConversationState state, IReadOnlyList<ConversationPiece> pieces)
    {
        var facts = new FactBatch();
        foreach (var batch in pieces.SelectMany(static piece => piece.Batches).Distinct())
        {
            archive.ReadFacts(state.Id, batch, facts);
        }

        foreach (ref readonly var call in facts.Calls)
        {
            state.AddKey(UsageFold.KeyOf(call.Key, call.Identity));
        }

        foreach (ref readonly var point in facts.Counters)
        {
            state.AddKey(UsageFold.KeyOf(point.Key, point.Identity));
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            state.AddKey(UsageFold.KeyOf(signal.Key, signal.Identity));
        }

        foreach (ref readonly var note in facts.Notes)
        {
            state.AddKey(UsageFold.KeyOf(note.Key, note.Identity));
        }

        state.KeysRead();
    }
}
