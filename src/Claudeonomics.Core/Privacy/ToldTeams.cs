using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Privacy;

/// <summary>Which teams may be told about, so that no difference between two answers is about fewer people than the smallest group.</summary>
/// <remarks>
/// <para>Answers tell of rows (those who are in a team directly), of subtrees (a team and the teams below it) and of the company. Rows and those in
/// no team are cells; everything told is a union of cells, and unions are nested or apart. What somebody can work out by subtraction is a sum of
/// regions: a told union without the told ones inside it. So each region's untold cells must be nobody, or a group.</para>
/// <para>Where they would be few, a row more is kept back (the smallest), and the subtrees that it is in with it; without rows, a subtree.</para>
/// <para>A subtree that teams came into or left within the window is no union of cells, and is not told.</para>
/// </remarks>
public sealed class ToldTeams
{
    private readonly SteadyTeams _teams;
    private readonly bool[] _rows;
    private readonly bool[] _subtrees;

    private ToldTeams(SteadyTeams teams, bool[] rows, bool[] subtrees) => (_teams, _rows, _subtrees) = (teams, rows, subtrees);

    /// <param name="teams">The tree over the window.</param>
    /// <param name="people">People with something to tell, by team that they are in directly.</param>
    /// <param name="withoutTeam">Those that are in none.</param>
    /// <param name="smallest">Of a group; at least 1.</param>
    public static ToldTeams Of(SteadyTeams teams, IReadOnlyList<int> people, int withoutTeam, int smallest)
    {
        ArgumentNullException.ThrowIfNull(teams);
        ArgumentNullException.ThrowIfNull(people);
        var order = TopDown(teams);
        var rows = people.Select(count => count >= smallest).ToArray();
        var keptBack = Enumerable.Range(0, teams.Count).Select(teams.HasChanged).ToArray();
        while (true)
        {
            var (subtrees, left) = Subtrees(teams, order, people, rows, keptBack, withoutTeam, smallest);
            var next = left == 0 || left >= smallest ? -1
                : SmallestRow(people, rows) is >= 0 and var row ? row
                : Array.IndexOf(subtrees, true);
            if (next < 0)
            {
                return new(teams, rows, subtrees);
            }

            rows[next] = false;
            for (var (team, steps) = (next, 0); team >= 0 && steps <= teams.Count; team = teams.ParentOf(team), steps++)
            {
                keptBack[team] = true;
            }
        }
    }

    /// <summary>Whether those who are in a team directly may be told about: under a team that it was below for a while only, those days would be told.</summary>
    /// <param name="root">Ordinal of the team that is asked about, or -1 for the company.</param>
    public bool IsRowTold(int team, int root = -1) => _rows[team] && _teams.IsBelow(team, root);

    /// <summary>Whether a team may be told about together with the teams below it.</summary>
    public bool IsSubtreeTold(int team) => _subtrees[team];

    // Bottom up: the people of a subtree, and those of its cells that nothing told inside it accounts for.
    private static (bool[] Told, int Left) Subtrees(
        SteadyTeams teams, int[] order, IReadOnlyList<int> people, bool[] rows, bool[] keptBack, int withoutTeam, int smallest)
    {
        var told = new bool[teams.Count];
        var size = people.ToArray();
        var untold = people.Select((count, team) => rows[team] ? 0 : count).ToArray();
        var left = withoutTeam;
        foreach (var team in order.Reverse())
        {
            told[team] = !keptBack[team] && size[team] >= smallest && (untold[team] == 0 || untold[team] >= smallest);
            var passedOn = told[team] ? 0 : untold[team];
            var parent = teams.ParentOf(team);
            if (parent >= 0)
            {
                size[parent] += size[team];
                untold[parent] += passedOn;
            }
            else
            {
                left += passedOn;
            }
        }

        return (told, left);
    }

    private static int SmallestRow(IReadOnlyList<int> people, bool[] rows)
    {
        var smallest = -1;
        for (var team = 0; team < rows.Length; team++)
        {
            if (rows[team] && (smallest < 0 || people[team] < people[smallest]))
            {
                smallest = team;
            }
        }

        return smallest;
    }

    // Parents before children; teams of a circle, which nobody can have meant, are in no subtree but their own.
    private static int[] TopDown(SteadyTeams teams)
    {
        var depth = new int[teams.Count];
        for (var team = 0; team < depth.Length; team++)
        {
            for (var at = teams.ParentOf(team); at >= 0 && depth[team] <= depth.Length; at = teams.ParentOf(at))
            {
                depth[team]++;
            }
        }

        return [.. Enumerable.Range(0, depth.Length).OrderBy(team => depth[team])];
    }
}
