using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>Makes digests of what every reader of the boards may see, and of nothing else.</summary>
internal sealed class DigestBuilder(IBoards boards, IBoardSource source, ShownUsage usage, IRosterSource roster, RuleBook rules, ServerOptions options)
{
    private const int MostRows = 3;
    private const int ScoreDays = 30;

    /// <returns><see langword="null"/> when the group has fewer participants than the boards tell about, or the team is gone.</returns>
    public Digest? Build(string? team, DigestOccasion occasion, DayRange days)
    {
        var all = roster.Current;
        var ordinal = team is null ? -1 : TeamOf(all.Teams, team);
        if (team is not null && ordinal < 0)
        {
            return null;
        }

        var query = new BoardQuery(BoardNames.Tokens, days, BoardSubject.Person, UsageFilter.All, team, MostRows);
        var (now, before) = (boards.Get(query), boards.Get(query with { Window = days.Before() }));
        if (now.Population.Withheld || now.Population.Participants < rules.Of(days.End.AddDays(-1)).SmallestGroup)
        {
            return null;
        }

        UsageSubject subject = ordinal < 0 ? new UsageSubject.Company() : new UsageSubject.Team(ordinal);
        var score = boards.Get(query with { Board = BoardNames.Score, Window = DayRange.LastDays(days.End.AddDays(-1), ScoreDays) });
        var population = now.Population;
        return new(
            ordinal < 0 ? "The company" : all.Teams[ordinal].Name, team, occasion, days,
            population.Sums.Tokens.TotalTokens, TokensOf(before.Population),
            population.Participants, population.Active, population.MedianTokens, population.Sums.ListCostUsd, population.Sums.UnpricedTokens,
            TogetherOf(WorkOf(all, team, days)), now.Focus,
            LeadingOf(score.Standings),
            boards.Policy.ShowsDaysAndDollars ? DailyOf(usage.Reader.Rows(subject, days, UsageGrouping.Day, UsageFilter.All), days) : [],
            options.PublicUrl is { } url ? $"{url.TrimEnd('/')}/{(team is null ? "" : $"?team={Uri.EscapeDataString(team)}")}" : null);
    }

    // Two bands say nothing of what grew: within one much may have, and from one to the next next to nothing.
    private long? TokensOf(Population before) => before.Withheld || boards.Policy.Detail is DetailOfOthers.Bands ? null : before.Sums.Tokens.TotalTokens;

    // Of what is shown seven of ten are what nobody had to win from anybody, as on a page. Tiers are not told here, so that they make no room.
    private static List<DigestRow> LeadingOf(IReadOnlyList<Standing> standings)
    {
        var rows = standings.Take(MostRows).ToList();
        var titles = Recognitions.Choose([.. rows.Select(static row => (Tier.None, row.Titles))]);
        return [.. rows.Zip(titles, static (row, shown) => new DigestRow(row.Rank, row.Name, row.Score, [.. shown.Select(TitleName.Of)]))];
    }

    private static int TeamOf(IReadOnlyList<RosterTeam> teams, string id)
    {
        for (var i = 0; i < teams.Count; i++)
        {
            if (teams[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private SharedWork WorkOf(Roster all, string? team, DayRange days)
    {
        using var data = source.Open(all);
        return SharedWork.Of(data, days, team, new(all), rules.Of(days.End.AddDays(-1)));
    }

    private static List<DigestSum> TogetherOf(SharedWork work)
    {
        (string One, string Many, long Count)[] sums =
        [
            ("edit accepted", "edits accepted", work.EditsAccepted), ("commit", "commits", work.Commits), ("pull request", "pull requests", work.PullRequests),
        ];
        return [.. sums.Where(static sum => sum.Count > 0).Select(static sum => new DigestSum(sum.Count == 1 ? sum.One : sum.Many, sum.Count))];
    }

    private static long[] DailyOf(IReadOnlyList<UsageRow> rows, DayRange days)
    {
        var daily = new long[days.Days];
        foreach (var row in rows)
        {
            daily[DateOnly.ParseExact(row.Key, "yyyy-MM-dd", null).DayNumber - days.Start.DayNumber] += row.Sums.Tokens.TotalTokens;
        }

        return daily;
    }
}
