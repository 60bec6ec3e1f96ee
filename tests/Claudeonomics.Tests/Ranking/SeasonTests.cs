using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

public sealed class SeasonTests
{
    private static readonly DateOnly October = new(2026, 10, 1);
    private static readonly DateOnly November = new(2026, 11, 1);

    public static TheoryData<int, int> Companies => new() { { 1, 1 }, { 5, 1 }, { 12, 2 }, { 50, 3 }, { 50, 4 } };

    [Theory]
    [MemberData(nameof(Companies))]
    public void Verify_EverySealedLine_ComesOutTheSameByteForByte(int people, int seed)
    {
        var company = RandomCompany.Make(seed, people, new(2026, 10, 31));

        var season = Seal(company, October);

        Assert.Empty(season.Verify());
        Assert.Equal(company.People.Count(p => p.Participates), season.Lines.Count);
        foreach (var line in season.Lines.Values)
        {
            Assert.Equal(line, SeasonLine.Parse(line).Canonical());
        }

        Assert.Equal(season.Header, SeasonHeader.Parse(season.Header).Canonical());
    }

    [Fact]
    public void Parse_HeaderWithASettingThatIsNoneAnyMore_IsReadWithoutIt()
    {
        var season = Seal(RandomCompany.Make(1, 5, new(2026, 10, 31)), October);
        var earlier = season.Header.Replace("\"settings\":{", "\"settings\":{\"volume.carry-commits\":5,", StringComparison.Ordinal);

        Assert.Equal(season.Header, SeasonHeader.Parse(earlier).Canonical());
    }

    [Fact]
    public void Seal_TwiceInAnotherOrder_GivesTheSameBytes()
    {
        var (one, other) = (RandomCompany.Make(3, 50, new(2026, 10, 31)), RandomCompany.Make(3, 50, new(2026, 10, 31)));
        other.Calls.Reverse();
        other.Acts.Reverse();

        Assert.Equal(Seal(one, October).Hash, Seal(other, October).Hash);
    }

    [Fact]
    public void Verify_AfterSomebodyLeft_HoldsForEverybodyElse()
    {
        var season = Seal(RandomCompany.Make(3, 50, new(2026, 10, 31)), October);
        var gone = season with { Lines = season.Lines.Where(line => line.Key % 3 != 1).ToDictionary() };

        Assert.Empty(gone.Verify());
        Assert.Equal(season.Hash, gone.Hash);
    }

    [Fact]
    public void Verify_AnythingChanged_IsFound()
    {
        var season = Seal(RandomCompany.Make(3, 50, new(2026, 10, 31)), October);
        var line = SeasonLine.Parse(season.Lines[4]);
        var richer = line with { Inputs = line.Inputs with { Weighted = line.Inputs.Weighted + 1 } };

        Assert.NotEmpty((season with { Lines = new Dictionary<int, string>(season.Lines) { [4] = richer.Canonical() } }).Verify());
        Assert.NotEmpty((season with { Header = season.Header.Replace("\"score.volume\":250", "\"score.volume\":251", StringComparison.Ordinal) }).Verify());
        Assert.NotEmpty((season with { Lines = new Dictionary<int, string>(season.Lines) { [4] = season.Lines[5] } }).Verify());

        // Whoever could also change the hashes would still have to make the results follow from the inputs.
        var forged = Season.Of(season.Header, [.. season.Lines.OrderBy(l => l.Key).Select(l => l.Key == 4 ? richer.Canonical() : l.Value)]);
        var better = Season.Of(season.Header, [.. season.Lines.OrderBy(l => l.Key).Select(l =>
            l.Key == 4 ? (line with { Parts = line.Parts with { Volume = 2_500 } }).Canonical() : l.Value)]);
        Assert.NotEqual(season.Hash, forged.Hash);
        Assert.Equal(line.Parts.Volume == 2_500, better.Verify().Count == 0);
    }

    [Fact]
    public void Verify_UnderLaterRules_StillReplaysTheRulesOfTheSeason()
    {
        var company = RandomCompany.Make(3, 50, new(2026, 10, 31));
        var book = RuleBook.Parse([new("2026-10", [new("score.volume", "350"), new("score.consistency", "150"), new("tier.bronze.tokens", "1000000")])]);

        var season = Seal(company, October, book);

        Assert.Empty(season.Verify());
        Assert.NotEqual(Seal(company, October).Header, season.Header);
        Assert.Equal(350, SeasonHeader.Parse(season.Header).Rules.ScoreVolume);
    }

    /// <summary>As programs before edition 2026.4 sealed them: what an active day asks for was no setting, and prompts alone made one.</summary>
    [Fact]
    public void Verify_SealedBeforeActiveDaysAskedForDecisions_ReplaysTheRuleOfThen()
    {
        var book = RuleBook.Parse([new("2026-10", [new("active-day.acts", "0"), new("active-day.act-minutes", "0"), new("active-day.calls-percent", "0")])]);
        var now = Seal(RandomCompany.Make(3, 50, new(2026, 10, 31)), October, book);
        var header = now.Header.Replace($"\"edition\":\"{GameRules.Default.Edition}\"", "\"edition\":\"2026.3\"", StringComparison.Ordinal)
            .Replace("\"active-day.acts\":0,", "", StringComparison.Ordinal).Replace("\"active-day.act-minutes\":0,", "", StringComparison.Ordinal)
            .Replace("\"active-day.calls-percent\":0,", "", StringComparison.Ordinal);
        Assert.DoesNotContain("active-day.acts", header, StringComparison.Ordinal);

        var then = Season.Of(header, [.. now.Lines.OrderBy(static line => line.Key).Select(static line => line.Value)]);

        Assert.Empty(then.Verify());
        Assert.Equal(("2026.3", ActiveDayRule.OfPrompts), (SeasonHeader.Parse(header).Rules.Edition, SeasonHeader.Parse(header).Rules.ActiveDay));
        Assert.NotEqual(ActiveDayRule.OfPrompts, GameRules.Default.ActiveDay);
    }

    /// <summary>As programs of edition 2026.4 sealed them: decisions could be as close together as they liked.</summary>
    [Fact]
    public void Verify_SealedBeforeDecisionsHadToBeApart_ReplaysTheRuleOfThen()
    {
        var book = RuleBook.Parse([new("2026-10", [new("active-day.act-minutes", "0")])]);
        var now = Seal(RandomCompany.Make(3, 50, new(2026, 10, 31)), October, book);
        var header = now.Header.Replace($"\"edition\":\"{GameRules.Default.Edition}\"", "\"edition\":\"2026.4\"", StringComparison.Ordinal)
            .Replace("\"active-day.act-minutes\":0,", "", StringComparison.Ordinal);
        Assert.DoesNotContain("active-day.act-minutes", header, StringComparison.Ordinal);

        var then = Season.Of(header, [.. now.Lines.OrderBy(static line => line.Key).Select(static line => line.Value)]);

        Assert.Empty(then.Verify());
        Assert.Equal(ActiveDayRule.Default with { MinActMinutes = 0 }, SeasonHeader.Parse(header).Rules.ActiveDay);
    }

    [Fact]
    public void Seal_SecondSeason_FreezesTiersFittedToTheFirst()
    {
        var company = RandomCompany.Make(7, 120, new(2026, 10, 31));
        var october = Seal(company, October);
        var tiers = SeasonHeader.Parse(october.Header).NextTiers;
        var scores = october.Lines.Values.Select(l => SeasonLine.Parse(l).Score).OfType<int>().OrderDescending().ToList();

        var november = Seal(company, November, before: october);

        Assert.Equal(tiers.Thresholds, SeasonHeader.Parse(november.Header).ScoreTiers.Thresholds);
        Assert.Equal(Convert.ToHexStringLower(october.Hash), SeasonHeader.Parse(november.Header).Previous);
        int[] shares = [65, 35, 15, 6, 2];
        for (var i = 0; i < shares.Length; i++)
        {
            // Ties at the border come in together.
            Assert.InRange(scores.Count(s => s >= tiers.Thresholds[i]) * 100.0 / scores.Count, shares[i] - 2, shares[i] + 4);
        }

        Assert.Empty(november.Verify());
    }

    [Fact]
    public void Tiers_OfASeason_AreWornInTheMonthAfterByScoreToo()
    {
        var company = RandomCompany.Make(7, 120, new(2026, 10, 31));
        var october = Seal(company, October, before: Seal(company, October.AddMonths(-1)));
        var lines = october.Lines.Values.Select(SeasonLine.Parse).ToDictionary(line => line.Person);
        company.Seasons.Add(october);

        var awards = company.Awards(new(2026, 11, 5));

        Assert.Contains(lines.Values, line => line.ScoreTier > line.TokenTier && line.TierOn is not null);
        foreach (var person in Enumerable.Range(0, company.People.Count))
        {
            var line = lines.GetValueOrDefault(company.People[person].Id);
            TierAward? expected = line is null || line.Tier is Tier.None ? null
                : line.ScoreTier > line.TokenTier ? new(line.ScoreTier, October, new(2026, 10, 31))
                : new(line.TokenTier, October, line.TierOn!.Value);
            Assert.Equal(expected, awards.TierAwardOf(person));
        }
    }

    [Theory]
    [InlineData("2026-12-01", "2026-11-02")]
    [InlineData("2026-11-01", "2026-10-02")]
    [InlineData("2027-02-01", "2026-12-31")]
    public void JudgedFrom_AMonth_IsSixtyDaysBeforeItsEnd(string month, string first) => Assert.Equal(
        DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture),
        Season.JudgedFrom(DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Seal_FewerThanACohort_FitsNothing()
    {
        var season = Seal(RandomCompany.Make(1, 20, new(2026, 10, 31)), October);

        Assert.Empty(SeasonHeader.Parse(season.Header).NextTiers.Thresholds);
    }

    [Fact]
    public void Seal_WhereNobodyThanksAnybody_IsAsBeforeThereWasAPlaceForIt()
    {
        var (silent, thankful) = (Seal(RandomCompany.Make(4, 50, new(2026, 10, 31)), October), Seal(RandomCompany.Make(3, 50, new(2026, 10, 31)), October));

        Assert.All(silent.Lines.Values, line => Assert.DoesNotContain("thankedBy", line, StringComparison.Ordinal));
        Assert.All(silent.Lines.Values, line => Assert.Equal(ScoreParts.NotMeasured, SeasonLine.Parse(line) is { Score: not null } of ? of.Parts.Help : ScoreParts.NotMeasured));
        Assert.Contains(thankful.Lines.Values, line => SeasonLine.Parse(line) is { ThankedBy: > 0, Parts.Help: > 0 });
    }

    [Fact]
    public void Seal_AMonth_HasTheScoresOfItsBoard()
    {
        var company = RandomCompany.Make(4, 50, new(2026, 10, 31));
        var season = Seal(company, October);

        var board = company.Build(new(
            BoardNames.Score, DayRange.MonthOf(October), BoardSubject.Person, Core.Cube.UsageFilter.All, null, 250));

        var sealedBy = season.Lines.Values.Select(SeasonLine.Parse).ToDictionary(l => l.Person);
        Assert.NotEmpty(board.Standings);
        Assert.All(board.Standings, s => Assert.Equal(
            ((int?)s.Rank, s.Score, s.Tier), (sealedBy[s.Id].Rank, sealedBy[s.Id].Score!.Value / (double)ScoreParts.PerPoint, s.Tier)));
    }

    [Fact]
    public void Seal_SomebodyOutOfTheSeason_HasALineWithoutScoreRankAndTitles()
    {
        var company = RandomCompany.Make(4, 50, new(2026, 10, 31));
        var book = RuleBook.Parse([new("2026-09", [new("league.size", "10"), new("league.participants", "10")])]);
        var before = Seal(company, new(2026, 9, 1), book);
        var clean = Seal(company, October, book, before, new TestRun().Sources);
        var first = Lines(clean).First(static line => line.Rank == 1);

        var season = Seal(company, October, book, before, new TestRun { OutOfSeason = [new(first.Person, October)] }.Sources);

        Assert.Empty(season.Verify());
        var line = Lines(season).Single(line => line.Person == first.Person);
        Assert.Equal(((int?)null, (int?)null, Tier.None), (line.Score, line.Rank, line.ScoreTier));
        Assert.DoesNotContain(line.Titles, static title => title.Title != Titles.PowerUser);
        Assert.Equal((first.Inputs, first.Parts, first.TokenTier, first.League), (line.Inputs, line.Parts, line.TokenTier, line.League));
        Assert.Equal(line, SeasonLine.Parse(line.Canonical()) with { Weeks = line.Weeks, Titles = line.Titles });

        // Nobody else's number moves, and nothing tells of it in a season that nobody is out of.
        Assert.Equal(
            Lines(clean).Select(other => (other.Person, other.Person == first.Person ? null : other.Score)), Lines(season).Select(static other => (other.Person, other.Score)));
        Assert.Equal(clean.Hash, Seal(company, October, book, before, new TestRun { OutOfSeason = [new(first.Person, November)] }.Sources).Hash);
    }

    private static List<SeasonLine> Lines(Season season) => [.. season.Lines.OrderBy(static line => line.Key).Select(static line => SeasonLine.Parse(line.Value))];

    private static Season Seal(SmallCompany company, DateOnly month, RuleBook? book = null, Season? before = null, GameSources? sources = null)
    {
        book ??= RuleBook.Default;
        using var data = company.Data();
        var last = DayRange.MonthOf(month).End.AddDays(-1);
        return Season.Seal(data, company.Scopes(), book.Of(month), month, company.Awards(last, book, sources), before);
    }
}
