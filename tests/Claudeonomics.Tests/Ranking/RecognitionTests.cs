using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

public sealed class RecognitionTests
{
    public static MatrixTheoryData<int, string> Companies { get; } = new([1, 5, 12, 20, 50], ["2026-11-01", "2026-11-15", "2026-11-30"]);

    [Theory]
    [MemberData(nameof(Companies))]
    public void Build_AnyBoard_ShowsAtLeastSevenOfTenRecognitionsWithoutRivals(int people, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= 4; seed++)
        {
            var company = RandomCompany.Make(seed, people, today);
            var awards = company.Awards(today);
            foreach (var board in BoardNames.All)
            {
                var standings = company.Build(SmallCompany.Query(board, today), awards).Standings;

                var rivals = standings.Sum(s => s.Recognitions.Count(Titles.HasRivals));
                var free = standings.Sum(s => (s.Tier is Tier.None ? 0 : 1) + s.Recognitions.Count(t => !Titles.HasRivals(t)));
                Assert.True(free * 3 >= rivals * 7, $"{board}: {rivals} of {rivals + free} recognitions have rivals");

                // Nothing without rivals is left out, and nothing is shown that nobody has.
                Assert.All(standings, s => Assert.Equal(s.Titles.Where(t => !Titles.HasRivals(t)), s.Recognitions.Where(t => !Titles.HasRivals(t))));
                Assert.All(standings, s => Assert.Subset(s.Titles.ToHashSet(), s.Recognitions.ToHashSet()));
            }
        }
    }

    [Fact]
    public void Awards_FloorMetInEightOfNineKnownWeeks_AreSteady()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann", workingDays: 2.5);
        var ben = company.Person("ben");
        for (var week = 1; week <= 8; week++)
        {
            var monday = SmallCompany.Monday.AddDays(-7 * week);
            company.Active(ann, monday).Active(ann, monday.AddDays(3)).Active(ben, monday).Active(ben, monday.AddDays(3));
        }

        var awards = company.Awards(SmallCompany.Monday);

        // Two days are three fifths of Ann's two and a half, and not of Ben's five.
        Assert.Equal([TitleSet.Steady, TitleSet.None], new[] { ann, ben }.Select(p => awards.TitlesOf(p) & TitleSet.Steady));
    }

    [Fact]
    public void Awards_AQuarterOfTheCallsToAModelOfAThirdOfThePrice_AreRightSized()
    {
        var company = new SmallCompany();
        foreach (var (id, small) in new[] { ("ann", 50), ("ben", 49), ("cat", 60) })
        {
            var person = company.Person(id);
            company.Call(person, SmallCompany.Monday, input: 1_000_000, calls: id == "cat" ? 200 : 150, costNano: 3_000);
            company.Call(person, SmallCompany.Monday, input: 1_000_000, calls: small, costNano: 1_000, model: "claude-haiku-4-5");
        }

        var awards = company.Awards(SmallCompany.Monday);

        Assert.Equal([true, false, false], new[] { 0, 1, 2 }.Select(p => (awards.TitlesOf(p) & TitleSet.RightSize) != 0));
    }

    [Fact]
    public void Awards_WithASourceOfOutcomesAndAnIntegrityRun_JudgeWhatWaitedForThem()
    {
        var company = Five();

        var clean = company.Awards(SmallCompany.Monday, sources: new(new TestRun(), new Source([new(1, SmallCompany.Monday, SizeClass.Small)])));
        var suspect = company.Awards(
            SmallCompany.Monday, sources: new TestRun { OpenFindings = [new("ann", DayRange.WeekOf(SmallCompany.Monday.AddDays(-3)))] }.Sources);

        Assert.Equal(TitleSet.TokenLegend, clean.TitlesOf(0) & TitleSet.TokenLegend);
        Assert.Equal(TitleSet.None, suspect.TitlesOf(0) & TitleSet.TokenLegend);
        Assert.Equal([false, true], new[] { 0, 1 }.Select(p => (clean.TitlesOf(p) & TitleSet.FirstLink) != 0));
        using var data = company.Data();
        Assert.Equal(Verdict.NotYetJudged, suspect.EvidenceOf(1, data).Single(t => t.Title == Titles.FirstLink).Conditions[0].Verdict);
    }

    // The last 30 days begin on a Sunday.
    [Theory]
    [InlineData(1, true)]
    [InlineData(-29, true)]
    [InlineData(-30, true)]
    [InlineData(-36, false)]
    [InlineData(7, false)]
    public void Awards_AnOpenFinding_HoldsTitlesThatLookAtItsWeek(int daysLater, bool isHeld)
    {
        var finding = new OpenFinding("ann", DayRange.WeekOf(SmallCompany.Monday.AddDays(daysLater)));

        var awards = Five().Awards(SmallCompany.Monday, sources: new TestRun { OpenFindings = [finding] }.Sources);

        Assert.Equal(isHeld ? TitleSet.None : TitleSet.TokenLegend, awards.TitlesOf(0) & TitleSet.TokenLegend);
        Assert.Equal(TitleSet.TokenLegend | TitleSet.PowerUser, Five().Awards(SmallCompany.Monday).TitlesOf(0) & (TitleSet.TokenLegend | TitleSet.PowerUser));
    }

    [Fact]
    public void Build_SomebodyOutOfASeason_HasNoPlaceOnScoreAndNoTitleOfItAndKeepsTheRest()
    {
        var (company, run) = (Five(), new TestRun { OutOfSeason = [new("ann", new(2026, 11, 1))] });
        DateOnly[] days = [new(2026, 10, 31), new(2026, 11, 1), SmallCompany.Monday, new(2026, 11, 30), new(2026, 12, 1)];

        Assert.Equal([true, false, false, false, true], days.Select(day => Rank(BoardNames.Score, day) > 0));
        Assert.All(days, day => Assert.Equal(1, Rank(BoardNames.Tokens, day)));
        var (awards, clean) = (company.Awards(SmallCompany.Monday, sources: run.Sources), company.Awards(SmallCompany.Monday));
        Assert.Equal(TitleSet.PowerUser, awards.TitlesOf(0));
        Assert.Equal((clean.TierOf(0), clean.ActiveDaysOf(0)), (awards.TierOf(0), awards.ActiveDaysOf(0)));
        Assert.All((string[])["ben", "cat", "dan", "eve"], id => Assert.InRange(OwnOf(BoardNames.Score, SmallCompany.Monday, id).Rank, 1, 4));
        using var data = company.Data();
        var explained = BoardExplanation.Of(company.Build(SmallCompany.Query(BoardNames.Score), awards), data, "ann", awards)!;
        Assert.Equal((0, 0d), (explained.Own.Standing.Rank, explained.Own.Standing.Score));

        int Rank(string board, DateOnly day) => OwnOf(board, day, "ann").Rank;

        Standing OwnOf(string board, DateOnly day, string id)
        {
            var judged = company.Awards(day, sources: run.Sources);
            using var view = company.Data();
            return OwnStandings.Of(company.Build(SmallCompany.Query(board, day), judged), view, id, judged)!.Standing;
        }
    }

    [Fact]
    public void Build_TokensThatAreNotCounted_LowerTheScoreAndNothingElse()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");

        // Two acts an edit, each of which carries 5,000.
        company.Call(ann, SmallCompany.Monday, input: 12_500_000).Edits(ann, SmallCompany.Monday, 5_000);
        var run = new TestRun
        {
            Tokens = [new(ann, SmallCompany.Monday, "claude-code", "anthropic", "claude-opus-4-6", new(7_500_000, 0, 0, 0, 0, 0, 0), ExclusionReason.NotCounted)],
        };
        var awards = company.Awards(SmallCompany.Monday, sources: run.Sources);

        var (whole, rest) = (company.Build(SmallCompany.Query(BoardNames.Score)), company.Build(SmallCompany.Query(BoardNames.Score), awards));

        // ln(1 + 12.5/5) and ln(1 + 5/5), each by ln(1 + 20/5), of 250.
        Assert.Equal((194.6, 107.7), (whole.Standings[0].Parts[0].Points, rest.Standings[0].Parts[0].Points));
        Assert.Equal(12_500_000, rest.Standings[0].Sums.Tokens.TotalTokens);
        using var data = company.Data();
        var volume = BoardExplanation.Of(rest, data, "ann", awards)!.Parts[0];
        Assert.Equal((7_500_000d, 5_000_000d), (volume.Inputs.Single(i => i.Name == "notCounted").Value, volume.Inputs.Single(i => i.Name == "w").Value));
    }

    // Ann uses most.
    private static SmallCompany Five()
    {
        var company = new SmallCompany();
        foreach (var id in (string[])["ann", "ben", "cat", "dan", "eve"])
        {
            var person = company.Person(id);
            for (var i = 0; i < 30; i++)
            {
                company.Call(person, SmallCompany.Monday.AddDays(-i), input: (10 - person) * 100_000_000L).Active(person, SmallCompany.Monday.AddDays(-i), commits: true);
            }
        }

        return company;
    }

    private sealed record Source(IReadOnlyList<LinkedOutcome> Outcomes) : ILinkedOutcomes
    {
        public bool IsConnected => true;

        public long Version => 1;
    }
}
