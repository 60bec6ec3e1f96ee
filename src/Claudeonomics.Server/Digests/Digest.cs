using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>What a group is told about a week or a season: sums of those who take part, what they did together, and the few rows that every
/// reader of the boards sees.</summary>
/// <param name="About">The company, or a team's name.</param>
/// <param name="Team">Id of the team; <see langword="null"/> for the company.</param>
/// <param name="Days">The days it is about.</param>
/// <param name="Tokens">All tokens of those who take part.</param>
/// <param name="TokensBefore">The same, over as many days before; <see langword="null"/> where nothing may be told of them, or no
/// more than a band.</param>
/// <param name="Participants">Who takes part.</param>
/// <param name="Active">Of them, with usage.</param>
/// <param name="MedianTokens">Of the active.</param>
/// <param name="CostUsd">List-price equivalent of what has a price; <see langword="null"/> when nothing has one.</param>
/// <param name="UnpricedTokens">Tokens whose model has no price.</param>
/// <param name="Together">What the agents report that became of it; a measure nobody reported is left out.</param>
/// <param name="Focus">What the month of the last day puts first.</param>
/// <param name="Leading">The first of <c>score</c> over the 30 days that end with it, as others see them; at most three.</param>
/// <param name="Daily">Tokens of each day, oldest first; empty where the company's policy tells of no single days.</param>
/// <param name="Url">The board, where the server knows its own address.</param>
/// <param name="Heads">To be kept by whoever gets the digest: a history that is rewritten later does not pass through them.</param>
public sealed record Digest(
    string About, string? Team, DigestOccasion Occasion, DayRange Days, long Tokens, long? TokensBefore, int Participants, int Active,
    long MedianTokens, decimal? CostUsd, long UnpricedTokens, IReadOnlyList<DigestSum> Together, BoardFocus Focus,
    IReadOnlyList<DigestRow> Leading, IReadOnlyList<long> Daily, string? Url, DigestHeads? Heads = null)
{
    /// <summary>How much the tokens grew; <see langword="null"/> when there were none before.</summary>
    public double? Growth => TokensBefore is > 0 and var before ? ((double)Tokens / before) - 1 : null;

    /// <summary>Such as "Week of 16 to 22 November 2026".</summary>
    public string Title => Occasion is DigestOccasion.Season ? $"Season of {DigestWords.Month(Days.Start)}" : $"Week of {DigestWords.Days(Days)}";

    /// <summary>Such as "1.2 B tokens, 12% more than the week before".</summary>
    public string Headline => $"{Figure.Tokens(Tokens)} tokens{DigestWords.Growth(this)}";
}

/// <summary>Heads of the chains at the moment of sending.</summary>
/// <param name="At">That moment.</param>
/// <param name="AccessLog">Signed; <see langword="null"/> while nobody has looked at anything.</param>
public sealed record DigestHeads(DateTimeOffset At, LedgerHead Ledger, SignedHead? AccessLog);

/// <summary>Something that a group did.</summary>
/// <param name="Name">Such as "commits", or "commit" of one.</param>
public sealed record DigestSum(string Name, long Count);

/// <summary>A row that every reader of the boards sees.</summary>
/// <param name="Name">As shown to others.</param>
/// <param name="Points">Of 1,000.</param>
/// <param name="Titles">Such as "Cache Wizard": those that <see cref="Recognitions"/> leaves.</param>
public sealed record DigestRow(int Rank, string Name, double Points, IReadOnlyList<string> Titles);
