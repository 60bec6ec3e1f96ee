using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Which row of a board each identity counts under, for any span of days: the roster's links and a scope laid over each other.</summary>
/// <remarks>Kept beside the scope it was made of. Immutable but for what it remembers: at most 128 maps, and of
/// at most 512 spans of days the sums, the tokens, and the sums and activity of who moved. What is full is forgotten as a whole.</remarks>
internal sealed class ScopeMap
{
    private const int MaxMaps = 128;
    private const int MaxSpans = 512;
    private static readonly ConditionalWeakTable<BoardScope, ScopeMap> Cache = [];

    // Identities from 0 up to this one, which is none.
    private readonly int _identities;
    private readonly int _rows;
    private readonly (int Identity, int Row)[] _always;

    // By identity, then by day; empty when no row ever changes.
    private readonly Interval[] _dated;

    // Every day on which some row changes: between two of them, all spans have the same map.
    private readonly int[] _boundaries;
    private readonly ConcurrentDictionary<(int First, int Last), RowMap> _maps = new();
    private readonly ConcurrentDictionary<(DayRange Days, bool ByRow), ScopedSums> _sums = new();
    private readonly ConcurrentDictionary<DayRange, ScopedTokens> _tokens = new();
    private readonly ConcurrentDictionary<DayRange, MovedSums> _moved = new();
    private readonly ConcurrentDictionary<DayRange, MovedActivity> _movedActivity = new();

    private ScopeMap(Roster roster, BoardScope scope)
    {
        RosterVersion = roster.Version;
        var links = PersonLinks.Of(roster);
        _identities = links.Identities;
        _rows = scope.Rows;
        var always = new List<(int Identity, int Row)>();
        var dated = new List<Interval>();
        foreach (ref readonly var span in scope.Spans)
        {
            foreach (ref readonly var link in links.Of(span.Person))
            {
                var from = Max(link.From, span.From);
                var until = Min(link.Until, span.Until);
                if (from == DateOnly.MinValue && until == DateOnly.MaxValue)
                {
                    always.Add((link.Identity, span.Row));
                }
                else if (from < until)
                {
                    dated.Add(new(link.Identity, span.Row, from, until));
                }
            }
        }

        _always = [.. always];
        _dated = [.. dated.OrderBy(static interval => interval.Identity).ThenBy(static interval => interval.From)];
        _boundaries = [.. dated.SelectMany(static interval => new[] { interval.From.DayNumber, interval.Until.DayNumber }).Distinct().Order()];
    }

    private long RosterVersion { get; }

    public static ScopeMap Of(Roster roster, BoardScope scope)
    {
        if (Cache.TryGetValue(scope, out var map) && map.RosterVersion == roster.Version)
        {
            return map;
        }

        map = new ScopeMap(roster, scope);
        Cache.AddOrUpdate(scope, map);
        return map;
    }

    /// <summary>Row per identity over a span of days.</summary>
    public RowMap For(DayRange days)
    {
        var key = (EraOf(days.Start.DayNumber), EraOf(days.End.DayNumber - 1));
        if (_maps.TryGetValue(key, out var map))
        {
            return map;
        }

        if (_maps.Count >= MaxMaps)
        {
            _maps.Clear();
        }

        return _maps.GetOrAdd(key, Build(days));
    }

    /// <summary>A span of days with the rows of its identities, and the sums of those whose row changes within it by the rows they had.</summary>
    public IEnumerable<(Partition Partition, RowMap Rows)> Attribute(UsageCube cube, Slice slice)
    {
        var map = For(slice.Days);
        yield return (slice.Partition, map);
        if (map.Changing.Length > 0)
        {
            var moved = MovedWithin(cube, slice, map);
            yield return (moved.Sums, moved.Rows);
        }
    }

    /// <summary>The sums of a span of days by dimension, and by row where that is asked for; worked out again only when they change.</summary>
    public ScopedSums SumsOf(UsageCube cube, Slice slice, bool byRow)
    {
        if (_sums.TryGetValue((slice.Days, byRow), out var known) && known.IsOf(slice.Partition))
        {
            return known;
        }

        using var places = new RowPlaces(_rows, cube.Dimensions.Count, byRow);
        return Keep(_sums, (slice.Days, byRow), ScopedSums.Of(slice.Partition, Attribute(cube, slice), places));
    }

    /// <summary>The tokens of a span of days by row and dimension; worked out again only when they change.</summary>
    public ScopedTokens TokensOf(UsageCube cube, Slice slice)
    {
        if (_tokens.TryGetValue(slice.Days, out var known) && known.IsOf(slice.Partition))
        {
            return known;
        }

        using var places = new RowPlaces(_rows, cube.Dimensions.Count, byRow: true);
        return Keep(_tokens, slice.Days, ScopedTokens.Of(slice.Partition, Attribute(cube, slice), places));
    }

    /// <summary>The activity of those whose row changes within a window; <see langword="null"/> when nobody's does.</summary>
    public MovedActivity? MovedWithin(ActivityWindows windows, DayRange days, ActivityWindow window, RowMap map)
    {
        if (map.Changing.Length == 0)
        {
            return null;
        }

        return _movedActivity.TryGetValue(days, out var known) && known.IsOf(window)
            ? known
            : Keep(_movedActivity, days, MovedActivity.Of(window, map, windows.DaysOf(days), day => map.Within(day, Build)));
    }

    private static TValue Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> kept, TKey key, TValue value)
        where TKey : notnull
    {
        if (kept.Count >= MaxSpans)
        {
            kept.Clear();
        }

        return kept[key] = value;
    }

    private MovedSums MovedWithin(UsageCube cube, Slice slice, RowMap map)
    {
        if (_moved.TryGetValue(slice.Days, out var known) && known.IsOf(slice.Partition))
        {
            return known;
        }

        return Keep(_moved, slice.Days, MovedSums.Of(slice.Partition, Pieces(cube, slice, map)));
    }

    // The parts of a span within which nobody's row changes, for those whose row changes within the span.
    private IEnumerable<(Partition Partition, RowMap Rows)> Pieces(UsageCube cube, Slice slice, RowMap map)
    {
        foreach (var part in cube.PartsOf(slice, map.Changing))
        {
            var rows = map.Within(part.Days, Build);
            yield return (part.Partition, rows);
            if (rows.Changing.Length > 0)
            {
                foreach (var piece in Pieces(cube, part, rows))
                {
                    yield return piece;
                }
            }
        }
    }

    private RowMap Build(DayRange days)
    {
        var counted = new List<(int Identity, int Row)>(_always);
        var changing = new List<int>();
        foreach (var interval in _dated)
        {
            if (interval.Covers(days))
            {
                counted.Add((interval.Identity, interval.Row));
            }
            else if (interval.Touches(days) && (changing.Count == 0 || changing[^1] != interval.Identity))
            {
                changing.Add(interval.Identity);
            }
        }

        return RowMap.Of(counted, _identities, [.. changing]);
    }

    private RowMap Build(DayRange days, int[] identities)
    {
        var counted = new List<(int Identity, int Row)>();
        var changing = new List<int>();
        foreach (var identity in identities)
        {
            for (var i = FirstInterval(identity); i < _dated.Length && _dated[i].Identity == identity; i++)
            {
                if (_dated[i].Covers(days))
                {
                    counted.Add((identity, _dated[i].Row));
                }
                else if (_dated[i].Touches(days) && (changing.Count == 0 || changing[^1] != identity))
                {
                    changing.Add(identity);
                }
            }
        }

        return RowMap.Of(counted, _identities, [.. changing]);
    }

    private int EraOf(int day)
    {
        var at = Array.BinarySearch(_boundaries, day);
        return at >= 0 ? at + 1 : ~at;
    }

    private int FirstInterval(int identity)
    {
        var (low, high) = (0, _dated.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _dated[middle].Identity < identity ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;

    private readonly record struct Interval(int Identity, int Row, DateOnly From, DateOnly Until)
    {
        public bool Covers(DayRange days) => From <= days.Start && Until >= days.End;

        public bool Touches(DayRange days) => From < days.End && Until > days.Start;
    }
}
