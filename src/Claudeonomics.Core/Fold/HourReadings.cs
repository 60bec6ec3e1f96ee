using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

/// <summary>Compares what devices read anew with what they told before of the same hours, and notes the difference.</summary>
/// <remarks>
/// An hour's later reading holds, whatever comes first: one that an already known reading has overtaken is left aside whole. Calls are
/// compared by their keys, which are everything that is told of them.
/// </remarks>
internal sealed class HourReadings(ConversationTable conversations)
{
    // Of each hour that the request reads: the keys of its calls, by conversation.
    private readonly Dictionary<ulong, Dictionary<ulong, HashSet<ulong>>> _told = [];
    private readonly HashSet<ulong> _superseded = [];

    /// <summary>Looks at the readings of a request before its calls are planned.</summary>
    public void Begin(FactBatch facts)
    {
        _told.Clear();
        _superseded.Clear();
        foreach (ref readonly var reading in facts.Readings)
        {
            _told[reading.Conversation] = [];
            if (reading.ReadAtUnixMs < conversations.HourOf(conversations.Find(reading.Conversation)).ReadAtUnixMs)
            {
                _superseded.Add(reading.Conversation);
            }
        }

        if (_told.Count == 0)
        {
            return;
        }

        foreach (ref readonly var call in facts.Calls)
        {
            if (call.Device != 0 && _told.TryGetValue(HourReading.ConversationOf(call), out var hour))
            {
                if (!hour.TryGetValue(call.Conversation, out var keys))
                {
                    hour.Add(call.Conversation, keys = []);
                }

                keys.Add(call.Key.Value);
            }
        }
    }

    /// <summary>A later reading than the request's tells of the hour that the call belongs to.</summary>
    public bool IsSuperseded(in UsageEvent call) =>
        _superseded.Count > 0 && call.Device != 0 && _superseded.Contains(HourReading.ConversationOf(call));

    /// <summary>Notes what a reading of the request changes.</summary>
    /// <param name="planned">Facts on their way to the next batch, this request's calls included.</param>
    /// <param name="notes">Receives the notes; not cleared.</param>
    public void Compare(in HourReading reading, ReadOnlySpan<PlannedFact> planned, List<HourNote> notes)
    {
        var state = conversations.Find(reading.Conversation);
        var hour = conversations.HourOf(state);
        if (_superseded.Contains(reading.Conversation))
        {
            return;
        }

        var (before, isLater) = (notes.Count, reading.ReadAtUnixMs > hour.ReadAtUnixMs);
        var told = _told[reading.Conversation];
        foreach (var conversation in told.Keys)
        {
            if (!hour.Tells(conversation))
            {
                notes.Add(Note(reading, HourNoteKind.Tells, reading.Conversation, conversation));
            }
        }

        if (!isLater)
        {
            return;
        }

        if (notes.Count == before)
        {
            notes.Add(Note(reading, HourNoteKind.Tells, reading.Conversation, 0));
        }

        // Only where the hour was read before within the same commit can calls of it be on their way that the request does not tell of.
        var onTheirWay = (state.IsPlanned ? planned : []).ToArray().ToLookup(static fact => fact.State);
        foreach (var conversation in hour.Conversations)
        {
            Compare(reading, conversation, told.GetValueOrDefault(conversation), onTheirWay, notes);
        }
    }

    private void Compare(
        in HourReading reading, ulong conversation, HashSet<ulong>? told, ILookup<ConversationState, PlannedFact> planned, List<HourNote> notes)
    {
        var state = conversations.Find(conversation);
        foreach (var (key, isWithdrawn) in KnownOf(reading, state, planned[state]))
        {
            if ((told?.Contains(key) ?? false) == isWithdrawn)
            {
                notes.Add(Note(reading, isWithdrawn ? HourNoteKind.Restores : HourNoteKind.Withdraws, conversation, key));
            }
        }
    }

    // The calls of a conversation that the device told of in that hour, by key, and whether they are withdrawn.
    private SortedDictionary<ulong, bool> KnownOf(in HourReading reading, ConversationState state, IEnumerable<PlannedFact> planned)
    {
        var known = new SortedDictionary<ulong, bool>();
        var whole = conversations.WholeOf(state);
        var calls = whole.Calls;
        foreach (var (key, place) in whole.Logged.Places)
        {
            if (IsOf(reading, calls[place]))
            {
                known.Add(key, whole.Logged.IsWithdrawn(place));
            }
        }

        foreach (var fact in planned)
        {
            if (fact.Kind is FactKind.Call && IsOf(reading, fact.Batch.Calls[fact.Index]))
            {
                known[fact.Batch.Calls[fact.Index].Key.Value] = false;
            }
            else if (fact.Kind is FactKind.Note && fact.Batch.Notes[fact.Index] is var note && known.ContainsKey(note.Subject))
            {
                known[note.Subject] = note.Kind is HourNoteKind.Withdraws;
            }
        }

        return known;
    }

    private static bool IsOf(in HourReading reading, in UsageEvent call) =>
        call.Device == reading.Device && call.Identity == reading.Identity && HourReading.HourOf(call) == reading.HourUnixMs;

    private static HourNote Note(in HourReading reading, HourNoteKind kind, ulong conversation, ulong subject) => new()
    {
        Identity = reading.Identity,
        Who = Who.Known,
        Conversation = conversation,
        Device = reading.Device,
        HourUnixMs = reading.HourUnixMs,
        ReadAtUnixMs = reading.ReadAtUnixMs,
        Kind = kind,
        Subject = subject,
    };
}
