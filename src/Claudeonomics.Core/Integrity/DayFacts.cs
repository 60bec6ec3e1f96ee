using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>Facts of one company day, or of a part of its conversations, gathered by conversation and then read.</summary>
/// <remarks>Holds the facts of its part in memory, and keeps the room for the next part: whoever reads a large day reads it in parts. Facts stand in
/// a few long lists, not in lists of each conversation, which would grow and be moved a hundred thousand times.</remarks>
public sealed class DayFacts(int day, CompanyCalendar calendar)
{
    // In the order in which conversations came.
    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<ulong> _conversations = [];
    private readonly Gathered<UsageEvent> _calls = new();
    private readonly Gathered<Signal> _signals = new();
    private readonly Gathered<CounterPoint> _counters = new();
    private readonly Gathered<HourNote> _told = new();
    private readonly List<HourNote> _notes = [];

    // Of the conversation that is read.
    private readonly ConversationFacts _facts = new();
    private readonly List<Signal> _own = [];

    public int Conversations => _conversations.Count;

    /// <summary>Takes what is of the day. Facts have come once: the ledger has seen to that.</summary>
    public void Add(FactBatch facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (ref readonly var call in facts.Calls)
        {
            if (IsOfDay(call.AtUnixMs))
            {
                _calls.Add(call, PlaceOf(call.Conversation));
            }
        }

        foreach (ref readonly var signal in facts.Signals)
        {
            if (IsOfDay(signal.AtUnixMs))
            {
                _signals.Add(signal, PlaceOf(signal.Conversation));
            }
        }

        foreach (ref readonly var point in facts.Counters)
        {
            if (IsOfDay(point.AtUnixMs))
            {
                _counters.Add(point, PlaceOf(point.Conversation));
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
            if (_places.TryGetValue(note.Conversation, out var place))
            {
                _told.Add(note, place);
            }
        }

        _calls.Sort(_conversations.Count);
        _signals.Sort(_conversations.Count);
        _counters.Sort(_conversations.Count);
        _told.Sort(_conversations.Count);
        for (var place = 0; place < _conversations.Count; place++)
        {
            Gather(place);
            reader.Read(_conversations[place], _facts, _own, into);
        }

        Clear();
    }

    private void Gather(int place)
    {
        _facts.Clear();
        _own.Clear();
        foreach (var index in _calls.Of(place))
        {
            _facts.Add(_calls[index], 1);
        }

        foreach (var index in _signals.Of(place))
        {
            _facts.Add(_signals[index]);
            _own.Add(_signals[index]);
        }

        foreach (var index in _counters.Of(place))
        {
            _facts.Add(_counters[index], 1);
        }

        foreach (var index in _told.Of(place))
        {
            _facts.Logged.Apply(_told[index]);
        }
    }

    private void Clear()
    {
        _places.Clear();
        _conversations.Clear();
        _calls.Clear();
        _signals.Clear();
        _counters.Clear();
        _told.Clear();
        _notes.Clear();
    }

    private bool IsOfDay(long atMs) => calendar.DayNumberOf(atMs) == day;

    private int PlaceOf(ulong conversation)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, conversation, out var isKnown);
        if (!isKnown)
        {
            place = _conversations.Count;
            _conversations.Add(conversation);
        }

        return place;
    }

    /// <summary>Facts of one kind, and which of them are of which conversation, in the order in which they came.</summary>
    private sealed class Gathered<T>
        where T : struct
    {
        private readonly List<T> _facts = [];
        private readonly List<int> _places = [];
        private int[] _order = [];
        private int[] _ends = [];

        public ref readonly T this[int index] => ref CollectionsMarshal.AsSpan(_facts)[index];

        public void Add(in T fact, int place)
        {
            _facts.Add(fact);
            _places.Add(place);
        }

        /// <summary>Puts them in the order of their conversations, by counting.</summary>
        public void Sort(int conversations)
        {
            if (_order.Length < _facts.Count)
            {
                _order = new int[_facts.Count];
            }

            if (_ends.Length <= conversations)
            {
                _ends = new int[conversations + 1];
            }

            // First how many each has, then where it begins, which the facts move on to where it ends.
            Array.Clear(_ends);
            foreach (var place in _places)
            {
                _ends[place + 1]++;
            }

            for (var place = 0; place < conversations; place++)
            {
                _ends[place + 1] += _ends[place];
            }

            for (var index = 0; index < _places.Count; index++)
            {
                _order[_ends[_places[index]]++] = index;
            }
        }

        /// <summary>Places of a conversation's facts among all, after <see cref="Sort"/>.</summary>
        public ReadOnlySpan<int> Of(int place)
        {
            var start = place == 0 ? 0 : _ends[place - 1];
            return _order.AsSpan(start, _ends[place] - start);
        }

        public void Clear()
        {
            _facts.Clear();
            _places.Clear();
        }
    }
}
