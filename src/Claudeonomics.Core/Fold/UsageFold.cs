using System.Runtime.InteropServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>Turns the ledger's facts into sums, batch by batch: which facts are new, what they come to, what the cube gets.</summary>
/// <remarks>
/// <para>A batch goes through <see cref="Plan"/> (which facts are new?), then the caller makes the new ones durable, then
/// <see cref="Commit"/> (what do they change?) or <see cref="Abandon"/>. <see cref="Publish"/> hands what changed to the cube.
/// Used by one thread.</para>
/// <para>The sums depend only on the batches and their order, never on when they were published, kept or evicted.</para>
/// </remarks>
public sealed class UsageFold
{
    /// <summary>Facts kept of one conversation: 200 hours of a call a second with its signals. Further ones are refused.</summary>
    public const int MaxFactsPerConversation = 2_000_000;

    /// <summary>Facts of a conversation that has to be resolved as a whole. Further ones are refused.</summary>
    public const int MaxFactsResolvedAsAWhole = 200_000;

    /// <summary>Cumulative series of one conversation. Points of further ones are refused.</summary>
    public const int MaxSeriesPerConversation = 1_000;

    private readonly CompanyCalendar _calendar;
    private readonly CallApplier _applier;
    private readonly UsageCube _cube;
    private readonly IConversationArchive _archive;
    private readonly Dictionary<ulong, ConversationState> _conversations = [];
    private readonly List<PlannedFact> _planned = [];
    private readonly List<ConversationState> _touched = [];
    private readonly List<ConversationState> _unpublished = [];
    private readonly List<ConversationState> _unkept = [];
    private ConversationState? _last;

    public UsageFold(CompanyCalendar calendar, PriceHistory prices, UsageCube cube, IConversationArchive archive)
    {
        ArgumentNullException.ThrowIfNull(cube);
        _calendar = calendar;
        _cube = cube;
        _archive = archive;
        _applier = new CallApplier(calendar, prices, cube);
    }

    /// <summary>Conversations in memory.</summary>
    public int Conversations => _conversations.Count;

    /// <summary>The new facts of the batches planned since the last commit, in order.</summary>
    public ReadOnlySpan<PlannedFact> Planned => CollectionsMarshal.AsSpan(_planned);

    /// <summary>What changed in the sums since <see cref="CheckpointKept"/>, as far as published.</summary>
    public RollupDelta Delta { get; } = new();

    /// <summary>How costs that agents reported compare with ours, since start.</summary>
    public CostComparison CostComparison => _applier.CostComparison;

    /// <summary>Finds the facts of a batch that are new. They count as known from here on, until <see cref="Abandon"/>.</summary>
    public AppendOutcome Plan(FactBatch facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var before = _planned.Count;
        var refused = 0;
        var calls = facts.Calls;
        for (var i = 0; i < calls.Length; i++)
        {
            ref readonly var call = ref calls[i];
            refused += PlanFact(StateOf(call.Conversation), call.Identity, call.AtUnixMs, call.Key, facts, FactKind.Call, i);
        }

        var signals = facts.Signals;
        for (var i = 0; i < signals.Length; i++)
        {
            ref readonly var signal = ref signals[i];
            refused += PlanFact(StateOf(signal.Conversation), signal.Identity, signal.AtUnixMs, signal.Key, facts, FactKind.Signal, i);
        }

        var counters = facts.Counters;
        for (var i = 0; i < counters.Length; i++)
        {
            ref readonly var point = ref counters[i];
            var state = StateOf(point.Conversation);
            switch (Judge(state, point))
            {
                case PointVerdict.TooManySeries:
                    refused++;
                    break;
                case PointVerdict.SaysSomething:
                    refused += PlanFact(state, point.Identity, point.AtUnixMs, point.Key, facts, FactKind.Counter, i);
                    break;
            }
        }

        var accepted = _planned.Count - before;
        return new(accepted, facts.Count - accepted - refused, refused);
    }

    /// <summary>Forgets what was planned: it did not become durable.</summary>
    public void Abandon()
    {
        foreach (ref readonly var fact in Planned)
        {
            fact.State.RemoveKey(fact.Key);
        }

        _planned.Clear();
    }

    /// <summary>Applies what was planned: it is durable as one ledger batch.</summary>
    /// <param name="batch">Its sequence number, larger than any before.</param>
    /// <param name="receivedMs">When it was received, milliseconds since 1970 UTC.</param>
    public void Commit(long batch, long receivedMs)
    {
        NoteTraits(batch, receivedMs);
        foreach (var state in _touched)
        {
            if (state.Whole is null && (state.TraitsBefore.NeedsResolution() || state.Traits.NeedsResolution()))
            {
                LoadWhole(state, before: batch);
            }
        }

        foreach (ref readonly var fact in Planned)
        {
            Apply(fact, batch);
        }

        foreach (var state in _touched)
        {
            if (state.Whole is not null)
            {
                Resolve(state);
            }
        }

        _planned.Clear();
        _touched.Clear();
    }

    /// <summary>Hands everything that was committed to the cube.</summary>
    public void Publish()
    {
        if (_unpublished.Count == 0)
        {
            return;
        }

        _cube.Write(writer =>
        {
            foreach (var state in _unpublished)
            {
                Publication.Publish(state, writer, Delta, _calendar, _cube.HotFrom.DayNumber);
                state.IsListedForPublishing = false;
            }
        });
        _unpublished.Clear();
    }

    /// <summary>What a checkpoint has to keep of the conversations, ordered by company day, then by conversation.</summary>
    public IReadOnlyList<ConversationPiece> NewPieces()
    {
        var pieces = new List<ConversationPiece>(_unkept.Count);
        foreach (var state in _unkept)
        {
            // Days before the first hot one are closed: their sums stand, and no fact is matched with theirs again.
            pieces.AddRange(state.NewPieces(_calendar).Where(piece => piece.Day >= _cube.HotFrom.DayNumber));
        }

        pieces.Sort(static (a, b) => a.Day != b.Day ? a.Day.CompareTo(b.Day) : a.Conversation.CompareTo(b.Conversation));
        return pieces;
    }

    /// <summary>A checkpoint with <see cref="Delta"/> and <see cref="NewPieces"/> has become durable.</summary>
    /// <param name="idleSinceMs">Conversations that no batch touched since then leave memory.</param>
    public void CheckpointKept(long idleSinceMs)
    {
        Delta.Clear();
        foreach (var state in _unkept)
        {
            state.Kept();
            state.IsListedForCheckpoint = false;
        }

        _unkept.Clear();
        _last = null;
        foreach (var (id, state) in _conversations)
        {
            if (state.TouchedMs < idleSinceMs)
            {
                _conversations.Remove(id);
            }
        }
    }

    private int PlanFact(
        ConversationState state, int identity, long atMs, FactKey factKey, FactBatch batch, FactKind kind, int index)
    {
        var key = Scoped(factKey, identity);
        if (state.Archived is not null && MayBeArchived(state, key, _calendar.DayNumberOf(atMs)))
        {
            ReadArchivedKeys(state);
        }

        if (state.Facts >= (state.Whole is null ? MaxFactsPerConversation : MaxFactsResolvedAsAWhole) && !state.Knows(key))
        {
            return 1;
        }

        if (state.AddKey(key))
        {
            _planned.Add(new(state, key, batch, kind, index));
        }

        return 0;
    }

    // Two identities may tell of the same fact: they are two facts of one call, so that nobody can silence a colleague by
    // being first.
    private static ulong Scoped(FactKey key, int identity)
    {
        unchecked
        {
            return key.Value ^ ((ulong)identity * 0x9E3779B97F4A7C15UL);
        }
    }

    /// <summary>What a piece keeps of a key.</summary>
    internal static uint FingerprintOf(ulong key) => (uint)(key & uint.MaxValue);

    private ConversationState StateOf(ulong conversation)
    {
        // Facts of one request mostly share their conversation.
        if (_last?.Id != conversation)
        {
            _last = FindState(conversation);
        }

        return _last;
    }

    private ConversationState FindState(ulong conversation)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_conversations, conversation, out _);
        return state ??= Recall(conversation);
    }

    private ConversationState Recall(ulong conversation)
    {
        var state = new ConversationState(conversation);
        var pieces = _archive.PiecesOf(conversation);
        if (pieces.Count == 0)
        {
            return state;
        }

        state.Archived = [.. pieces];
        foreach (var piece in pieces)
        {
            state.Traits |= piece.Traits;
            foreach (var identity in piece.Identities)
            {
                state.Saw(identity);
            }

            foreach (var batch in piece.Batches)
            {
                state.AddBatch(batch);
            }
        }

        foreach (var times in pieces.SelectMany(static piece => piece.Supervision))
        {
            state.SupervisionOf(times.Identity).Restore(times, _calendar);
        }

        return state;
    }

    private static bool MayBeArchived(ConversationState state, ulong key, int day)
    {
        foreach (var piece in state.Archived!)
        {
            if (piece.Day == day && Array.BinarySearch(piece.Fingerprints, FingerprintOf(key)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private void ReadArchivedKeys(ConversationState state)
    {
        var facts = new FactBatch();
        foreach (var batch in state.Archived!.SelectMany(static piece => piece.Batches).Distinct())
        {
            _archive.ReadFacts(state.Id, batch, facts);
        }

        foreach (ref readonly var call in facts.Calls)
        {
            state.AddKey(Scoped(call.Key, call.Identity));
        }

        foreach (ref readonly var point in facts.Counters)
        {
            state.AddKey(Scoped(point.Key, point.Identity));
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            state.AddKey(Scoped(signal.Key, signal.Identity));
        }

        state.Archived = null;
    }

    private enum PointVerdict
    {
        SaysSomething,
        SaysNothingNew,
        TooManySeries,
    }

    // A cumulative series repeats itself every ten seconds, whether or not anything happened. A point that repeats the last
    // value says nothing, so nothing is lost by not keeping it.
    private static PointVerdict Judge(ConversationState state, in CounterPoint point)
    {
        if (point.Temporality is not Temporality.Cumulative || state.Series is null)
        {
            return PointVerdict.SaysSomething;
        }

        if (!state.Series.TryGetValue(point.Series, out var last))
        {
            return state.Series.Count < MaxSeriesPerConversation ? PointVerdict.SaysSomething : PointVerdict.TooManySeries;
        }

        return last.StartUnixMs == point.StartUnixMs && last.AtUnixMs <= point.AtUnixMs && last.Value == point.Value
            ? PointVerdict.SaysNothingNew
            : PointVerdict.SaysSomething;
    }

    private void NoteTraits(long batch, long receivedMs)
    {
        foreach (ref readonly var fact in Planned)
        {
            var state = fact.State;
            if (!state.IsTouched)
            {
                state.IsTouched = true;
                state.TraitsBefore = state.Traits;
                state.TouchedMs = receivedMs;
                _touched.Add(state);
                List(state);
            }

            switch (fact.Kind)
            {
                case FactKind.Call:
                    ref readonly var call = ref fact.Batch.Calls[fact.Index];
                    state.Traits |= ConversationTraitsExtensions.Of(call.Source);
                    Keep(state, fact.Key, call.Identity, call.AtUnixMs, batch);
                    break;
                case FactKind.Counter:
                    ref readonly var point = ref fact.Batch.Counters[fact.Index];
                    state.Traits |= ConversationTraitsExtensions.Of(point);
                    Keep(state, fact.Key, point.Identity, point.AtUnixMs, batch);
                    break;
                default:
                    ref readonly var signal = ref fact.Batch.Signals[fact.Index];
                    state.Traits |= ConversationTraitsExtensions.Of(signal);
                    Keep(state, fact.Key, signal.Identity, signal.AtUnixMs, batch);
                    break;
            }
        }
    }

    private void Keep(ConversationState state, ulong key, int identity, long atMs, long batch)
    {
        state.Saw(identity);
        state.Keep(key, _calendar.DayNumberOf(atMs), batch);
    }

    private void List(ConversationState state)
    {
        if (!state.IsListedForPublishing)
        {
            state.IsListedForPublishing = true;
            _unpublished.Add(state);
        }

        if (!state.IsListedForCheckpoint)
        {
            state.IsListedForCheckpoint = true;
            _unkept.Add(state);
        }
    }

    private void LoadWhole(ConversationState state, long before)
    {
        var facts = new FactBatch();
        var whole = new ConversationFacts();
        foreach (var batch in state.Batches)
        {
            if (batch < before)
            {
                facts.Clear();
                _archive.ReadFacts(state.Id, batch, facts);
                Add(facts, batch, whole);
            }
        }

        state.Whole = whole;
        state.Resolved = ConversationResolver.Resolve(whole);
    }

    private static void Add(FactBatch facts, long batch, ConversationFacts whole)
    {
        foreach (ref readonly var call in facts.Calls)
        {
            whole.Add(call, batch);
        }

        foreach (ref readonly var point in facts.Counters)
        {
            if (IsDependent(point))
            {
                whole.Add(point, batch);
            }
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            whole.Add(signal);
        }
    }

    private void Apply(in PlannedFact fact, long batch)
    {
        var state = fact.State;
        state.IsTouched = false;
        switch (fact.Kind)
        {
            case FactKind.Call:
                ref readonly var call = ref fact.Batch.Calls[fact.Index];
                _applier.Report(state, call);
                if (state.Whole is null)
                {
                    _applier.Apply(state, ResolvedCall.Of(call, 0), batch, 1);
                }
                else
                {
                    state.Whole.Add(call, batch);
                }

                break;
            case FactKind.Counter:
                Apply(state, fact.Batch.Counters[fact.Index], batch);
                break;
            default:
                ref readonly var signal = ref fact.Batch.Signals[fact.Index];
                _applier.Apply(state, signal);
                state.Whole?.Add(signal);
                break;
        }
    }

    private void Apply(ConversationState state, in CounterPoint point, long batch)
    {
        if (point.Temporality is Temporality.Cumulative)
        {
            state.Series ??= [];
            if (!state.Series.TryGetValue(point.Series, out var last) || last.AtUnixMs <= point.AtUnixMs)
            {
                state.Series[point.Series] = point;
            }
        }

        CallApplier.Report(state, point);
        if (IsDependent(point))
        {
            // In a conversation that needs no resolution such a counter is masked and adds nothing.
            state.Whole?.Add(point, batch);
        }
        else
        {
            _applier.Apply(state, ResolvedAct.Of(point), 1);
        }
    }

    // Differences of lines, commits, pull requests and active time add up by themselves; everything else depends on other facts.
    private static bool IsDependent(in CounterPoint point) =>
        ConversationTraitsExtensions.Of(point) is not ConversationTraits.None;

    private void Resolve(ConversationState state)
    {
        var resolved = ConversationResolver.Resolve(state.Whole!);
        _applier.Apply(state, state.Resolved!, state.Whole!, -1);
        _applier.Apply(state, resolved, state.Whole!, 1);
        if (state.Traits.NeedsResolution())
        {
            state.Resolved = resolved;
        }
        else
        {
            (state.Whole, state.Resolved) = (null, null);
        }
    }
}
