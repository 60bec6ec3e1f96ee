using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Whether a board ranks people or teams.</summary>
public enum BoardSubject : byte
{
    Person = 0,
    Team = 1,
}

/// <summary>What a board is asked for.</summary>
/// <param name="Board">A name from <see cref="BoardNames"/>.</param>
/// <param name="Team">Id of a team whose subtree counts, or <see langword="null"/>.</param>
/// <param name="Limit">At most this many rows, 1 to 250; game rules may give fewer.</param>
public sealed record BoardQuery(
    string Board, DayRange Window, BoardSubject Subject, UsageFilter Filter, string? Team, int Limit,
    bool LeaveOutReasoning = false, bool LeaveOutCacheReads = false);

/// <summary>The boards there are.</summary>
public static class BoardNames
{
    public const string Tokens = "tokens";
    public const string Cost = "cost";
    public const string Breadth = "breadth";
    public const string Cache = "cache";
    public const string Score = "score";
    public const string Consistency = "consistency";
    public const string Focus = "focus";

    /// <summary>Of declared automation instead of people.</summary>
    public const string Fleet = "fleet";

    public static IReadOnlyList<string> All { get; } = [Tokens, Score, Consistency, Focus, Cost, Breadth, Cache, Fleet];
}

/// <summary>Monthly tiers, lowest first.</summary>
public enum Tier : byte
{
    None = 0,
    Bronze = 1,
    Silver = 2,
    Gold = 3,
    Platinum = 4,
    Emerald = 5,
}

/// <summary>One row of a board.</summary>
/// <param name="Rank">From 1; ties share a rank and the next rank is skipped. 0 only in one's own row, without a place.</param>
/// <param name="Change">Ranks climbed since the window before (negative: fallen); <see langword="null"/> when unranked then.</param>
/// <param name="Id">Of the person or team.</param>
/// <param name="Name">As shown to others.</param>
/// <param name="Team">Name of the person's present team, or <see langword="null"/>.</param>
/// <param name="Score">What the board ranks by: tokens, points, weeks, dollars, effective models, dollars per million.</param>
/// <param name="Sums">Over the window and filter.</param>
/// <param name="Tier">As of the window's last day (see <see cref="Awards"/>); <see cref="Ranking.Tier.None"/> for teams.</param>
/// <param name="Titles">Ids such as <c>token-legend</c>, most telling first.</param>
/// <param name="MeteredShare">Share of the tokens that a gateway or vendor counted, or two sources agree on, 0 to 1.</param>
/// <param name="Days">Tokens per day of the window, oldest first, for a sparkline; at most 31 points (longer windows are binned evenly).</param>
/// <param name="Models">Share of the tokens per canonical model, largest first, at most five; the rest is what is missing from 1.</param>
/// <param name="Members">Participants with usage, for teams; 1 for people.</param>
/// <param name="Parts">What the score is made of, on the boards of the game; empty on others.</param>
public sealed record Standing(
    int Rank, int? Change, string Id, string Name, string? Team, double Score, UsageSums Sums, Tier Tier,
    IReadOnlyList<string> Titles, double MeteredShare, IReadOnlyList<long> Days, IReadOnlyList<ModelShare> Models, int Members,
    IReadOnlyList<StandingPart> Parts)
{
    private readonly IReadOnlyList<string>? _recognitions;

    /// <summary>Share of the tokens that came under a key or device of somebody's own, 0 to 1; the rest names them, and nobody has shown that it is theirs.</summary>
    public double KnownShare { get; init; }

    /// <summary>Whether whoever sees this row may see dollars; without, those of <see cref="Sums"/> are zero and mean nothing.</summary>
    public bool ShowsDollars { get; init; } = true;

    /// <summary>Whether whoever sees this row may see tokens and calls; without, <see cref="Sums"/> are zero and mean nothing.</summary>
    public bool ShowsUsage { get; init; } = true;

    /// <summary>At list price; <see langword="null"/> when unpriced or not to be seen.</summary>
    public decimal? ListCostUsd => ShowsDollars && ShowsUsage ? Sums.ListCostUsd : null;

    /// <summary>Those of the titles that a page shows in its list: see <see cref="Ranking.Recognitions"/>.</summary>
    public IReadOnlyList<string> Recognitions
    {
        get => _recognitions ?? Titles;
        init => _recognitions = value;
    }
}

public sealed record ModelShare(string Model, string Provider, double Share);

/// <summary>The distribution beside the total; about participants only, and about people even where teams are ranked.</summary>
/// <param name="Participants">Who takes part, under the filter's team, with or without usage.</param>
/// <param name="Active">Of them, with usage in the window.</param>
/// <param name="MedianTokens">Of the active.</param>
/// <param name="TopPercentShare">Share of all tokens used by the first 1% of the active (at least one person), 0 to 1; <see langword="null"/> when
/// they are too few to be told about.</param>
/// <param name="Sums">Of all participants.</param>
/// <param name="NaiveCostUsd">Every priced token at the mean of its model's input and output price: the figure the press would print.</param>
/// <param name="Withheld">The question leaves fewer people than the smallest group, or the answer would tell of fewer when compared with
/// others: everything after <see cref="Participants"/> is left out (zero or <see langword="null"/>), since it would be about single people.</param>
/// <param name="TeamsWithheld">Teams that are not ranked because they have fewer people than the smallest group, or would tell of a team that has.</param>
/// <param name="Needed">Participants from which there is a board; 0 where there is one.</param>
/// <param name="Pulse">Where there is none yet, the edge of the band that all their tokens are in; <see langword="null"/> of fewer than a group.</param>
public sealed record Population(
    int Participants, int Active, long MedianTokens, double? TopPercentShare, UsageSums Sums, decimal? NaiveCostUsd,
    bool Withheld = false, int TeamsWithheld = 0, int Needed = 0, long? Pulse = null);

/// <summary>A board at one moment: immutable, serialised once.</summary>
/// <param name="Listed">How many rows the game's list length allows; <see cref="Standings"/> may be cut shorter by the limit.</param>
/// <param name="Sequence">Grows with every change of this board.</param>
/// <param name="Focus">What the month of the window's last day puts first.</param>
public sealed record BoardSnapshot(
    BoardQuery Query, DateTimeOffset GeneratedAt, string RulesVersion, string PriceBook, long Sequence, Population Population,
    int Listed, IReadOnlyList<Standing> Standings, BoardFocus Focus);

/// <summary>What a month puts first.</summary>
/// <param name="Counts">A measure's name such as <c>commits</c>; <see langword="null"/> while nothing that could tell is connected.</param>
/// <param name="Target">What fills it at 5 working days a week.</param>
public sealed record BoardFocus(string Name, string? Counts, int? Target);
