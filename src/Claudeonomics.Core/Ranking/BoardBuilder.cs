using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking.Focus;

namespace Claudeonomics.Core.Ranking;

/// <summary>Builds a board from sums: keys, ranks, list, change since the window before, distribution.</summary>
/// <remarks>Pure: the same view, roster and rules give the same board to the last bit, in whatever order facts or people came.</remarks>
public static class BoardBuilder
{
    /// <param name="awards">As of the window's last day, or today if that is earlier.</param>
    /// <param name="rules">Of the same day.</param>
    /// <param name="data">A view by the roster that the board is about: of people, or for <c>fleet</c> of <see cref="RosterScopes.Fleet"/>.</param>
    /// <param name="scopes">Of people.</param>
    public static BuiltBoard Build(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(awards);
        ArgumentNullException.ThrowIfNull(prices);
        scopes = scopes.Of(query.Board);
        return query.Subject is BoardSubject.Team
            ? BuildTeams(data, query, scopes, rules, awards, prices)
            : BuildPeople(data, query, scopes, rules, awards, prices);
    }

    private static BuiltBoard BuildPeople(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        var root = scopes.Under(scopes.RootOf(query.Team));
        var people = root.People;
        using var scratch = new Scratch(people.Rows);
        var tokens = scratch.Span;
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, people, tokens);
        var participants = root.Participants(query.Window)[^1];
        var population = PopulationBuilder.Of(data, query, people, participants, tokens, rules, prices);

        var board = Board.Of(query.Board);
        using var keyScratch = new Scratch(people.Rows);
        using var beforeScratch = new Scratch(people.Rows);
        var keys = keyScratch.Span;
        var keysBefore = beforeScratch.Span;
        var reading = new BoardReading(data, query, scopes, root, rules, awards);
        RowParts? parts = null;
        if (board.RanksByTotalTokens(query))
        {
            tokens.CopyTo(keys);
            Board.PositiveOrUnranked(keys);
        }
        else
        {
            parts = board.Read(reading, query.Window, keys);
        }

        board.Read(reading, board.Before(query.Window), keysBefore);
        var listed = board.IsOfPeople ? rules.ListLength(participants) : Math.Min(rules.ListLongest, participants);
        var top = Ranker.Top(keys, root.Order, listed);
        var shown = Shown(top, row => scopes.Roster.People[root.PersonOf(row)].Participation is not Participation.Private, query.Limit);
        var details = data.Details(query.Window, query.Filter, people, shown);
        var rowBuilder = new StandingBuilder(data, query, scopes, board, board.IsOfPeople ? awards : null, parts);
        var ranks = Ranker.RanksOf(keys, KeysOf(shown, keys));
        var ranksBefore = Ranker.RanksOf(keysBefore, KeysOf(shown, keysBefore));
        var standings = new Standing[shown.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            standings[i] = rowBuilder.Person(root.PersonOf(shown[i]), shown[i], ranks[i] ?? 0, ranksBefore[i], keys[shown[i]], details[i]);
        }

        return new(query, scopes, data.Version, rules, population, listed, Recognitions.Choose(standings), new(keys), new(keysBefore), parts, FocusBoard.FocusOf(reading));
    }

    private static BuiltBoard BuildTeams(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        var root = scopes.Under(scopes.RootOf(query.Team));
        using var tokensByPerson = new Scratch(root.People.Rows);
        var activeByTeam = ActiveByTeam(data, query, root, tokensByPerson.Span);
        var participants = root.Participants(query.Window);
        var population = PopulationBuilder.Of(data, query, root.People, participants[^1], tokensByPerson.Span, rules, prices);

        var board = Board.Of(query.Board);
        var teams = root.Teams;
        using var keyScratch = new Scratch(teams.Rows);
        using var beforeScratch = new Scratch(teams.Rows);
        var keys = keyScratch.Span;
        var keysBefore = beforeScratch.Span;
        var reading = new BoardReading(data, query, scopes, root, rules, awards);
        var parts = board.Read(reading, query.Window, keys);
        board.Read(reading, board.Before(query.Window), keysBefore);
        var (ranked, withheld) = WithholdSmall(keys, participants, rules);
        WithholdSmall(keysBefore, root.Participants(board.Before(query.Window)), rules);
        var listed = rules.ListLength(ranked);
        var shown = Shown(Ranker.Top(keys, scopes.TeamOrder, listed), _ => true, query.Limit);
        var details = data.Details(query.Window, query.Filter, teams, shown);
        var rowBuilder = new StandingBuilder(data, query, scopes, board, awards: null, parts);
        var ranks = Ranker.RanksOf(keys, KeysOf(shown, keys));
        var ranksBefore = Ranker.RanksOf(keysBefore, KeysOf(shown, keysBefore));
        var standings = new Standing[shown.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            standings[i] = rowBuilder.Team(shown[i], ranks[i] ?? 0, ranksBefore[i], keys[shown[i]], details[i], activeByTeam[shown[i]]);
        }

        return new(query, scopes, data.Version, rules, population with { TeamsWithheld = withheld }, listed, standings, new(keys), new(keysBefore), parts, FocusBoard.FocusOf(reading));
    }

    /// <summary>People with tokens per team, from one pass by person and team: a span is one person in one team.</summary>
    /// <param name="tokensByPerson">Added to: tokens per row of people.</param>
    internal static int[] ActiveByTeam(IBoardData data, BoardQuery query, RootScopes root, Span<long> tokensByPerson)
    {
        using var scratch = new Scratch(root.Spans.Rows);
        var tokens = scratch.Span;
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, root.Spans, tokens);
        var activeByTeam = new int[root.Teams.Rows];
        var lastSeen = new int[root.Teams.Rows];
        var teamOfSpan = root.TeamOfSpan;
        var rowOfSpan = root.RowOfSpan;
        for (var span = 0; span < tokens.Length; span++)
        {
            var row = rowOfSpan[span];
            tokensByPerson[row] += tokens[span];
            var team = teamOfSpan[span];
            if (team >= 0 && tokens[span] > 0 && lastSeen[team] != row + 1)
            {
                lastSeen[team] = row + 1;
                activeByTeam[team]++;
            }
        }

        return activeByTeam;
    }

    // A team of one or two would show what a single person used.
    private static (int Ranked, int Withheld) WithholdSmall(Span<long> keys, ReadOnlySpan<int> participants, GameRules rules)
    {
        var (ranked, withheld) = (0, 0);
        for (var team = 0; team < keys.Length; team++)
        {
            if (participants[team] >= rules.SmallestGroup)
            {
                ranked++;
                continue;
            }

            keys[team] = Ranker.Unranked;
            withheld += participants[team] > 0 ? 1 : 0;
        }

        return (ranked, withheld);
    }

    // Rows that are shown to nobody keep their place: their rank is skipped in the list.
    private static int[] Shown(int[] top, Func<int, bool> isShown, int limit)
    {
        var shown = new List<int>(top.Length);
        foreach (var row in top)
        {
            if (shown.Count < limit && isShown(row))
            {
                shown.Add(row);
            }
        }

        return [.. shown];
    }

    private static long[] KeysOf(int[] rows, ReadOnlySpan<long> keys)
    {
        var wanted = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            wanted[i] = keys[rows[i]];
        }

        return wanted;
    }
}
