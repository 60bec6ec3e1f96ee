using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Core.Time;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Ranking;

public sealed class LeagueTests
{
    private static readonly GameRules On = GameRules.Default with { LeagueSize = 30 };

    [Fact]
    public void Next_AsShipped_ThereAreNone() => Assert.Empty(Leagues.Next(People(100), GameRules.Default));

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 2)]
    [InlineData(74, 2)]
    [InlineData(75, 3)]
    [InlineData(1_000, 33)]
    public void Next_TheFirstTime_CutsByScoreIntoLeaguesOfAboutThirty(int people, int leagues)
    {
        var entries = People(people);

        var next = Leagues.Next(entries, On);

        Assert.Equal(leagues, next.Select(static place => place.Number).Distinct().Count());
        if (leagues > 0)
        {
            Assert.All(next, static place => Assert.Equal(1, place.Level));
            Assert.All(next.GroupBy(static place => place.Number), static league => Assert.InRange(league.Count(), 24, 37));
            var byLeague = entries.Zip(next).ToLookup(static pair => pair.Second.Number!.Value, static pair => pair.First.Score!.Value);
            Assert.All(Enumerable.Range(1, leagues - 1), league => Assert.True(byLeague[league].Min() >= byLeague[league + 1].Max()));
        }
    }

    [Fact]
    public void Next_AtTheClose_TheFirstOfEachLeagueRiseAndNobodyFalls()
    {
        var first = People(90);
        var second = Played(first, Leagues.Next(first, On), seed: 3);

        var next = Leagues.Next(second, On);

        foreach (var (entry, place) in second.Zip(next))
        {
            var rank = 1 + second.Count(other => other.Place?.Number == entry.Place?.Number && other.Score > entry.Score);
            Assert.Equal(rank <= 5 ? 2 : 1, place.Level);
        }

        // Whoever rose is compared with those who did.
        Assert.Equal(15, next.Count(static place => place is { Number: 1, Level: 2 }));
    }

    [Fact]
    public void Next_OverManySeasons_LevelsNeverFall()
    {
        var season = Played(People(120), [], seed: 1);
        for (var month = 2; month < 14; month++)
        {
            var next = Leagues.Next(season, On);
            Assert.All(season.Zip(next), static pair => Assert.True(pair.Second.Level >= (pair.First.Place?.Level ?? 1)));
            season = Played(season, next, seed: month);
        }
    }

    [Fact]
    public void Next_BelowTheirNumber_ThereAreNoLeaguesAndLevelsStay()
    {
        var entries = People(90);
        var fewer = Played(entries, Leagues.Next(entries, On), seed: 5)[..40];

        var next = Leagues.Next(fewer, On);

        Assert.All(next, static place => Assert.Null(place.Number));
        Assert.Equal(fewer.Count(static entry => entry.Place is not null), next.Count);
    }

    [Fact]
    public void Next_WithoutUsageOrWithEqualScores_IsFair()
    {
        List<Leagues.Entry> entries = [.. Enumerable.Range(0, 60).Select(static i => new Leagues.Entry($"p{i:00}", i < 20 ? null : 500, new(1, 3)))];

        var next = Leagues.Next(entries, On);

        Assert.All(next.Take(20), static place => Assert.Equal((2, 3), (place.Number, place.Level)));
        Assert.All(next.Skip(20), static place => Assert.Equal(4, place.Level));
    }

    [Fact]
    public void Seal_WithLeagues_ReplaysByteForByteAndFindsAChangedOne()
    {
        var company = RandomCompany.Make(3, 90, new(2026, 10, 31));
        var book = RuleBook.Parse([new("2026-10", [new("league.size", "30"), new("league.participants", "20")])]);
        var october = Seal(company, new(2026, 10, 1), book, before: null);

        var lines = october.Lines.Values.Select(SeasonLine.Parse).ToList();
        Assert.All(lines, static line => Assert.NotNull(line.NextLeague));
        Assert.All(lines, static line => Assert.Null(line.League));
        Assert.Empty(october.Verify());
        Assert.All(october.Lines.Values, static line => Assert.Equal(line, SeasonLine.Parse(line).Canonical()));

        var swapped = lines.Select(static (line, place) => place == 0 ? (line with { NextLeague = new(99, 9) }).Canonical() : line.Canonical()).ToList();
        Assert.Contains("the next league", Assert.Single(Season.Of(october.Header, swapped).Verify()), StringComparison.Ordinal);
        Assert.Empty((october with { Lines = october.Lines.Skip(5).ToDictionary() }).Verify());

        // The season after it is played in them.
        var again = Seal(company, new(2026, 10, 1), book, october);
        Assert.Equal(lines.Select(static line => line.NextLeague), again.Lines.Values.Select(SeasonLine.Parse).Select(static line => line.League));
        Assert.Contains(again.Lines.Values.Select(SeasonLine.Parse), static line => line.NextLeague!.Value.Level == 2);
    }

    private static Season Seal(SmallCompany company, DateOnly month, RuleBook book, Season? before)
    {
        var last = DayRange.MonthOf(month).End.AddDays(-1);
        return Season.Seal(company.Data(), company.Scopes(), book.Of(last), month, company.Awards(last, book), before);
    }

    private static List<Leagues.Entry> People(int count) => [.. Enumerable.Range(0, count).Select(i => new Leagues.Entry($"p{i:0000}", (i * 7919) % 9_973, null))];

    // Other scores, in the leagues that the season before said.
    private static List<Leagues.Entry> Played(List<Leagues.Entry> before, IReadOnlyList<LeaguePlace> places, int seed)
    {
        var random = new Random(seed);
        return [.. before.Select((entry, index) => entry with { Score = random.Next(10_000), Place = places.Count == 0 ? null : places[index] })];
    }
}
