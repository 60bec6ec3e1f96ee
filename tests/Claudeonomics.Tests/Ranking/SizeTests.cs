using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

/// <summary>The game makes sense at every size and on every day of a season.</summary>
public sealed class SizeTests
{
    public static MatrixTheoryData<int, string> Sizes { get; } =
        new([1, 5, 12, 50, 2_000, 85_000], ["2026-11-01", "2026-11-15", "2026-11-30"]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Build_AnySizeAndDay_ListsTheFirstThirdAndNoBottom(int people, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        using var data = new LargeCompany(people, today);
        var scopes = new RosterScopes(data.Roster);
        var awards = Awards.Of(data, scopes, RuleBook.Default, today);
        var query = SmallCompany.Query(today: today);

        var board = BoardBuilder.Build(data, query, scopes, GameRules.Default, awards, TestPrices.Instance);

        var participants = data.Roster.People.Count(p => p.Participates);
        var ranked = Enumerable.Range(0, people)
            .Where(p => data.TokensOf(p, query.Window) > 0)
            .OrderByDescending(p => data.TokensOf(p, query.Window)).ThenBy(p => data.Roster.People[p].Id, StringComparer.Ordinal).ToList();
        var listed = Math.Min(250, Math.Max(3, participants / 3));
        Assert.Equal(
            ranked.Take(listed).Select((p, i) => (i + 1, p)).Where(r => data.Roster.People[r.p].Participation is not Participation.Private)
                .Select(r => (r.Item1, data.Roster.People[r.p].Id)),
            board.Standings.Select(s => (s.Rank, s.Id)));
        Assert.Equal(
            (participants, ranked.Count, listed, ranked.Sum(p => data.TokensOf(p, query.Window))),
            (board.Population.Participants, board.Population.Active, board.Listed, board.Population.Sums.Tokens.TotalTokens));

        // Whatever the day, tiers are worn by the share of people that the thresholds were fitted to.
        if (people == 85_000)
        {
            double[] shares = [0.65, 0.36, 0.15, 0.06, 0.02];
            for (var tier = Tier.Bronze; tier <= Tier.Emerald; tier++)
            {
                Assert.InRange((double)ranked.Count(p => awards.TierOf(p) >= tier) / ranked.Count, shares[(int)tier - 1] * 0.8, shares[(int)tier - 1] * 1.25);
            }
        }

        var powerUsers = ranked.Count(p => (awards.TitlesOf(p) & TitleSet.PowerUser) != 0);
        Assert.Equal(Math.Min(ranked.Count, Math.Min(250, Math.Max(3, participants / 20))), powerUsers);
        Assert.InRange(ranked.Count(p => (awards.TitlesOf(p) & TitleSet.TokenLegend) != 0), 0, people < 5 ? 0 : 10);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Build_GameBoards_AnySizeAndDay_AddUpAndHaveNoBottom(int people, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        using var data = new LargeCompany(people, today);
        var scopes = new RosterScopes(data.Roster);
        var awards = Awards.Of(data, scopes, RuleBook.Default, today);
        var participants = data.Roster.People.Count(p => p.Participates);
        foreach (var name in (string[])[BoardNames.Score, BoardNames.Consistency, BoardNames.Focus])
        {
            var board = BoardBuilder.Build(data, SmallCompany.Query(name, today), scopes, GameRules.Default, awards, TestPrices.Instance);

            Assert.Equal(Math.Min(250, Math.Max(3, participants / 3)), board.Listed);
            Assert.InRange(board.Standings.Count, 0, board.Listed);
            Assert.Equal(board.Standings.OrderBy(s => s.Rank).ThenBy(s => s.Id, StringComparer.Ordinal).Select(s => s.Id), board.Standings.Select(s => s.Id));
        }

        var scores = BoardBuilder.Build(data, SmallCompany.Query(BoardNames.Score, today), scopes, GameRules.Default, awards, TestPrices.Instance);
        Assert.All(scores.Standings, s =>
        {
            Assert.InRange(s.Score, 0, 1000);
            Assert.Equal(s.Score, s.Parts.Sum(p => p.Points ?? 0), 6);
            Assert.All(s.Parts, p => Assert.InRange(p.Points ?? 0, 0, p.Most));
        });
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(2_000, 200)]
    [InlineData(85_000, 8_500)]
    public void Build_Teams_RankEveryTeamOfThree(int people, int teams)
    {
        using var data = new LargeCompany(people, SmallCompany.Monday);
        var scopes = new RosterScopes(data.Roster);
        var awards = Awards.Of(data, scopes, RuleBook.Default, SmallCompany.Monday);

        var board = BoardBuilder.Build(data, SmallCompany.Query(by: BoardSubject.Team), scopes, GameRules.Default, awards, TestPrices.Instance);

        Assert.Equal(Math.Min(Math.Min(250, Math.Max(3, teams / 3)), teams), board.Standings.Count);
        Assert.Equal(Enumerable.Range(1, board.Standings.Count), board.Standings.Select(s => s.Rank));
    }
}
