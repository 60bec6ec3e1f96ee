using System.Collections.Concurrent;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.People;

/// <summary>Which team stands below which, on every day: as today, but for where teams stood before they moved.</summary>
/// <remarks>Memory: a number per team for each day on which any team moved. Bound of what is remembered: 64 spans of days.</remarks>
public sealed class TeamTree
{
    private const int MaxSpans = 64;
    private const int Top = -1;

    // The days on which teams moved, ascending. Between two of them the tree is the same: that is an era, and there is one more of them than days.
    private readonly DateOnly[] _moves;

    // By era, then by team.
    private readonly int[][] _parents;
    private readonly ConcurrentDictionary<(int First, int Last), SteadyTeams> _steady = new();

    /// <param name="teams">As they stand today.</param>
    /// <param name="former">Where they stood before, in any order; of one team no two until the same day.</param>
    public TeamTree(IReadOnlyList<RosterTeam> teams, IReadOnlyList<FormerPlace> former)
    {
        ArgumentNullException.ThrowIfNull(teams);
        ArgumentNullException.ThrowIfNull(former);
        _moves = [.. former.Select(static place => place.Until).Distinct().Order()];
        _parents = new int[_moves.Length + 1][];
        _parents[^1] = [.. teams.Select(static team => team.Parent)];
        var ending = former.ToLookup(static place => place.Until);
        for (var era = _moves.Length - 1; era >= 0; era--)
        {
            _parents[era] = [.. _parents[era + 1]];
            foreach (var place in ending[_moves[era]])
            {
                _parents[era][place.Team] = place.Parent;
            }
        }
    }

    /// <summary>Ordinal of the team above one on a day, or -1.</summary>
    public int ParentOn(int team, DateOnly day) => _parents[EraOf(day)][team];

    /// <summary>On which days each team is another or somewhere below it, by ordinal: spans in order, ends excluded, no two of them touching.</summary>
    /// <param name="root">Ordinal of the other.</param>
    public IReadOnlyList<(DateOnly From, DateOnly Until)>[] Below(int root)
    {
        var spans = new List<(DateOnly From, DateOnly Until)>[_parents[0].Length];
        for (var team = 0; team < spans.Length; team++)
        {
            spans[team] = [];
            for (var era = 0; era < _parents.Length; era++)
            {
                if (!IsBelow(_parents[era], team, root))
                {
                    continue;
                }

                var (from, until) = (era == 0 ? DateOnly.MinValue : _moves[era - 1], era == _moves.Length ? DateOnly.MaxValue : _moves[era]);
                if (spans[team] is [.., var last] && last.Until == from)
                {
                    spans[team][^1] = last with { Until = until };
                }
                else
                {
                    spans[team].Add((from, until));
                }
            }
        }

        return spans;
    }

    /// <summary>What of the tree was the same over a whole span of days.</summary>
    public SteadyTeams Over(DayRange days)
    {
        var eras = (EraOf(days.Start), EraOf(days.Days > 0 ? days.End.AddDays(-1) : days.Start));
        if (_steady.TryGetValue(eras, out var known))
        {
            return known;
        }

        if (_steady.Count >= MaxSpans)
        {
            _steady.Clear();
        }

        return _steady.GetOrAdd(eras, SteadyTeams.Of(_parents.AsSpan(eras.Item1..(eras.Item2 + 1))));
    }

    private int EraOf(DateOnly day)
    {
        var at = Array.BinarySearch(_moves, day);
        return at >= 0 ? at + 1 : ~at;
    }

    // A chain longer than there are teams is a circle, and nobody's subtree.
    private static bool IsBelow(int[] parents, int team, int root)
    {
        var at = team;
        for (var steps = 0; at != Top && at != root && steps < parents.Length; steps++)
        {
            at = parents[at];
        }

        return at == root;
    }
}

/// <summary>A tree of teams without what moved in it: each team hangs on the nearest one that it was below all the time.</summary>
/// <remarks>A team that others came under or left is not a whole: what hangs on it in the tree of one day hangs on the next above it here, so that a team
/// either holds another for the whole span or has nothing below it.</remarks>
public sealed class SteadyTeams
{
    private readonly int[] _parents;
    private readonly bool[] _changed;

    private SteadyTeams(int[] parents, bool[] changed) => (_parents, _changed) = (parents, changed);

    public int Count => _parents.Length;

    /// <summary>Ordinal of the nearest team that one was below all the time and that nothing moved in, or -1.</summary>
    public int ParentOf(int team) => _parents[team];

    /// <summary>Whether teams came under a team or left it, so that what is below it is not the same all the time.</summary>
    public bool HasChanged(int team) => _changed[team];

    /// <summary>Whether a team was another or below it all the time.</summary>
    /// <param name="root">Ordinal of the other, or -1 for the company, which all are below.</param>
    public bool IsBelow(int team, int root)
    {
        if (root < 0)
        {
            return true;
        }

        for (var (at, steps) = (team, 0); at >= 0 && steps <= _parents.Length; at = _parents[at], steps++)
        {
            if (at == root)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of a tree that does not change.</summary>
    public static SteadyTeams Of(IReadOnlyList<RosterTeam> teams)
    {
        ArgumentNullException.ThrowIfNull(teams);
        return Of([[.. teams.Select(static team => team.Parent)]]);
    }

    /// <param name="eras">Parents by team, of one time after the other.</param>
    internal static SteadyTeams Of(ReadOnlySpan<int[]> eras)
    {
        var parents = eras[0];
        var changed = new bool[parents.Length];
        if (eras.Length == 1)
        {
            return new(parents, changed);
        }

        var steady = new List<int>[parents.Length];
        for (var team = 0; team < steady.Length; team++)
        {
            // Nearest first, as in the first era: of those that nothing moved in, the order is the same in all.
            steady[team] = Above(parents, team);
            foreach (var era in eras[1..])
            {
                var then = Above(era, team);
                foreach (var one in then.Except(steady[team]).Concat(steady[team].Except(then)).ToArray())
                {
                    changed[one] = true;
                    steady[team].Remove(one);
                }
            }
        }

        return new([.. steady.Select(above => above.Where(team => !changed[team]).Append(-1).First())], changed);
    }

    private static List<int> Above(int[] parents, int team)
    {
        var above = new List<int>();
        for (var at = parents[team]; at >= 0 && above.Count < parents.Length; at = parents[at])
        {
            above.Add(at);
        }

        return above;
    }
}
