using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Boards;

/// <summary>Boards as readers get them: the latest snapshot, at most a second behind the ledger.</summary>
public interface IBoards
{
    /// <summary>The current snapshot of a board, built when nobody has asked for it lately.</summary>
    BoardSnapshot Get(BoardQuery query);

    /// <summary>One participant's own place, exact and live; <see langword="null"/> for who does not take part.</summary>
    OwnStanding? StandingOf(BoardQuery query, string personId);

    /// <summary>Snapshots of one board as they change, the present one first. Ends with the token.</summary>
    IAsyncEnumerable<BoardSnapshot> Watch(BoardQuery query, CancellationToken cancellationToken);
}

/// <summary>Where somebody stands, for themselves only.</summary>
/// <param name="Standing">Their own row, as it would stand in the list.</param>
/// <param name="Percentile">Share of the active participants below them, 0 to 1.</param>
/// <param name="ToNextRank">What is missing to the next rank, in the board's score; <see langword="null"/> at the top.</param>
/// <param name="NextTier">The next monthly tier, what it takes, and how far they are; <see langword="null"/> in the highest.</param>
public sealed record OwnStanding(Standing Standing, double Percentile, double? ToNextRank, TierProgress? NextTier);

/// <param name="TokensNeeded">Tokens of this month's threshold.</param>
/// <param name="TokensSoFar">Tokens this month.</param>
/// <param name="ActiveDaysNeeded">Active days in the last 30 that one's own working pattern asks for.</param>
/// <param name="ActiveDaysSoFar">Active days in the last 30.</param>
public sealed record TierProgress(
    Tier Tier, long TokensNeeded, long TokensSoFar, int ActiveDaysNeeded, int ActiveDaysSoFar);
