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
            [new(0, 0, Always, Ever), new(2, 2, Always, Ever)], company.Scopes().Under(RosterScopes.Company).People.Spans.ToArray());
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

        Assert.Equal([new(ann, ann, Always, Tenth)], scopes.Under(scopes.RootOf("root")).People.Spans.ToArray());
        Assert.Equal([new(ann, ann, Tenth, Ever)], scopes.Under(scopes.RootOf("other")).People.Spans.ToArray());
        Assert.Empty(scopes.Under(scopes.RootOf("gone")).People.Spans.ToArray());
    }

    [Fact]
    public void Under_Team_HasRowsForItsMembersOnly()
    {
        var company = new SmallCompany();
        var team = company.Team("team");
        company.Person("ann");
        var bob = company.Person("bob", team: team);
        company.Person("cat", Participation.No, team: team);
        var dan = company.Person("dan", team: team);

        var under = company.Scopes().Under(team);

        Assert.Equal([new(bob, 0, Always, Ever), new(dan, 1, Always, Ever)], under.People.Spans.ToArray());
        Assert.Equal([null, 0, null, 1], Enumerable.Range(0, 4).Select(under.RowOf));
        Assert.Equal([bob, dan], under.Persons.ToArray());
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

        Assert.Equal([new(ann, one, Always, Tenth), new(ann, two, Tenth, Ever)], scopes.Under(RosterScopes.Company).Teams.Spans.ToArray());
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
            company.Scopes().Under(RosterScopes.Company).Teams.Spans.ToArray());
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
            scopes.Under(RosterScopes.Company).Spans.Spans.ToArray());
        Assert.Equal([-1, one, -1], scopes.Under(RosterScopes.Company).TeamOfSpan.ToArray());
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

        Assert.Equal([2, 1, 3], company.Scopes().Under(RosterScopes.Company).Participants(DayRange.LastDays(Tenth, 2)).ToArray());
        Assert.Equal([1, 1, 3], company.Scopes().Under(RosterScopes.Company).Participants(DayRange.LastDays(Tenth, 1)).ToArray());
    }

    [Fact]
    public void RootOf_TeamsInACircle_EndsAndHoldsWhoIsInIt()
    {
        var company = new SmallCompany();
        company.Teams.Add(new("a", "A", 1));
        company.Teams.Add(new("b", "B", 0));
        company.Person("ann", team: 1);
        var scopes = company.Scopes();

        Assert.Single(scopes.Under(scopes.RootOf("a")).People.Spans.ToArray());
    }

    [Fact]
    public void BoardScope_OverlappingSpans_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new BoardScope(1, 1, [new(0, 0, Always, Ever), new(0, 0, Tenth, Ever)]));
}
