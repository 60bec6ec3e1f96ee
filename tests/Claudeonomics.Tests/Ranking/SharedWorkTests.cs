using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

public sealed class SharedWorkTests
{
    private readonly SmallCompany _company = new();

    [Theory]
    [InlineData("open", 37, 37)]
    [InlineData("balanced", 0, 0)]
    [InlineData("strict", 0, 0)]
    public void Of_WorkOfSomebodyWhomNobodySees_IsToldWhereNothingIsGuarded(string policy, long ofTeam, long ofCompany)
    {
        Members("a", 12);
        _company.Edits(_company.Person("hidden", Participation.Private, team: 0), SmallCompany.Monday, 37);

        Assert.Equal((new SharedWork(ofTeam, 0, 0), new SharedWork(ofCompany, 0, 0)), (Of(policy, "a"), Of(policy, null)));
    }

    [Theory]
    [InlineData("balanced", 4, 0, 0)]
    [InlineData("balanced", 5, 1_230, 1_230)]
    [InlineData("strict", 9, 0, 0)]
    [InlineData("strict", 10, 1_000, 1_000)]
    public void Of_AsManyAsAGroup_IsAsCloseAsThePolicySays(string policy, int workers, long ofTeam, long ofCompany)
    {
        Members("a", 12);
        Enumerable.Range(0, workers).ToList().ForEach(person => _company.Edits(person, SmallCompany.Monday, person == 0 ? 1_234 - (workers - 1) : 1));

        Assert.Equal((new SharedWork(ofTeam, 0, 0), new SharedWork(ofCompany, 0, 0)), (Of(policy, "a"), Of(policy, null)));
    }

    [Fact]
    public void Of_ATeamThatWouldLeaveFewerThanAGroup_IsToldTogetherWithThemOnly()
    {
        Members("a", 6);
        Members("b", 6);
        foreach (var person in (int[])[0, 1, 2, 3, 4, 6, 7])
        {
            _company.Active(person, SmallCompany.Monday, commits: true);
        }

        Assert.Equal(
            [new(0, 0, 0), new(0, 0, 0), new(0, 7, 0)],
            ((string?[])["a", "b", null]).Select(team => Of("balanced", team)));
        Assert.Equal(
            [new(0, 5, 0), new(0, 2, 0), new(0, 7, 0)],
            ((string?[])["a", "b", null]).Select(team => Of("open", team)));
    }

    [Fact]
    public void Of_AGroupOfThoseWhomNobodySees_IsInTheCompanysAndInNoTeams()
    {
        Members("a", 12);
        Enumerable.Range(0, 6).ToList().ForEach(person => _company.Edits(person, SmallCompany.Monday, 1));
        for (var person = 0; person < 5; person++)
        {
            _company.Edits(_company.Person($"hidden{person}", Participation.Private, team: 0), SmallCompany.Monday, 2);
        }

        Assert.Equal((new SharedWork(6, 0, 0), new SharedWork(16, 0, 0)), (Of("balanced", "a"), Of("balanced", null)));
    }

    private void Members(string team, int count)
    {
        var ordinal = _company.Team(team);
        Enumerable.Range(0, count).ToList().ForEach(person => _company.Person($"{team}{person}", team: ordinal));
    }

    private SharedWork Of(string policy, string? team) => SharedWork.Of(
        _company.Data(), DayRange.LastDays(SmallCompany.Monday, 7), team, _company.Scopes(), RuleBook.Default.Under(PrivacyPolicy.Find(policy)!).Of(SmallCompany.Monday));
}
