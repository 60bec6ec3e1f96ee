using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Tests.Privacy;

/// <summary>What somebody can work out by adding and subtracting everything that is told, found by linear algebra over companies of chance.</summary>
public sealed class ToldTeamsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_AnyTree_NoSumOfAnswersIsAboutFewerThanAGroup(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
        {
            var smallest = random.Next(2, 11);
            var teams = Enumerable.Range(0, random.Next(1, 9)).Select(team => new RosterTeam($"t{team}", $"T{team}", random.Next(-1, team))).ToList();
            var people = teams.Select(_ => random.Next(4) == 0 ? 0 : random.Next(1, 15)).ToArray();
            var withoutTeam = random.Next(3) == 0 ? 0 : random.Next(1, 12);
            if (people.Sum() + withoutTeam < smallest)
            {
                continue;
            }

            var told = ToldTeams.Of(SteadyTeams.Of(teams), people, withoutTeam, smallest);

            int[] cells = [.. people, withoutTeam];
            var answers = Answers(teams, told);
            foreach (var group in Groups(cells, smallest, [.. teams.Select((_, team) => told.IsRowTold(team)), false]))
            {
                Assert.False(IsInSpan(answers, group), $"seed {seed}: {string.Join(",", cells)} under {string.Join(",", teams.Select(team => team.Parent))} tell of {string.Join(",", group)}");
            }
        }
    }

    [Fact]
    public void Of_OnlyLargeTeams_TellsOfAll()
    {
        List<RosterTeam> teams = [new("a", "A", -1), new("b", "B", 0), new("c", "C", -1)];

        var told = ToldTeams.Of(SteadyTeams.Of(teams), [6, 7, 8], withoutTeam: 0, smallest: 5);

        Assert.All(Enumerable.Range(0, 3), team => Assert.True(told.IsRowTold(team) && told.IsSubtreeTold(team)));
    }

    [Fact]
    public void Of_OneSmallTeam_KeepsTheSmallestOtherBackToo()
    {
        List<RosterTeam> teams = [new("a", "A", -1), new("b", "B", -1), new("c", "C", -1)];

        var told = ToldTeams.Of(SteadyTeams.Of(teams), [20, 7, 2], withoutTeam: 0, smallest: 5);

        Assert.Equal((true, false, false), (told.IsRowTold(0), told.IsRowTold(1), told.IsRowTold(2)));
    }

    /// <summary>What teams below a team left it within the window, or came to it, its total would hold for some of the days.</summary>
    [Fact]
    public void Of_TeamThatMovedWithinTheWindow_TellsOfItAndOfNeitherPlace()
    {
        List<RosterTeam> teams = [new("top", "Top", -1), new("old", "Old", 0), new("new", "New", 0), new("moved", "Moved", 2)];
        var today = new DateOnly(2026, 11, 16);
        var tree = new TeamTree(teams, [new(3, 1, today.AddDays(-5))]);

        var told = ToldTeams.Of(tree.Over(new(today.AddDays(-29), today.AddDays(1))), [6, 7, 8, 9], withoutTeam: 0, smallest: 5);
        var toldSince = ToldTeams.Of(tree.Over(new(today.AddDays(-5), today.AddDays(1))), [6, 7, 8, 9], withoutTeam: 0, smallest: 5);

        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(told.IsSubtreeTold));
        Assert.Equal([true, true, true, true], Enumerable.Range(0, 4).Select(team => told.IsRowTold(team)));
        Assert.Equal((true, false, false), (told.IsRowTold(3, root: 0), told.IsRowTold(3, root: 1), told.IsRowTold(3, root: 2)));
        Assert.Equal([true, true, true, true], Enumerable.Range(0, 4).Select(toldSince.IsSubtreeTold));
    }

    // The company, rows and subtrees, each as which cells it adds up.
    private static List<double[]> Answers(List<RosterTeam> teams, ToldTeams told)
    {
        var cells = teams.Count + 1;
        List<double[]> answers = [Of(Enumerable.Range(0, cells))];
        for (var team = 0; team < teams.Count; team++)
        {
            if (told.IsRowTold(team))
            {
                answers.Add(Of([team]));
            }

            if (told.IsSubtreeTold(team))
            {
                answers.Add(Of(Enumerable.Range(0, teams.Count).Where(other => IsBelow(teams, other, team))));
            }
        }

        return answers;

        double[] Of(IEnumerable<int> added)
        {
            var answer = new double[cells];
            foreach (var cell in added)
            {
                answer[cell] = 1;
            }

            return answer;
        }
    }

    private static bool IsBelow(List<RosterTeam> teams, int team, int top)
    {
        for (var at = team; at >= 0; at = teams[at].Parent)
        {
            if (at == top)
            {
                return true;
            }
        }

        return false;
    }

    // Every set of cells that nobody is told of, of people but fewer than a group.
    private static IEnumerable<double[]> Groups(int[] cells, int smallest, bool[] told)
    {
        var hidden = Enumerable.Range(0, cells.Length).Where(cell => !told[cell] && cells[cell] > 0).ToArray();
        for (var set = 1; set < 1 << hidden.Length; set++)
        {
            var group = new double[cells.Length];
            var people = 0;
            for (var i = 0; i < hidden.Length; i++)
            {
                if ((set >> i & 1) != 0)
                {
                    group[hidden[i]] = 1;
                    people += cells[hidden[i]];
                }
            }

            // Of cells without people nothing is learnt: an answer that holds one as well tells the same.
            if (people < smallest)
            {
                yield return [.. group.Select((value, cell) => cells[cell] == 0 ? double.NaN : value)];
            }
        }
    }

    // Elimination: whether some sum of answers is the group, whatever it is in cells of nobody.
    private static bool IsInSpan(List<double[]> answers, double[] group)
    {
        var counted = Enumerable.Range(0, group.Length).Where(cell => !double.IsNaN(group[cell])).ToArray();
        var rows = answers.Select(answer => counted.Select(cell => answer[cell]).ToArray()).ToList();
        var target = counted.Select(cell => group[cell]).ToArray();
        for (var column = 0; column < target.Length; column++)
        {
            var pivot = rows.FindIndex(row => Math.Abs(row[column]) > 1e-9 && row.Take(column).All(value => Math.Abs(value) < 1e-9));
            if (pivot < 0)
            {
                continue;
            }

            var by = rows[pivot];
            for (var other = 0; other < rows.Count; other++)
            {
                if (other != pivot)
                {
                    Subtract(rows[other], by, column);
                }
            }

            Subtract(target, by, column);
        }

        return target.All(value => Math.Abs(value) < 1e-9);
    }

    private static void Subtract(double[] from, double[] by, int column)
    {
        var factor = from[column] / by[column];
        for (var i = 0; i < from.Length; i++)
        {
            from[i] -= factor * by[i];
        }
    }
}
