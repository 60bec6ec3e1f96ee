namespace Claudeonomics.Core.Ranking;

/// <summary>Somebody's row as a list would show it, whether or not they take part: what they see before they choose.</summary>
public static class ListedRow
{
    /// <param name="board">Of people.</param>
    /// <param name="data">A view of the board's roster.</param>
    /// <param name="personId">Of the roster.</param>
    /// <param name="awards">As of today. Who does not take part has none.</param>
    /// <returns>The row, with rank 0 for who has no place; <see langword="null"/> when there is nobody with the id.</returns>
    public static Standing? Of(BuiltBoard board, IBoardData data, string personId, Awards awards)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(awards);
        if (board.Scopes.PersonOf(personId) is not { } person)
        {
            return null;
        }

        return board.Scopes.Roster.People[person].Participates
            ? OwnStandings.Of(board, data, personId, awards)?.Standing
            : OfOutsider(board, data, person, awards);
    }

    // The board's own scopes leave them out, so that they have one of their own, and a rank among those who are there.
    private static Standing OfOutsider(BuiltBoard built, IBoardData data, int person, Awards awards)
    {
        var alone = new BoardScope(built.Scopes.Roster.People.Count, 1, [new(person, 0, DateOnly.MinValue, DateOnly.MaxValue)]);
        var details = data.Details(built.Query.Window, built.Query.Filter, alone, [0])[0];
        var board = Board.Of(built.Query.Board);
        var key = board is GameBoard ? Ranker.Unranked : board.KeyOf(details, data.Models, built.Query, built.Rules);
        var rank = key == Ranker.Unranked ? 0 : built.Keys.RankOf(key);
        return new StandingBuilder(data, built.Query, built.Scopes, board, awards, built.Parts).Person(person, row: null, rank, rankBefore: null, key, details);
    }
}
