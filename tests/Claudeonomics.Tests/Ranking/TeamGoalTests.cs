using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;

namespace Claudeonomics.Tests.Ranking;

public sealed class TeamGoalTests
{
    private static readonly DateOnly November = new(2026, 11, 1);

    [Fact]
    public void GoalOf_WeeksWithTheFloor_CountsPeopleAndNoTokens()
    {
        var company = new SmallCompany();
        var (above, below) = (company.Team("above"), 0);
        below = company.Team("below", above);
        var ann = company.Person("ann", team: above);
        var ben = company.Person("ben", Participation.Private, workingDays: 2, team: below);
        var cat = company.Person("cat", team: below);
        company.Person("dan", Participation.No, team: below);
        company.Goals.Add(new("above", November, GoalKind.Floor, 60, 2));
        company.Goals.Add(new("below", November, GoalKind.Floor, 50, 1));

        // Two weeks that begin in November: three days of five for Ann, two of two for Ben, and Cat's only in a week that began in October.
        foreach (var monday in (DateOnly[])[new(2026, 11, 2), new(2026, 11, 9)])
        {
            company.Active(ann, monday).Active(ann, monday.AddDays(1)).Active(ann, monday.AddDays(2)).Active(ben, monday).Active(ben, monday.AddDays(6));
        }

        company.Active(cat, new(2026, 10, 29)).Active(cat, new(2026, 10, 30)).Active(cat, November);

        var awards = company.Awards(SmallCompany.Monday);

        var goal = awards.GoalOf("above", November)!;
        Assert.Equal((3, 2, true), (goal.Members, goal.There, goal.IsReached(GameRules.Default)));
        Assert.False(goal.MayTellCount);

        // Two people are no group that anything is told of.
        var small = awards.GoalOf("below", November)!;
        Assert.Equal((2, 1, false), (small.Members, small.There, small.IsReached(GameRules.Default)));
        Assert.Null(awards.GoalOf("below", November.AddMonths(-1)));
        Assert.Equal(
            [TitleSet.TeamGoal, TitleSet.TeamGoal, TitleSet.TeamGoal, TitleSet.None],
            Enumerable.Range(0, 4).Select(person => awards.TitlesOf(person) & TitleSet.TeamGoal));
    }

    [Fact]
    public void Awards_GoalOfTheMonthBefore_StandsUntilThisMonthIsOver()
    {
        var company = new SmallCompany();
        company.Team("team");
        foreach (var id in (string[])["ann", "ben", "cat"])
        {
            var person = company.Person(id, team: 0);
            company.Active(person, new(2026, 10, 5)).Active(person, new(2026, 10, 6)).Active(person, new(2026, 10, 7));
        }

        company.Goals.Add(new("team", November.AddMonths(-1), GoalKind.Floor, 100, 1));

        Assert.Equal(TitleSet.TeamGoal, company.Awards(November).TitlesOf(0) & TitleSet.TeamGoal);
        Assert.Equal(TitleSet.TeamGoal, company.Awards(new(2026, 11, 30)).TitlesOf(0) & TitleSet.TeamGoal);
        Assert.Equal(TitleSet.None, company.Awards(new(2026, 12, 1)).TitlesOf(0) & TitleSet.TeamGoal);
    }

    /// <summary>The week from Monday, the 30th of November, has one day in its season.</summary>
    [Fact]
    public void GoalOf_WeekThatEndsInTheNextMonth_CountsWhole()
    {
        var company = new SmallCompany();
        company.Team("team");
        foreach (var id in (string[])["ann", "ben", "cat"])
        {
            var person = company.Person(id, team: 0);
            company.Active(person, new(2026, 11, 30)).Active(person, new(2026, 12, 1)).Active(person, new(2026, 12, 6));
        }

        company.Goals.Add(new("team", November, GoalKind.Floor, 100, 1));
        company.Goals.Add(new("team", November.AddMonths(1), GoalKind.Floor, 100, 1));

        Assert.Equal((3, 0), MembersOf(company.Awards(new(2026, 12, 5)), November));
        Assert.Equal((3, 3), MembersOf(company.Awards(new(2026, 12, 6)), November));
        Assert.Equal((3, 3), MembersOf(company.Awards(new(2026, 12, 31)), November));
        Assert.Equal((3, 0), MembersOf(company.Awards(new(2026, 12, 31)), November.AddMonths(1)));

        static (int Members, int? There) MembersOf(Awards awards, DateOnly month) => awards.GoalOf("team", month) is { } goal ? (goal.Members, goal.There) : default;
    }

    [Fact]
    public void Awards_FloorThatRisesWithTheMonth_TakesNoGoalBack()
    {
        var company = new SmallCompany();
        company.Team("team");
        foreach (var id in (string[])["ann", "ben", "cat"])
        {
            var person = company.Person(id, team: 0);
            company.Active(person, new(2026, 10, 5)).Active(person, new(2026, 10, 6)).Active(person, new(2026, 10, 7));
            company.Active(person, new(2026, 11, 2)).Active(person, new(2026, 11, 3)).Active(person, new(2026, 11, 4));
        }

        company.Goals.Add(new("team", November.AddMonths(-1), GoalKind.Floor, 100, 1));
        company.Goals.Add(new("team", November, GoalKind.Floor, 100, 1));
        var book = RuleBook.Parse([new("2026-11", [new("floor.percent", "100")])]);

        var awards = company.Awards(SmallCompany.Monday, book);

        Assert.Equal((3, 0), (awards.GoalOf("team", November.AddMonths(-1))!.There, awards.GoalOf("team", November)!.There));
        Assert.Equal(TitleSet.TeamGoal, awards.TitlesOf(0) & TitleSet.TeamGoal);
    }

    [Fact]
    public void GoalOf_FocusWithoutASource_IsNotJudged()
    {
        var company = new SmallCompany { ActivityFrom = SmallCompany.Monday };
        company.Team("team");
        foreach (var id in (string[])["ann", "ben", "cat"])
        {
            company.Person(id, team: 0);
        }

        company.Goals.Add(new("team", November, GoalKind.Focus, 50, 0));

        var goal = company.Awards(SmallCompany.Monday).GoalOf("team", November)!;

        Assert.Equal((3, null, false), (goal.Members, goal.There, goal.IsReached(GameRules.Default)));
    }

    [Fact]
    public void GoalOf_SomebodyOutOfTheSeason_NeitherHoldsItNorCarriesIt()
    {
        var company = new SmallCompany();
        var (held, carried) = (company.Team("held"), company.Team("carried"));
        foreach (var id in (string[])["ann", "ben", "cat", "out"])
        {
            // One is out with nothing done, the other with everything: two of three are there in the second team, whatever the fourth does.
            var (inHeld, inCarried) = (company.Person($"{id}-held", team: held), company.Person($"{id}-carried", team: carried));
            foreach (var day in Enumerable.Range(0, 3).Select(static day => new DateOnly(2026, 11, 2 + day)))
            {
                _ = id is "out" ? company : company.Active(inHeld, day);
                _ = id is "cat" ? company : company.Active(inCarried, day);
            }
        }

        company.Goals.Add(new("held", November, GoalKind.Floor, 100, 1));
        company.Goals.Add(new("carried", November, GoalKind.Floor, 70, 1));
        var run = new TestRun { OutOfSeason = [new("out-held", November), new("out-carried", November)] };

        Assert.Equal((false, true), Reached(company.Awards(SmallCompany.Monday)));
        Assert.Equal((true, false), Reached(company.Awards(SmallCompany.Monday, sources: run.Sources)));

        // Of another season they are not out.
        var earlier = new TestRun { OutOfSeason = [new("out-held", November.AddMonths(-1)), new("out-carried", November.AddMonths(-1))] };
        Assert.Equal((false, true), Reached(company.Awards(SmallCompany.Monday, sources: earlier.Sources)));

        // A group that is told of stays one: that it became too small would say that somebody of it is out.
        Assert.Equal(4, company.Awards(SmallCompany.Monday, sources: run.Sources).GoalOf("held", November)!.Members);

        static (bool Held, bool Carried) Reached(Awards awards) =>
            (awards.GoalOf("held", November)!.IsReached(GameRules.Default), awards.GoalOf("carried", November)!.IsReached(GameRules.Default));
    }

    [Theory]
    [InlineData(GoalKind.Floor, 50, 1, "")]
    [InlineData(GoalKind.Floor, 100, 4, "")]
    [InlineData(GoalKind.Focus, 75, 0, "")]
    [InlineData(GoalKind.Floor, 49, 1, "percent")]
    [InlineData(GoalKind.Floor, 101, 5, "percent weeks")]
    [InlineData(GoalKind.Focus, 50, 1, "weeks")]
    [InlineData((GoalKind)9, 50, 0, "kind")]
    public void Problems_OfAGoal_NameTheMember(GoalKind kind, int percent, int weeks, string members) =>
        Assert.Equal(members, string.Join(' ', new TeamGoal("team", November, kind, percent, weeks).Problems().Keys.Order()));

    [Theory]
    [InlineData("2026-10-20", true)]
    [InlineData("2026-11-10", true)]
    [InlineData("2026-11-11", false)]
    public void MaySetOn_AfterTheFirstDays_IsTooLate(string day, bool may) => Assert.Equal(
        may, TeamGoal.MaySetOn(November, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
}
