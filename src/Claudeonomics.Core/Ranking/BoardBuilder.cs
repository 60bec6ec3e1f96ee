using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Ranking;

/// <summary>Builds a board from sums: keys, ranks, list, change since the window before, distribution.</summary>
/// <remarks>Pure: the same view, roster and rules give the same board to the last bit, in whatever order facts or people came.</remarks>
public static class BoardBuilder
{
    /// <param name="awards">As of the window's last day, or today if that is earlier.</param>
    /// <param name="rules">Of the same day.</param>
    public static BuiltBoard Build(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(awards);
        ArgumentNullException.ThrowIfNull(prices);
        return query.Subject is BoardSubject.Team
            ? BuildTeams(data, query, scopes, rules, prices)
            : BuildPeople(data, query, scopes, rules, awards, prices);
    }

    private static BuiltBoard BuildPeople(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        var root = scopes.RootOf(query.Team);
        var people = scopes.People(root);
        var tokens = new long[people.Rows];
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, people, tokens);
        var participants = scopes.Participants(root, query.Window)[^1];
        var population = PopulationBuilder.Of(data, query, people, participants, tokens, rules, prices);

        var board = Board.Of(query.Board);
        var keys = board.RanksByTotalTokens(query)
            ? Array.ConvertAll(tokens, Board.PositiveOrUnranked)
            : board.Keys(data, query.Window, people, query, rules);
        var keysBefore = board.Keys(data, query.Window.Before(), people, query, rules);
        var listed = rules.ListLength(participants);
        var top = Ranker.Top(keys, scopes.PersonOrder, listed);
        var shown = Shown(top, row => scopes.Roster.People[row].Participation is not Participation.Private, query.Limit);
        var details = data.Details(query.Window, query.Filter, people, shown);
        var rowBuilder = new StandingBuilder(data, query, scopes, board, awards);
        var ranks = Ranker.RanksOf(keys, KeysOf(shown, keys));
        var ranksBefore = Ranker.RanksOf(keysBefore, KeysOf(shown, keysBefore));
        var standings = new Standing[shown.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            standings[i] = rowBuilder.Person(shown[i], ranks[i] ?? 0, ranksBefore[i], keys[shown[i]], details[i]);
        }

        return new(query, scopes, data.Version, rules, population, listed, standings, keys, keysBefore);
    }

    private static BuiltBoard BuildTeams(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, IPriceReference prices)
    {
        var root = scopes.RootOf(query.Team);
        var (tokensByPerson, activeByTeam) = ByPersonAndTeam(data, query, scopes, root);
        var participants = scopes.Participants(root, query.Window);
        var population = PopulationBuilder.Of(data, query, scopes.People(root), participants[^1], tokensByPerson, rules, prices);

        var board = Board.Of(query.Board);
        var teams = scopes.Teams(root);
        var keys = board.Keys(data, query.Window, teams, query, rules);
        var keysBefore = board.Keys(data, query.Window.Before(), teams, query, rules);
        var (ranked, withheld) = WithholdSmall(keys, participants, rules);
        WithholdSmall(keysBefore, scopes.Participants(root, query.Window.Before()), rules);
        var listed = rules.ListLength(ranked);
        var shown = Shown(Ranker.Top(keys, scopes.TeamOrder, listed), _ => true, query.Limit);
        var details = data.Details(query.Window, query.Filter, teams, shown);
        var rowBuilder = new StandingBuilder(data, query, scopes, board, awards: null);
        var ranks = Ranker.RanksOf(keys, KeysOf(shown, keys));
        var ranksBefore = Ranker.RanksOf(keysBefore, KeysOf(shown, keysBefore));
        var standings = new Standing[shown.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            standings[i] = rowBuilder.Team(shown[i], ranks[i] ?? 0, ranksBefore[i], keys[shown[i]], details[i], activeByTeam[shown[i]]);
        }

        return new(query, scopes, data.Version, rules, population with { TeamsWithheld = withheld }, listed, standings, keys, keysBefore);
    }

    /// <summary>Tokens per person, and people with tokens per team, from one pass: a span is one person in one team.</summary>
    internal static (long[] TokensByPerson, int[] ActiveByTeam) ByPersonAndTeam(
        IBoardData data, BoardQuery query, RosterScopes scopes, int root)
    {
        var spans = scopes.Spans(root);
        var tokens = new long[spans.Rows];
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, spans, tokens);
        var tokensByPerson = new long[spans.People];
        var activeByTeam = new int[scopes.Roster.Teams.Count];
        var lastSeen = new int[scopes.Roster.Teams.Count];
        var teamOfSpan = scopes.TeamOfSpan(root);
        foreach (ref readonly var span in spans.Spans)
        {
            tokensByPerson[span.Person] += tokens[span.Row];
            var team = teamOfSpan[span.Row];
            if (team >= 0 && tokens[span.Row] > 0 && lastSeen[team] != span.Person + 1)
            {
                lastSeen[team] = span.Person + 1;
                activeByTeam[team]++;
            }
        }

        return (tokensByPerson, activeByTeam);
    }

    // A team of one or two would show what a single person used.
    private static (int Ranked, int Withheld) WithholdSmall(long[] keys, int[] participants, GameRules rules)
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

    private static long[] KeysOf(int[] rows, long[] keys)
    {
        var wanted = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            wanted[i] = keys[rows[i]];
        }

        return wanted;
    }
}
