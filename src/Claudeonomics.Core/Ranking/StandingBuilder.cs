using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Makes the rows of one board that somebody sees.</summary>
/// <param name="awards"><see langword="null"/> for teams, which have none.</param>
/// <param name="parts">Of the board's rows, on the boards of the game.</param>
internal sealed class StandingBuilder(IBoardData data, BoardQuery query, RosterScopes scopes, Board board, Awards? awards, RowParts? parts)
{
    private const int MaxPoints = 31;
    private const int MaxModels = 5;
    private readonly IReadOnlyList<BoardModel> _models = data.Models;
    private readonly DateOnly _lastDay = query.Window.Days > 0 ? query.Window.End.AddDays(-1) : query.Window.Start;

    /// <param name="ordinal">Of the roster.</param>
    /// <param name="row">Of the board; <see langword="null"/> for who was never under its team.</param>
    /// <param name="rankBefore">In the window before.</param>
    public Standing Person(int ordinal, int? row, int rank, int? rankBefore, long key, RowDetails details)
    {
        var person = scopes.Roster.People[ordinal];
        var team = scopes.TeamOn(ordinal, _lastDay);
        return Row(row, rank, rankBefore, person.Id, person.ShownAs, key, details, members: 1) with
        {
            Team = team < 0 ? null : scopes.Roster.Teams[team].Name,
            Tier = awards?.TierOf(ordinal) ?? Tier.None,
            Titles = Titles.NamesOf(awards?.TitlesOf(ordinal) ?? TitleSet.None),
        };
    }

    /// <param name="members">Participants with usage.</param>
    public Standing Team(int row, int rank, int? rankBefore, long key, RowDetails details, int members) =>
        Row(row, rank, rankBefore, scopes.Roster.Teams[row].Id, scopes.Roster.Teams[row].Name, key, details, members);

    private Standing Row(int? row, int rank, int? rankBefore, string id, string name, long key, RowDetails details, int members)
    {
        var total = details.Sums.Tokens.TotalTokens;
        return new(
            rank, rank == 0 ? null : rankBefore - rank, id, name, Team: null,
            key == Ranker.Unranked ? 0 : board.ScoreOf(key), details.Sums, Tier.None, Titles.NamesOf(TitleSet.None),
            total == 0 ? 0 : (double)details.MeteredTokens / total, Points(details.TokensByDay), Shares(details, total), members,
            parts is null || row is not { } shown || key == Ranker.Unranked ? [] : parts.Of(shown))
        {
            KnownShare = total == 0 ? 0 : (double)details.KnownTokens / total,
        };
    }

    private static long[] Points(IReadOnlyList<long> days)
    {
        var points = new long[Math.Min(MaxPoints, days.Count)];
        for (var day = 0; day < days.Count; day++)
        {
            points[(long)day * points.Length / days.Count] += days[day];
        }

        return points;
    }

    // One model may be reached through several providers: one share, under the provider with most of its tokens.
    private ModelShare[] Shares(RowDetails details, long total)
    {
        if (total == 0)
        {
            return [];
        }

        var shares = new Dictionary<string, (long Tokens, long Most, string Provider)>(StringComparer.Ordinal);
        foreach (var model in details.Models)
        {
            var (name, provider) = (_models[model.Model].Model, _models[model.Model].Provider);
            var known = shares.TryGetValue(name, out var found) ? found : (Tokens: 0, Most: -1, Provider: provider);
            var leads = model.Tokens > known.Most
                || (model.Tokens == known.Most && string.CompareOrdinal(provider, known.Provider) < 0);
            shares[name] = (known.Tokens + model.Tokens, Math.Max(known.Most, model.Tokens), leads ? provider : known.Provider);
        }

        return [.. shares
            .Where(s => s.Value.Tokens > 0)
            .OrderByDescending(s => s.Value.Tokens).ThenBy(s => s.Key, StringComparer.Ordinal)
            .Take(MaxModels)
            .Select(s => new ModelShare(s.Key, s.Value.Provider, (double)s.Value.Tokens / total))];
    }
}
