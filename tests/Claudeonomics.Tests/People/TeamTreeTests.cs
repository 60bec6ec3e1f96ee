using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.People;

/// <summary>Trees of chance in which teams move, day by day beside <see cref="SmallCompany.IsBelow"/>, which walks up from each team on each day.</summary>
public sealed class TeamTreeTests
{
    private const int Days = 20;
    private static readonly DateOnly Today = SmallCompany.Monday;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Below_TeamsThatMove_AreTheDaysOnWhichTheyAre(int seed)
    {
        var company = CompanyOfChance(seed);
        var tree = company.Scopes().Tree;
        for (var root = 0; root < company.Teams.Count; root++)
        {
            var below = tree.Below(root);
            for (var team = 0; team < company.Teams.Count; team++)
            {
                foreach (var day in DaysOf(new(Today.AddDays(-Days - 2), Today.AddDays(3))))
                {
                    Assert.Equal(company.IsBelow(team, company.Teams[root].Id, day), below[team].Any(span => span.From <= day && day < span.Until));
                }

                // What touches is one span.
                Assert.All(below[team].Skip(1).Zip(below[team]), pair => Assert.True(pair.First.From > pair.Second.Until));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Over_AnyWindow_HoldsWhatWasTheSameOnAllItsDays(int seed)
    {
        var company = CompanyOfChance(seed);
        var tree = company.Scopes().Tree;
        var random = new Random(seed);
        for (var i = 0; i < 10; i++)
        {
            var start = Today.AddDays(-random.Next(Days));
            var window = new DayRange(start, start.AddDays(random.Next(1, Days)));
            var steady = tree.Over(window);
            for (var root = 0; root < company.Teams.Count; root++)
            {
                var sets = DaysOf(window).Select(day => string.Join(",", Below(company, root, day))).Distinct().ToList();
                Assert.Equal(sets.Count > 1, steady.HasChanged(root));
                string[] all = sets.Count > 1 ? [$"{root}"] : sets[0].Split(',');
                Assert.Equal(all, Enumerable.Range(0, steady.Count).Where(team => steady.IsBelow(team, root)).Select(static team => $"{team}"));
            }
        }
    }

    [Fact]
    public void Under_TeamThatMoved_CountsItsDaysWhereItWas()
    {
        var company = new SmallCompany();
        var (old, other, team) = (company.Team("old"), company.Team("other"), company.Team("team", parent: 1));
        var ann = company.Person("ann", team: team);
        company.FormerPlaces.Add(new(team, old, Today));
        var scopes = company.Scopes();

        Assert.Equal([new(ann, 0, DateOnly.MinValue, Today)], scopes.Under(old).People.Spans.ToArray());
        Assert.Equal([new(ann, 0, Today, DateOnly.MaxValue)], scopes.Under(other).People.Spans.ToArray());
        Assert.Equal([new(ann, 0, DateOnly.MinValue, DateOnly.MaxValue)], scopes.Under(team).People.Spans.ToArray());
    }

    private static IEnumerable<int> Below(SmallCompany company, int root, DateOnly day) =>
        Enumerable.Range(0, company.Teams.Count).Where(team => company.IsBelow(team, company.Teams[root].Id, day));

    private static IEnumerable<DateOnly> DaysOf(DayRange days) => Enumerable.Range(0, days.Days).Select(days.Start.AddDays);

    private static SmallCompany CompanyOfChance(int seed)
    {
        var random = new Random(seed);
        var company = new SmallCompany();
        for (var team = 0; team < 2 + (seed % 9); team++)
        {
            company.Team($"t{team}", random.Next(-1, team));
        }

        company.MoveTeams(random, Today, Days);
        return company;
    }
}
