using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>Facts of one company day, or of a part of its conversations, gathered by conversation and then read.</summary>
/// <remarks>Holds the facts of its part in memory: whoever reads a large day reads it in parts.</remarks>
public sealed class DayFacts(int day, CompanyCalendar calendar)
{
    private readonly Dictionary<ulong, Content> _conversations = [];
    private readonly List<HourNote> _notes = [];

    public int Conversations => _conversations.Count;

    /// <summary>Takes what is of the day. Facts have come once: the ledger has seen to that.</summary>
    public void Add(FactBatch facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (ref readonly var call in facts.Calls)
        {
            if (IsOfDay(call.AtUnixMs))
            {
                Of(call.Conversation).Facts.Add(call, 1);
            }
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            if (IsOfDay(signal.AtUnixMs))
            {
                var content = Of(signal.Conversation);
                content.Facts.Add(signal);
                content.Signals.Add(signal);
            }
        }

        foreach (ref readonly var point in facts.Counters)
        {
            if (IsOfDay(point.AtUnixMs))
            {
                Of(point.Conversation).Facts.Add(point, 1);
            }
        }

        foreach (ref readonly var note in facts.Notes)
        {
            if (note.Kind is not HourNoteKind.Tells)
            {
                _notes.Add(note);
            }
        }
    }

    /// <summary>Reads everything that was gathered and lets it go.</summary>
    /// <param name="into">Receives each identity's part of each conversation; not cleared.</param>
    public void Read(ConversationDayReader reader, List<ConversationDay> into)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(into);
        foreach (ref readonly var note in CollectionsMarshal.AsSpan(_notes))
        {
            if (_conversations.TryGetValue(note.Conversation, out var content))
            {
                content.Facts.Logged.Apply(note);
            }
        }

        foreach (var (conversation, content) in _conversations)
        {
            reader.Read(conversation, content.Facts, content.Signals, into);
        }

        _conversations.Clear();
        _notes.Clear();
    }

    private bool IsOfDay(long atMs) => calendar.DayNumberOf(atMs) == day;

    private Content Of(ulong conversation)
    {
        ref var content = ref CollectionsMarshal.GetValueRefOrAddDefault(_conversations, conversation, out var isKnown);
        if (!isKnown)
        {
            content = new();
        }

        return content!;
    }

    private sealed class Content
    {
        public ConversationFacts Facts { get; } = new();

        public List<Signal> Signals { get; } = [];
    }
}
