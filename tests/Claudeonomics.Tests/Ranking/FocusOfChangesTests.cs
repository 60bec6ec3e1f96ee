using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Ranking;

/// <summary>November puts tests first: changes to tests, as soon as enough people's command lines tell of them.</summary>
public sealed class FocusOfChangesTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly BoardQuery Board = new(
        BoardNames.Focus, new DayRange(new(2026, 11, 1), Today.AddDays(1)), BoardSubject.Person, Core.Cube.UsageFilter.All, Team: null, Limit: 50);

    [Fact]
    public void Build_NobodyTellsOfChanges_CountsAcceptedEdits() =>
        Assert.Equal(("accepted-edits", "ann 30, ben 5"), Focus(Company(tellers: 0)));

    [Fact]
    public void Build_FewerThanHalfTellOfChanges_CountsAcceptedEdits() =>
        Assert.Equal(("accepted-edits", "ann 30, ben 5, cleo 2"), Focus(Company(tellers: 1).Edits(2, Today, 2)));

    [Fact]
    public void Build_HalfTellOfChanges_CountsChangesToTests() =>
        Assert.Equal(("test-changes", "ann 4"), Focus(Company(tellers: 1)));

    [Fact]
    public void Build_EverybodyTellsOfChanges_RanksByThem() =>
        Assert.Equal(("test-changes", "ben 8, ann 4"), Focus(Company(tellers: 2)));

    [Fact]
    public void Build_ActsNotKeptThatLong_CountsNothing()
    {
        var company = Company(tellers: 2);
        company.ActivityFrom = new(2026, 11, 5);

        Assert.Null(company.Build(Board).Focus.Counts);
    }

    // Ann has four changes to tests where she tells of them, Ben eight.
    private static SmallCompany Company(int tellers)
    {
        var company = new SmallCompany();
        foreach (var name in (string[])["ann", "ben", "cleo"])
        {
            company.Person(name);
        }

        company.Edits(0, Today, 30).Edits(1, Today, 5);
        return tellers switch
        {
            0 => company,
            1 => company.TestChanges(0, Today, 4),
            _ => company.TestChanges(0, Today, 4).TestChanges(1, Today, 8),
        };
    }

    private static (string? Counts, string Standings) Focus(SmallCompany company)
    {
        var board = company.Build(Board);
        return (board.Focus.Counts, string.Join(", ", board.Standings.Select(static standing => $"{standing.Id} {standing.Score}")));
    }
}
