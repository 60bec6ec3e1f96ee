namespace Claudeonomics.Core.Ranking;

/// <summary>Where somebody stands, for themselves only.</summary>
/// <param name="Standing">Their own row, as it would stand in the list; of their team on a board of teams.</param>
/// <param name="Percentile">Share of the others with a place that are below, 0 to 1; 1 without others, 0 without a place.</param>
/// <param name="ToNextRank">What is missing to the next rank, in the board's score; <see langword="null"/> at the top and without a place.</param>
/// <param name="NextTier">The next monthly tier, what it takes, and how far they are; <see langword="null"/> in the highest and for teams.</param>
public sealed record OwnStanding(Standing Standing, double Percentile, double? ToNextRank, TierProgress? NextTier)
{
    /// <summary>First day of the season in which the window ends, for who is out of it by a decision; <see langword="null"/> for everybody else.</summary>
    public DateOnly? OutOfSeason { get; init; }
}

/// <param name="TokensNeeded">Tokens of this month's threshold.</param>
/// <param name="TokensSoFar">Tokens this month.</param>
/// <param name="ActiveDaysNeeded">Active days in the last 30 that one's own working pattern asks for.</param>
/// <param name="ActiveDaysSoFar">Active days in the last 30.</param>
public sealed record TierProgress(
    Tier Tier, long TokensNeeded, long TokensSoFar, int ActiveDaysNeeded, int ActiveDaysSoFar);
