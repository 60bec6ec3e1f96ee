using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class FleetTests
{
    [Fact]
    public void Build_DeclaredAutomation_IsOnTheFleetAndNowhereElse()
    {
        var company = new SmallCompany();
        var team = company.Team("t1");
        foreach (var id in (string[])["ann", "ben", "cat"])
        {
            company.Call(company.Person(id, team: team), SmallCompany.Monday, input: 10);
        }

        var without = BoardNames.All.Where(b => b != BoardNames.Fleet).Select(b => JudgeTests.Text(company.Build(SmallCompany.Query(b)).Standings)).ToList();
        var robot = company.Person("ci", Participation.No, team: team);
        company.People[robot] = company.People[robot] with { IsAutomation = true };
        company.Call(robot, SmallCompany.Monday, input: 5_000_000_000, calls: 900).Active(robot, SmallCompany.Monday);

        Assert.Equal(without, BoardNames.All.Where(b => b != BoardNames.Fleet).Select(b => JudgeTests.Text(company.Build(SmallCompany.Query(b)).Standings)));
        var fleet = Fleet(company, BoardSubject.Person);
        Assert.Equal([("ci", 5_000_000_000d, Tier.None, 0)], fleet.Standings.Select(s => (s.Id, s.Score, s.Tier, s.Titles.Count)));
        Assert.Equal((1, 5_000_000_000L), (fleet.Population.Participants, fleet.Population.Sums.Tokens.TotalTokens));
    }

    [Fact]
    public void Build_Fleet_ListsEveryEntry()
    {
        var company = new SmallCompany();
        for (var i = 0; i < 30; i++)
        {
            var robot = company.Person($"ci{i:00}", Participation.No);
            company.People[robot] = company.People[robot] with { IsAutomation = true };
            company.Call(robot, SmallCompany.Monday, input: 100 + i);
        }

        Assert.Equal(30, Fleet(company, BoardSubject.Person).Standings.Count);
    }

    private static BuiltBoard Fleet(SmallCompany company, BoardSubject by)
    {
        var scopes = company.Scopes();
        using var data = new FactsBoardData(company, scopes.Fleet.Roster, 1);
        return BoardBuilder.Build(data, SmallCompany.Query(BoardNames.Fleet, by: by), scopes, GameRules.Default, company.Awards(SmallCompany.Monday), TestPrices.Instance);
    }
}
