using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Core.Ranking;

/// <summary>The headline figures of a board, and which teams it may tell about, where a policy guards groups against subtraction.</summary>
/// <remarks>
/// Totals are told of the company and of teams, without other filters: what is told by agent and by model would, with what is told of all, tell of
/// the few who use something else. Who takes part privately is in no team's total, and in the company's only together with enough others like them.
/// </remarks>
internal static class GuardedPopulation
{
    public static Population Of(IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules, IPriceReference prices)
    {
        var smallest = rules.SmallestGroup;
        var counted = query.Team is null && IsGroupOrNobody(ActivePrivate(data, query, scopes), smallest) ? scopes : scopes.Shown;
        var root = counted.Under(counted.RootOf(query.Team));
        var participants = root.Participants(query.Window)[^1];
        using var scratch = new Scratch<long>(root.People.Rows);
        var tokens = scratch.Span;
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, root.People, tokens);
        var active = Active(tokens);
        var needed = query.Team is null && participants < rules.Privacy.SmallestBoard ? rules.Privacy.SmallestBoard : 0;
        var isTold = needed == 0 && active >= smallest && query.Filter == UsageFilter.All && query.Window.Days >= rules.Privacy.ShortestWindow
            && (query.Team is null || (counted.TeamOf(query.Team) is { } team && ToldTeams(data, query, counted, rules).IsSubtreeTold(team)));
        if (!isTold)
        {
            return new(
                participants, 0, 0, null, default, null, Withheld: true, Needed: needed,
                Pulse: needed > 0 && active >= smallest ? Coarse.Of(Total(tokens), DetailOfOthers.Bands) : null);
        }

        // The first 1% of fewer than a hundred groups are single people.
        var population = PopulationBuilder.Of(data, query, root.People, participants, tokens, prices);
        return active / 100 >= smallest ? population : population with { TopPercentShare = null };
    }

    /// <summary>Whether there is a list of people: under a team or a filter too it takes as many as a board does.</summary>
    /// <param name="shown">Participants under the team whom others may see.</param>
    /// <param name="tokens">By row of the root's people.</param>
    public static bool HasBoard(BoardQuery query, GameRules rules, int shown, ReadOnlySpan<long> tokens, RootScopes root)
    {
        var smallest = rules.Privacy.SmallestBoard;
        if (shown < smallest || query.Window.Days < rules.Privacy.ShortestWindow)
        {
            return false;
        }

        if (query.Filter == UsageFilter.All)
        {
            return true;
        }

        var active = 0;
        for (var row = 0; row < tokens.Length; row++)
        {
            active += tokens[row] > 0 && root.IsShown(row) ? 1 : 0;
        }

        return active >= smallest;
    }

    /// <summary>Of the whole company over the query's window, whatever its team.</summary>
    /// <param name="scopes">Of people whom others may see.</param>
    public static ToldTeams ToldTeams(IBoardData data, BoardQuery query, RosterScopes scopes, GameRules rules)
    {
        var root = scopes.Under(RosterScopes.Company);
        using var scratch = new Scratch<long>(root.People.Rows);
        var everywhere = query with { Filter = UsageFilter.All, Team = null };
        var byTeam = BoardBuilder.ActiveByTeam(data, everywhere, root, scratch.Span);
        return Privacy.ToldTeams.Of(scopes.Tree.Over(query.Window), byTeam, ActiveWithoutTeam(data, everywhere, root), rules.SmallestGroup);
    }

    private static int ActiveWithoutTeam(IBoardData data, BoardQuery query, RootScopes root)
    {
        using var scratch = new Scratch<long>(root.Spans.Rows);
        var tokens = scratch.Span;
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, root.Spans, tokens);
        var (count, lastSeen) = (0, -1);
        for (var span = 0; span < tokens.Length; span++)
        {
            if (root.TeamOfSpan[span] < 0 && tokens[span] > 0 && root.RowOfSpan[span] != lastSeen)
            {
                lastSeen = root.RowOfSpan[span];
                count++;
            }
        }

        return count;
    }

    private static int ActivePrivate(IBoardData data, BoardQuery query, RosterScopes scopes)
    {
        if (scopes.Private == 0)
        {
            return 0;
        }

        var people = scopes.Under(RosterScopes.Company).People;
        using var scratch = new Scratch<long>(people.Rows);
        data.Sum(BoardMeasure.TotalTokens, query.Window, query.Filter, people, scratch.Span);
        var count = 0;
        for (var person = 0; person < scratch.Span.Length; person++)
        {
            count += scratch.Span[person] > 0 && scopes.Roster.People[person].Participation is People.Participation.Private ? 1 : 0;
        }

        return count;
    }

    private static int Active(ReadOnlySpan<long> tokens)
    {
        var active = 0;
        foreach (var sum in tokens)
        {
            active += sum > 0 ? 1 : 0;
        }

        return active;
    }

    private static long Total(ReadOnlySpan<long> tokens)
    {
        var total = 0L;
        foreach (var sum in tokens)
        {
            total += sum;
        }

        return total;
    }

    private static bool IsGroupOrNobody(int people, int smallest) => people == 0 || people >= smallest;
}
