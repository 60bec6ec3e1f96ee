using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking.Focus;
using Claudeonomics.Core.Time;

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
        var participants = root.Participants(query.Window)[^1];
        var board = Board.Of(query.Board);
        var guards = rules.Privacy.GuardsGroups && board.IsOfPeople;
        using var scratch = new Scratch<long>(people.Rows);
        using var keyScratch = new Scratch<long>(people.Rows);
        using var beforeScratch = new Scratch<long>(people.Rows);
        var reading = new BoardReading(data, query, scopes, root, rules, awards);
        Population? population = null;
        RowParts? parts = null;
        ReadBoth(reading, board, beforeScratch, () =>
        {
            var tokens = scratch.Span;
            data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, people, tokens);
            population = guards
                ? GuardedPopulation.Of(data, query, scopes, rules, prices)
                : PopulationBuilder.Of(data, query, people, participants, tokens, rules, prices);
            if (board.RanksByTotalTokens(query))
            {
                tokens.CopyTo(keyScratch.Span);
                Board.PositiveOrUnranked(keyScratch.Span);
            }
            else
            {
                parts = board.Read(reading, query.Window, keyScratch.Span);
            }
        });
        var tokens = scratch.Span;
        var keys = keyScratch.Span;
        var keysBefore = beforeScratch.Span;
        // A rank that is missing tells that somebody takes part privately, and between which figures they are.
        var (kept, keptBefore) = (new BoardKeys(keys), new BoardKeys(keysBefore));
        if (guards)
        {
            participants = ShownRows(scopes, root, query.Window, keys, keysBefore);
        }

        var listed = !board.IsOfPeople ? Math.Min(rules.ListLongest, participants)
            : guards && !GuardedPopulation.HasBoard(query, rules, participants, tokens, root) ? 0
            : rules.ListLength(participants);
        if (guards && query.Filter != UsageFilter.All)
        {
            KeepListed(data, query, root, listed, keys, keysBefore);
        }

        var top = Ranker.Top(keys, root.Order, listed);
        var shown = Shown(top, root.IsShown, query.Limit);
        var details = data.Details(query.Window, query.Filter, people, shown);
        var rowBuilder = new StandingBuilder(data, query, scopes, board, board.IsOfPeople ? awards : null, parts);
        var ranks = Ranker.RanksOf(keys, KeysOf(shown, keys));
        var ranksBefore = Ranker.RanksOf(keysBefore, KeysOf(shown, keysBefore));
        var standings = new Standing[shown.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            standings[i] = rowBuilder.Person(root.Persons[shown[i]], shown[i], ranks[i] ?? 0, ranksBefore[i], keys[shown[i]], details[i]);
        }

        var (ranked, rankedBefore) = guards ? (new BoardKeys(keys), new BoardKeys(keysBefore)) : (kept, keptBefore);
        return new(
            query, scopes, data.Version, rules, population!, listed, Recognitions.Choose(standings), kept, keptBefore, ranked, rankedBefore, parts,
            FocusBoard.FocusOf(reading));
    }

    private static BuiltBoard BuildTeams(
        IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, Awards awards, IPriceReference prices)
    {
        var board = Board.Of(query.Board);
        var guards = rules.Privacy.GuardsGroups && board.IsOfPeople;
        // A team less its members whom everybody sees would be those whom nobody does.
        var population = guards ? GuardedPopulation.Of(data, query, scopes, rules, prices) : null;
        scopes = guards ? scopes.Shown : scopes;
        var root = scopes.Under(scopes.RootOf(query.Team));
        var teams = root.Teams;
        using var tokensByPerson = new Scratch<long>(root.People.Rows);
        using var keyScratch = new Scratch<long>(teams.Rows);
        using var beforeScratch = new Scratch<long>(teams.Rows);
        var reading = new BoardReading(data, query, scopes, root, rules, awards);
        int[] activeByTeam = [];
        RowParts? parts = null;
        ReadBoth(reading, board, beforeScratch, () =>
        {
            activeByTeam = ActiveByTeam(data, query, root, tokensByPerson.Span);
            population ??= PopulationBuilder.Of(data, query, root.People, root.Participants(query.Window)[^1], tokensByPerson.Span, rules, prices);
            parts = board.Read(reading, query.Window, keyScratch.Span);
        });
        var participants = root.Participants(query.Window);
        var keys = keyScratch.Span;
        var keysBefore = beforeScratch.Span;
        var (ranked, withheld) = WithholdSmall(keys, participants, rules);
        WithholdSmall(keysBefore, root.Participants(board.Before(query.Window)), rules);
        if (guards)
        {
            var told = query.Filter == UsageFilter.All && query.Window.Days >= rules.Privacy.ShortestWindow
                ? GuardedPopulation.ToldTeams(data, query, scopes, rules)
                : null;
            var before = scopes.Tree.Over(board.Before(query.Window));
            (ranked, withheld) = WithholdUntold(
                keys, keysBefore, activeByTeam, team => told is not null && told.IsRowTold(team, root.Root), team => before.IsBelow(team, root.Root));
        }

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

        var (kept, keptBefore) = (new BoardKeys(keys), new BoardKeys(keysBefore));
        return new(
            query, scopes, data.Version, rules, population! with { TeamsWithheld = withheld }, listed, standings, kept, keptBefore, kept, keptBefore, parts,
            FocusBoard.FocusOf(reading));
    }

    // The window and the one before it share nothing but what is read, and each takes as long as the other.
    private static void ReadBoth(BoardReading reading, Board board, Scratch<long> keysBefore, Action readWindow)
    {
        var earlier = Task.Run(() => board.Read(reading, board.Before(reading.Query.Window), keysBefore.Span));
        try
        {
            readWindow();
        }
        finally
        {
            // In any case: the array goes back to the pool.
            earlier.GetAwaiter().GetResult();
        }
    }

    /// <summary>People with tokens per team, from one pass by person and team: a span is one person in one team.</summary>
    /// <param name="tokensByPerson">Added to: tokens per row of people.</param>
    internal static int[] ActiveByTeam(IBoardData data, BoardQuery query, RootScopes root, Span<long> tokensByPerson)
    {
        using var scratch = new Scratch<long>(root.Spans.Rows);
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

    // Without an answer that says which teams may be told about there is none: totals are told without filters only.
    private static (int Ranked, int Withheld) WithholdUntold(
        Span<long> keys, Span<long> keysBefore, int[] activeByTeam, Func<int, bool> isTold, Func<int, bool> isToldBefore)
    {
        var (ranked, withheld) = (0, 0);
        for (var team = 0; team < keys.Length; team++)
        {
            if (isTold(team))
            {
                keysBefore[team] = isToldBefore(team) ? keysBefore[team] : Ranker.Unranked;
                ranked++;
                continue;
            }

            keys[team] = keysBefore[team] = Ranker.Unranked;
            withheld += activeByTeam[team] > 0 ? 1 : 0;
        }

        return (ranked, withheld);
    }

    /// <summary>Leaves the keys of those who are listed without the filter: under one filter after the other, a list of others each time would be a
    /// list of everybody.</summary>
    private static void KeepListed(IBoardData data, BoardQuery query, RootScopes root, int listed, Span<long> keys, Span<long> keysBefore)
    {
        using var scratch = new Scratch<long>(root.People.Rows);
        var tokens = scratch.Span;
        data.Sum(BoardMeasure.TotalTokens, query.Window, UsageFilter.All, root.People, tokens);
        for (var row = 0; row < tokens.Length; row++)
        {
            tokens[row] = root.IsShown(row) ? Board.PositiveOrUnranked(tokens[row]) : Ranker.Unranked;
        }

        var top = Ranker.Top(tokens, root.Order, listed).ToHashSet();
        for (var row = 0; row < keys.Length; row++)
        {
            if (!top.Contains(row))
            {
                keys[row] = keysBefore[row] = Ranker.Unranked;
            }
        }
    }

    /// <summary>Leaves the keys of whoever lets others see them.</summary>
    /// <returns>How many they are, with or without a key.</returns>
    private static int ShownRows(RosterScopes scopes, RootScopes root, DayRange window, Span<long> keys, Span<long> keysBefore)
    {
        for (var row = 0; row < keys.Length; row++)
        {
            if (!root.IsShown(row))
            {
                keys[row] = keysBefore[row] = Ranker.Unranked;
            }
        }

        return scopes.Shown.Under(root.Root).Participants(window)[^1];
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
