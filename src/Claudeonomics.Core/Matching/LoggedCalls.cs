using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Matching;

/// <summary>Among a conversation's calls those that devices found in their logs, and which of them are withdrawn.</summary>
/// <remarks>A call is named by its place among <see cref="ConversationFacts.Calls"/>.</remarks>
public sealed class LoggedCalls
{
    private readonly Dictionary<ulong, int> _places = [];
    private readonly HashSet<int> _withdrawn = [];

    public bool HasWithdrawn => _withdrawn.Count > 0;

    /// <summary>Places of all calls that devices told of, withdrawn or not, by the calls' keys.</summary>
    public IReadOnlyDictionary<ulong, int> Places => _places;

    public bool IsWithdrawn(int place) => _withdrawn.Contains(place);

    /// <summary>Takes what a note says of a call.</summary>
    /// <returns>The place of the call if the note changed anything, else -1.</returns>
    public int Apply(in HourNote note)
    {
        var isChange = _places.TryGetValue(note.Subject, out var place)
            && (note.Kind is HourNoteKind.Withdraws ? _withdrawn.Add(place) : _withdrawn.Remove(place));
        return isChange ? place : -1;
    }

    internal void Clear()
    {
        _places.Clear();
        _withdrawn.Clear();
    }

    internal void Added(in UsageEvent call, int place)
    {
        if (call.Device != 0)
        {
            _places[call.Key.Value] = place;
        }
    }

    /// <summary>The calls that stand, with the place of each among all.</summary>
    internal (UsageEvent[] Calls, int[] Places) WithoutWithdrawn(ReadOnlySpan<UsageEvent> all)
    {
        var standing = new UsageEvent[all.Length - _withdrawn.Count];
        var places = new int[standing.Length];
        for (int place = 0, next = 0; place < all.Length; place++)
        {
            if (!_withdrawn.Contains(place))
            {
                (standing[next], places[next++]) = (all[place], place);
            }
        }

        return (standing, places);
    }
}
