using Claudeonomics.Core.Ranking;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Ranking;

/// <summary>What a score's explanation says gives the number that it explains.</summary>
public sealed class ScoreExplanationTests
{
    private static readonly DateOnly Today = SmallCompany.Monday;

    /// <summary>Whoever puts the inputs into the formula gets the points: commits beyond the accepted edits are no more work.</summary>
    [Fact]
    public void Outcomes_OfManyCommits_SayWhatCapsThem()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, Today, input: 10).Edits(ann, Today, 60);
        for (var commit = 0; commit < 20; commit++)
        {
            company.Acts.Add(new(ann, Today, 640, TestActKind.Commit));
        }

        var part = PartOf(company, "ann", "outcomes");

        Assert.Equal([60, 20, 0, 2], part.Inputs.Select(static input => input.Value));
        Assert.Contains("n = min(editsAccepted / 50 + commits / 5 + pullRequests / 1, editsAccepted / 30)", part.Formula, StringComparison.Ordinal);
        Assert.Equal(Math.Round(200 * (1 - Math.Exp(-2 / 5d)), 1), part.Points);
    }

    /// <summary>Below a cohort a share is at most the whole of its half.</summary>
    [Fact]
    public void Efficiency_BeyondTheAnchor_SaysThatItIsFull()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, Today, input: 1_000, read: 1_000_000, calls: 500, savedNano: 9_000_000_000).Edits(ann, Today, 200);

        var part = PartOf(company, "ann", "efficiency");

        Assert.Equal(1, part.Inputs.Single(static input => input.Name == "cacheShare").Value);
        Assert.Contains("min(1, cacheSavedPerMillion / 4.5)", part.Formula, StringComparison.Ordinal);
        Assert.Contains("a share that is not measured adds nothing", part.Formula, StringComparison.Ordinal);
    }

    /// <summary>Weeks whose days are forgotten are no weeks without work.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    [InlineData(61, true)]
    public void Consistency_OfWeeksNobodyKnows_IsNotMeasured(int daysKnown, bool isMeasured)
    {
        var company = new SmallCompany { ActivityFrom = Today.AddDays(-daysKnown) };
        var team = company.Team("core");
        foreach (var id in (string[])["ann", "bob", "cat"])
        {
            company.Call(company.Person(id, team: team), Today, input: 10);
        }

        var part = PartOf(company, "ann", "consistency");

        Assert.Equal(isMeasured ? 0 : null, part.Points);
        Assert.Equal(isMeasured, !part.Formula.StartsWith("not measured", StringComparison.Ordinal));

        // Known are whole weeks.
        Assert.Equal(daysKnown == 61 ? 6 : isMeasured ? 4 : 3, part.Inputs.Count(static input => input.Unit == "active days"));
        var rows = company.Build(SmallCompany.Query(BoardNames.Score, Today)).Standings.Concat(company.Build(SmallCompany.Query(BoardNames.Score, Today, by: BoardSubject.Team)).Standings).ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(isMeasured, row.Parts.Single(static part => part.Name == "consistency").Points is not null));
    }

    /// <summary>Whose agents report no signals has not changed nothing: nobody knows. November counts accepted edits.</summary>
    [Fact]
    public void Focus_OfAgentsThatTellNothing_IsNotMeasured()
    {
        var company = new SmallCompany();
        var (ann, bob) = (company.Person("ann"), company.Person("bob"));
        company.Call(ann, Today, input: 10, agent: "copilot").Call(bob, Today, input: 10).Active(bob, Today);

        Assert.Null(PartOf(company, "ann", "focus").Points);
        Assert.StartsWith("not measured", PartOf(company, "ann", "focus").Formula, StringComparison.Ordinal);
        Assert.Equal(0, PartOf(company, "bob", "focus").Points);
    }

    private static ExplainedPart PartOf(SmallCompany company, string person, string name)
    {
        var awards = company.Awards(Today);
        return BoardExplanation.Of(company.Build(SmallCompany.Query(BoardNames.Score, Today), awards), company.Data(), person, awards)!.Parts.Single(part => part.Name == name);
    }
}
