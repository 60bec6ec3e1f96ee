using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

public sealed class RosterScopesTests
{
    private static readonly DateOnly Always = DateOnly.MinValue;
    private static readonly DateOnly Ever = DateOnly.MaxValue;
    private static readonly DateOnly Tenth = new(2026, 11, 10);

    [Fact]
    public void People_WholeCompany_ParticipantsOnlyEachInTheirOwnRow()
    {
        var company = new SmallCompany();
        company.Person("ann");
        company.Person("bob", Participation.No);
        company.Person("cat", Participation.Private);

        Assert.Equal(
            [new(0, 0, Always, Ever), new(2, 2, Always, Ever)], company.Scopes().People(RosterScopes.Company).Spans.ToArray());
    }

    [Fact]
    public void People_TeamSubtree_CountsTheDaysOfMembershipBelowIt()
    {
        var company = new SmallCompany();
        var root = company.Team("root");
        var leaf = company.Team("leaf", root);
        var other = company.Team("other");
        var ann = company.Person("ann");
        company.Memberships.Add(new(ann, leaf, Always, Tenth));
        company.Memberships.Add(new(ann, other, Tenth, Ever));
        var scopes = company.Scopes();

        Assert.Equal([new(ann, ann, Always, Tenth)], scopes.People(scopes.RootOf("root")).Spans.ToArray());
        Assert.Equal([new(ann, ann, Tenth, Ever)], scopes.People(scopes.RootOf("other")).Spans.ToArray());
        Assert.Empty(scopes.People(scopes.RootOf("gone")).Spans.ToArray());
    }

    [Fact]
    public void Teams_MovedPerson_CountsForTheTeamOfTheDay()
    {
        var company = new SmallCompany();
        var one = company.Team("one");
        var two = company.Team("two");
        var ann = company.Person("ann");
        company.Memberships.Add(new(ann, two, Tenth, Ever));
        company.Memberships.Add(new(ann, one, Always, Tenth));
        var scopes = company.Scopes();

        Assert.Equal([new(ann, one, Always, Tenth), new(ann, two, Tenth, Ever)], scopes.Teams(RosterScopes.Company).Spans.ToArray());
        Assert.Equal((one, two), (scopes.TeamOn(ann, Tenth.AddDays(-1)), scopes.TeamOn(ann, Tenth)));
    }

    [Fact]
    public void Teams_OverlappingMemberships_TheLaterOneHolds()
    {
        var company = new SmallCompany();
        var one = company.Team("one");
        var two = company.Team("two");
        var ann = company.Person("ann");
        company.Memberships.Add(new(ann, one, Always, Ever));
        company.Memberships.Add(new(ann, two, Tenth, Ever));

        Assert.Equal(
            [new(ann, one, Always, Tenth), new(ann, two, Tenth, Ever)],
            company.Scopes().Teams(RosterScopes.Company).Spans.ToArray());
    }

    [Fact]
    public void Spans_PartlyInATeam_CoverEveryDayOnce()
    {
        var company = new SmallCompany();
        var one = company.Team("one");
        var ann = company.Person("ann");
        company.Memberships.Add(new(ann, one, Tenth, Tenth.AddDays(5)));
        var scopes = company.Scopes();

        Assert.Equal(
            [new(ann, 0, Always, Tenth), new(ann, 1, Tenth, Tenth.AddDays(5)), new(ann, 2, Tenth.AddDays(5), Ever)],
            scopes.Spans(RosterScopes.Company).Spans.ToArray());
        Assert.Equal([-1, one, -1], scopes.TeamOfSpan(RosterScopes.Company));
    }

    [Fact]
    public void Participants_MemberForADayOfTheWindow_CountsOncePerTeamAndInAll()
    {
        var company = new SmallCompany();
        var one = company.Team("one");
        var two = company.Team("two");
        var ann = company.Person("ann");
        company.Memberships.Add(new(ann, one, Always, Tenth));
        company.Memberships.Add(new(ann, two, Tenth, Ever));
        company.Person("bob", team: one);
        company.Person("cat", Participation.No, team: one);
        company.Person("dan");

        Assert.Equal([2, 1, 3], company.Scopes().Participants(RosterScopes.Company, DayRange.LastDays(Tenth, 2)));
        Assert.Equal([1, 1, 3], company.Scopes().Participants(RosterScopes.Company, DayRange.LastDays(Tenth, 1)));
    }

    [Fact]
    public void RootOf_TeamsInACircle_EndsAndHoldsWhoIsInIt()
    {
        var company = new SmallCompany();
        company.Teams.Add(new("a", "A", 1));
        company.Teams.Add(new("b", "B", 0));
        company.Person("ann", team: 1);
        var scopes = company.Scopes();

        Assert.Single(scopes.People(scopes.RootOf("a")).Spans.ToArray());
    }

    [Fact]
    public void BoardScope_OverlappingSpans_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new BoardScope(1, 1, [new(0, 0, Always, Ever), new(0, 0, Tenth, Ever)]));
}
