using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;

namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>What a checkpoint writes of one company day: the published rows of a <see cref="RollupDelta"/> in the order of their codecs,
/// equal ones added up.</summary>
internal sealed class DeltaRows(RollupDelta delta)
{
    private readonly List<int> _conversations = [];
    private readonly List<ActivityRollup> _activity = [];
    private readonly List<ThreadRollup> _threads = [];

    /// <summary>The rows of each company day that has some, ascending.</summary>
    public static SortedDictionary<int, DeltaRows> ByDay(RollupDelta delta)
    {
        var days = new SortedDictionary<int, DeltaRows>();
        for (var number = 0; number < delta.Rows; number++)
        {
            ref readonly var row = ref delta.Row(number);
            if (row.IsPublished)
            {
                Of(row.Key.Day)._conversations.Add(number);
            }
        }

        for (var number = 0; number < delta.ActivityRows; number++)
        {
            ref readonly var row = ref delta.Activity(number);
            if (row.IsPublished)
            {
                Of(row.Key.Day)._activity.Add(new(row.Key.Identity, row.Key.Agent, row.Published));
            }
        }

        foreach (var (key, ms) in delta.Threads)
        {
            if (ms != 0)
            {
                Of(key.Day)._threads.Add(new(key.Identity, key.Conversation, key.StartMs, ms));
            }
        }

        return days;

        DeltaRows Of(int day)
        {
            if (!days.TryGetValue(day, out var rows))
            {
                days.Add(day, rows = new(delta));
            }

            return rows;
        }
    }

    public IEnumerable<UsageRollup> Hours()
    {
        var places = Sorted(static key => new(Upper(key.Identity, key.Dimension), (ulong)key.Hour));
        for (var i = 0; i < places.Length;)
        {
            var key = delta.Row(places[i].Row).Key;
            var cells = default(UsageCells);
            for (var first = places[i]; i < places.Length && places[i].IsAt(first); i++)
            {
                cells.Add(delta.Row(places[i].Row).Published.Cells);
            }

            yield return new(key.Identity, key.Dimension, key.Hour, cells);
        }
    }

    public IEnumerable<ConversationRollup> Conversations()
    {
        var places = Sorted(static key => new(
            Upper(key.Identity, (uint)(key.Conversation >> 32)), ((key.Conversation & uint.MaxValue) << 16) | key.Dimension));
        for (var i = 0; i < places.Length;)
        {
            var key = delta.Row(places[i].Row).Key;
            var sums = default(ConversationSums);
            for (var first = places[i]; i < places.Length && places[i].IsAt(first); i++)
            {
                sums.Add(delta.Row(places[i].Row).Published);
            }

            yield return new(key.Identity, key.Conversation, key.Dimension, sums);
        }
    }

    public IEnumerable<ActivityRollup> Activity(ActivityRollupCodec order)
    {
        _activity.Sort((a, b) => order.Compare(a, b));
        return _activity;
    }

    public IEnumerable<ThreadRollup> Threads(ThreadRollupCodec order)
    {
        _threads.Sort((a, b) => order.Compare(a, b));
        return _threads;
    }

    private static ulong Upper(int identity, uint rest) => ((ulong)identity << 32) | rest;

    private Place[] Sorted(Func<ConversationHourKey, Place> placeOf)
    {
        var places = new Place[_conversations.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = placeOf(delta.Row(_conversations[i]).Key) with { Row = _conversations[i] };
        }

        Array.Sort(places);
        return places;
    }

    /// <summary>Where a row stands in a codec's order.</summary>
    private readonly record struct Place(ulong Upper, ulong Lower, int Row = 0) : IComparable<Place>
    {
        public bool IsAt(Place other) => Upper == other.Upper && Lower == other.Lower;

        public int CompareTo(Place other) => Upper != other.Upper ? Upper.CompareTo(other.Upper) : Lower.CompareTo(other.Lower);
    }
}
