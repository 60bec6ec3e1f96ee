using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Finds one participant's own place: their figures as they are now, among the others as the board has them.</summary>
public static class OwnStandings
{
    /// <param name="data">A view of the board's roster.</param>
    /// <param name="personId">Of the roster.</param>
    /// <param name="awards">As of today or the window's last day.</param>
    /// <param name="live">The same board of this moment's sums, where <paramref name="board"/> is of an earlier step: one's own number is never behind.</param>
    /// <returns><see langword="null"/> for who does not take part, and on a board of teams for who has none that is ranked.</returns>
    public static OwnStanding? Of(BuiltBoard board, IBoardData data, string personId, Awards awards, BuiltBoard? live = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(awards);
        var (scopes, query) = (board.Scopes, board.Query);
        if (scopes.PersonOf(personId) is not { } person || !scopes.Roster.People[person].Participates)
        {
            return null;
        }

        return query.Subject is BoardSubject.Person
            ? OfPerson(board, data, person, awards, live ?? board)
            : OfTeam(board, data, person);
    }

    private static OwnStanding OfPerson(BuiltBoard board, IBoardData data, int person, Awards awards, BuiltBoard live)
    {
        var root = board.Scopes.Under(board.Scopes.RootOf(board.Query.Team));
        var row = root.RowOf(person);
        var place = Place.Of(board, data, root.People, row, live);
        var builder = new StandingBuilder(data, board.Query, board.Scopes, place.Board, awards, live.Parts);
        var lastDay = board.Query.Window.End.AddDays(-1);
        var month = new DayRange(DayRange.MonthOf(awards.AsOf).Start, awards.AsOf.AddDays(1));
        var tokens = data.Details(month, UsageFilter.All, board.Scopes.Under(RosterScopes.Company).People, [person])[0].Sums.Tokens.TotalTokens;
        var standing = Recognitions.Choose([builder.Person(person, row, place.Rank, place.RankBefore, place.Key, place.Details)])[0];
        return new(
            standing, place.Percentile, place.ToNextRank,
            awards.ProgressOf(person, board.Scopes.Roster.People[person].WorkingDaysPerWeek, tokens))
        {
            OutOfSeason = awards.Excluded.IsOut(person, lastDay) ? DayRange.MonthOf(lastDay).Start : null,
        };
    }

    /// <summary>What is to be shown of a row of a board; nothing of who was never under the board's team.</summary>
    internal static RowDetails DetailsOf(BuiltBoard board, IBoardData data, BoardScope scope, int? row) => row is { } own
        ? data.Details(board.Query.Window, board.Query.Filter, scope, [own])[0]
        : new(default, 0, 0, new long[board.Query.Window.Days], []);

    private static OwnStanding? OfTeam(BuiltBoard board, IBoardData data, int person)
    {
        var lastDay = board.Query.Window.End.AddDays(-1);
        var team = board.Scopes.TeamOn(person, lastDay);
        var root = board.Scopes.Under(board.Scopes.RootOf(board.Query.Team));
        if (team < 0 || root.Participants(board.Query.Window)[team] < board.Rules.SmallestGroup || (board.Rules.Privacy.GuardsGroups && board.Keys[team] == Ranker.Unranked))
        {
            return null;
        }

        var place = Place.Of(board, data, root.Teams, team, board);
        using var tokensByPerson = new Scratch<long>(root.People.Rows);
        var active = BoardBuilder.ActiveByTeam(data, board.Query, root, tokensByPerson.Span)[team];
        var builder = new StandingBuilder(data, board.Query, board.Scopes, place.Board, awards: null, board.Parts);
        return new(builder.Team(team, place.Rank, place.RankBefore, place.Key, place.Details, active), place.Percentile, place.ToNextRank, null);
    }

    // One's own figure and the exact distance to the next would be the next one's exact figure.
    private static double Distance(Board board, long next, long key, DetailOfOthers detail) =>
        Math.Max(0, Coarse.Above(board.ScoreOf(next), detail) - board.ScoreOf(key));

    private sealed record Place(
        Board Board, long Key, int Rank, int? RankBefore, double Percentile, double? ToNextRank, RowDetails Details)
    {
        public static Place Of(BuiltBoard built, IBoardData data, BoardScope scope, int? row, BuiltBoard live)
        {
            var board = Board.Of(built.Query.Board);
            var details = DetailsOf(built, data, scope, row);
            // A number of the game is made of more than one's own sums, so that it is the board's: a moment old at most.
            var key = board is not GameBoard ? board.KeyOf(details, data.Models, built.Query, built.Rules)
                : row is { } known ? live.Keys[known]
                : Ranker.Unranked;
            // Among a handful, a place and what is missing to the next would be somebody's figure.
            if (row is not { } own || key == Ranker.Unranked || built.Listed == 0)
            {
                return new(board, key, 0, null, 0, null, details);
            }

            var (others, above, below, next) = (0, 0, 0, long.MaxValue);
            for (var other = 0; other < built.Ranked.Count; other++)
            {
                var theirs = built.Ranked[other];
                if (other == own || theirs == Ranker.Unranked)
                {
                    continue;
                }

                others++;
                below += theirs < key ? 1 : 0;
                if (theirs > key)
                {
                    above++;
                    next = Math.Min(next, theirs);
                }
            }

            var before = built.KeysBefore[own];
            return new(
                board, key, above + 1,
                before == Ranker.Unranked ? null : built.RankedBefore.RankOf(before),
                others == 0 ? 1 : (double)below / others,
                above == 0 ? null : Distance(board, next, key, built.Rules.Privacy.Detail),
                details);
        }
    }
}
