using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Fold;

// What devices read again of hours that they told of before.
public sealed partial class UsageFold
{
    /// <summary>Notes kept of a conversation beside its facts, so that one that has as many facts as it may can still be corrected. Further
    /// ones are refused, and what they would withdraw stays.</summary>
    public const int MaxNotesPerConversation = MaxFactsPerConversation;

    private readonly HourReadings _readings;
    private readonly List<HourNote> _spareNotes = [];

    // Notes that were planned since the last commit: the requests that they come of do not hold them.
    private readonly FactBatch _notes = new();

    /// <summary>Plans notes that a ledger batch holds.</summary>
    private int PlanNotes(FactBatch facts)
    {
        var refused = 0;
        for (var i = 0; i < facts.Notes.Length; i++)
        {
            refused += PlanNote(facts, i);
        }

        return refused;
    }

    /// <summary>Plans what the readings of a request change.</summary>
    /// <returns>Calls that are withdrawn, and calls that count again.</returns>
    private (int Withdrawn, int Restored) PlanReadings(FactBatch facts)
    {
        var (withdrawn, restored) = (0, 0);
        foreach (ref readonly var reading in facts.Readings)
        {
            PlanNoChanges(reading);
            _spareNotes.Clear();
            _readings.Compare(reading, Planned, _spareNotes);
            foreach (var note in _spareNotes)
            {
                _notes.Add(note);
                if (PlanNote(_notes, _notes.Notes.Length - 1) == 0)
                {
                    withdrawn += note.Kind is HourNoteKind.Withdraws ? 1 : 0;
                    restored += note.Kind is HourNoteKind.Restores ? 1 : 0;
                }
            }
        }

        return (withdrawn, restored);
    }

    // An hour that told of changes before and tells of none now: said by a count of nothing, which takes the place of the others.
    private void PlanNoChanges(in HourReading reading)
    {
        if (reading.HasChanges)
        {
            return;
        }

        var state = _conversations.Find(ChangeCount.ConversationOf(reading));
        if (state.Facts == 0 && !state.IsArchived)
        {
            return;
        }

        var point = ChangeCount.None(reading);
        _notes.Add(point);
        _ = PlanFact(
            state, KeyOf(point.Key, point.Identity), point.Identity, point.AtUnixMs, ConversationTraitsExtensions.Of(point),
            new(_notes, FactKind.Counter, _notes.Counters.Length - 1));
    }

    private int PlanNote(FactBatch facts, int index)
    {
        ref readonly var note = ref facts.Notes[index];
        var state = _conversations.Find(note.Conversation);
        var refused = PlanFact(
            state, KeyOf(note.Key, note.Identity), note.Identity, note.HourUnixMs, ConversationTraits.None, new(facts, FactKind.Note, index),
            MaxNotesPerConversation);
        if (note.Kind is HourNoteKind.Tells && refused == 0)
        {
            state.Hour?.Take(note);
        }

        return refused;
    }

    private void Apply(ConversationState state, in HourNote note)
    {
        // What an hour tells of is taken when it is planned, or read from the ledger when it is asked for.
        if (note.Kind is HourNoteKind.Tells || state.Whole is not { } whole)
        {
            return;
        }

        if (whole.Logged.Apply(note) is >= 0 and var place)
        {
            _applier.Report(state, whole.Calls[place], note.Kind is HourNoteKind.Restores ? 1 : -1);
        }
    }
}
