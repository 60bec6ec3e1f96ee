using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Which row of a board each identity counts under, for any span of days: the roster's links and a scope laid over each other.</summary>
/// <remarks>Immutable but for a cache of at most 128 maps. Kept beside the scope it was made of.</remarks>
internal sealed class ScopeMap
{
    /// <summary>The identity counts nowhere.</summary>
    public const int None = -1;

    /// <summary>The identity's row changes within the span: its days are to be looked at one by one.</summary>
    public const int Changes = -2;

    private const int MaxCached = 128;
    private static readonly ConditionalWeakTable<BoardScope, ScopeMap> Cache = [];

    private readonly int[] _always;
    private readonly Interval[] _dated;
    private readonly ConcurrentDictionary<DayRange, RowMap> _maps = new();

    private ScopeMap(Roster roster, BoardScope scope)
    {
        RosterVersion = roster.Version;
        var identities = roster.Links.Count == 0 ? 0 : roster.Links.Max(static link => link.Identity) + 1;
        _always = new int[identities];
        Array.Fill(_always, None);
        var dated = new List<Interval>();
        foreach (var link in roster.Links)
        {
            foreach (ref readonly var span in scope.SpansOf(link.Person))
            {
                var from = Max(link.From, span.From);
                var until = Min(link.Until, span.Until);
                if (from == DateOnly.MinValue && until == DateOnly.MaxValue)
                {
                    _always[link.Identity] = span.Row;
                }
                else if (from < until)
                {
                    dated.Add(new(link.Identity, span.Row, from, until));
                }
            }
        }

        _dated = [.. dated];
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
        if (_dated.Length == 0)
        {
            return _maps.GetOrAdd(default, _ => new RowMap(_always, HasChanges: false));
        }

        if (_maps.TryGetValue(days, out var map))
        {
            return map;
        }

        if (_maps.Count >= MaxCached)
        {
            _maps.Clear();
        }

        return _maps.GetOrAdd(days, Build);
    }

    private RowMap Build(DayRange days)
    {
        var rows = (int[])_always.Clone();
        var changes = false;
        foreach (var interval in _dated)
        {
            if (interval.Until <= days.Start || interval.From >= days.End)
            {
                continue;
            }

            var covers = interval.From <= days.Start && interval.Until >= days.End;
            rows[interval.Identity] = covers ? interval.Row : Changes;
            changes |= !covers;
        }

        return new(rows, changes);
    }

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;

    private readonly record struct Interval(int Identity, int Row, DateOnly From, DateOnly Until);
}

/// <param name="Rows">By identity; an identity past the end counts nowhere.</param>
/// <param name="HasChanges">Some identity has <see cref="ScopeMap.Changes"/>.</param>
internal sealed record RowMap(int[] Rows, bool HasChanges)
{
    public int RowOf(int identity) => (uint)identity < (uint)Rows.Length ? Rows[identity] : ScopeMap.None;
}
