using System.Text.Json.Serialization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Boards;

/// <summary>Company days, end excluded.</summary>
public sealed record WindowJson(DateOnly From, DateOnly To)
{
    public static WindowJson Of(DayRange days) => new(days.Start, days.End);
}

/// <param name="CacheWrite">The sum of its three.</param>
/// <param name="Reasoning">Part of the output.</param>
public sealed record TokensJson(
    long Total, long UncachedInput, long CacheRead, long CacheWrite, long CacheWrite5m, long CacheWrite1h, long CacheWriteUnknown, long Output,
    long Reasoning)
{
    public static TokensJson Of(in UsageSums sums) => new(
        sums.Tokens.TotalTokens, sums.Tokens.UncachedInputTokens, sums.Tokens.CacheReadTokens, sums.Tokens.CacheWriteTokens,
        sums.Tokens.CacheWrite5mTokens, sums.Tokens.CacheWrite1hTokens, sums.Tokens.CacheWriteUnknownTokens, sums.Tokens.OutputTokens,
        sums.Tokens.ReasoningTokens);
}

/// <param name="Name">As others see it; never an e-mail.</param>
/// <param name="Team">Name of the present team.</param>
public sealed record PersonRefJson(string Id, string Name, string? Team);

public sealed record TeamRefJson(string Id, string Name);

public sealed record ModelShareJson(string Model, string Provider, double Share);

/// <param name="Points">Null when there is nothing to measure it by: it adds nothing, and no other part takes its points.</param>
/// <param name="Most">What it can be at most.</param>
public sealed record PartJson(string Name, double? Points, double Most);

/// <summary>One row: of a person, or of a team.</summary>
/// <param name="Change">Ranks climbed since the window before; null when it had no place then.</param>
/// <param name="Tokens">Null, like <paramref name="Requests"/>, where the company's policy keeps others' usage to the boards that rank by it.</param>
/// <param name="ListCostUsd">Of what has a price; null when nothing has, or where the policy keeps others' dollars back, like the three after it.</param>
/// <param name="CostSpreadUsd">How far unknown cache lifetimes leave the cost open.</param>
/// <param name="Tier">Null below the first, and for teams.</param>
/// <param name="Recognitions">Those of the titles that a page shows in its list.</param>
/// <param name="MeteredShare">Of the tokens, what a gateway or vendor counted, or two sources agree on.</param>
/// <param name="KnownShare">Of the tokens, what came under a key or device of somebody's own; the rest only names them.</param>
/// <param name="Members">Participants with usage; of teams only.</param>
/// <param name="Parts">What the score is made of; on the boards of the game only.</param>
public sealed record StandingJson(
    int Rank,
    int? Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PersonRefJson? Person,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TeamRefJson? Team,
    double Score,
    TokensJson? Tokens,
    long? Requests,
    decimal? ListCostUsd,
    decimal? CostSpreadUsd,
    decimal? CacheSavedUsd,
    long? UnpricedTokens,
    string? Tier,
    IReadOnlyList<string> Titles,
    IReadOnlyList<string> Recognitions,
    double MeteredShare,
    double KnownShare,
    IReadOnlyList<long> Days,
    IReadOnlyList<ModelShareJson> Models,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Members,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PartJson>? Parts = null)
{
    private const decimal NanoPerUsd = 1_000_000_000m;

    public static StandingJson Of(Standing standing, BoardSubject subject)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var isPerson = subject is BoardSubject.Person;
        return new(
            standing.Rank, standing.Change,
            isPerson ? new(standing.Id, standing.Name, standing.Team) : null,
            isPerson ? null : new(standing.Id, standing.Name),
            standing.Score, standing.ShowsUsage ? TokensJson.Of(standing.Sums) : null, standing.ShowsUsage ? standing.Sums.Requests : null, standing.ListCostUsd,
            standing.ShowsDollars ? standing.Sums.CostSpreadNanoUsd / NanoPerUsd : null, standing.ShowsDollars ? standing.Sums.CacheSavedNanoUsd / NanoPerUsd : null,
            standing.ShowsDollars ? standing.Sums.UnpricedTokens : null,
            standing.Tier is Core.Ranking.Tier.None ? null : Core.Ranking.Titles.NameOf(standing.Tier), standing.Titles, standing.Recognitions, standing.MeteredShare, standing.KnownShare, standing.Days,
            [.. standing.Models.Select(m => new ModelShareJson(m.Model, m.Provider, m.Share))],
            isPerson ? null : standing.Members,
            standing.Parts.Count == 0 ? null : [.. standing.Parts.Select(static part => new PartJson(part.Name, part.Points, part.Most))]);
    }
}

/// <summary>About participants only. Everything after <paramref name="Withheld"/> is null when it would be about too few of them.</summary>
/// <param name="Active">Of the participants, with usage.</param>
/// <param name="TopPercentShare">Of all tokens, by the first 1% of the active, at least one; null when they are too few.</param>
/// <param name="NaiveCostUsd">Every priced token at the mean of its model's input and output price.</param>
/// <param name="TeamsWithheld">Teams without a rank because they have too few people.</param>
/// <param name="Needed">Participants from which there is a board; absent where there is one.</param>
/// <param name="PulseTokens">Where there is none yet, the lower edge of the band that all tokens are in; absent of fewer than a group.</param>
public sealed record PopulationJson(
    int Participants, bool Withheld, int? Active, long? TotalTokens, long? MedianTokens, double? TopPercentShare, decimal? ListCostUsd,
    decimal? NaiveCostUsd, long? UnpricedTokens, long? Requests, TokensJson? Tokens, int TeamsWithheld,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Needed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PulseTokens = null)
{
    public static PopulationJson Of(Population population)
    {
        ArgumentNullException.ThrowIfNull(population);
        var sums = population.Sums;
        return population.Withheld
            ? new(population.Participants, true, null, null, null, null, null, null, null, null, null, population.TeamsWithheld,
                population.Needed > 0 ? population.Needed : null, population.Pulse)
            : new(population.Participants, false, population.Active, sums.Tokens.TotalTokens, population.MedianTokens, population.TopPercentShare,
                sums.ListCostUsd, population.NaiveCostUsd, sums.UnpricedTokens, sums.Requests, TokensJson.Of(sums), population.TeamsWithheld);
    }
}

/// <summary>A board, and with its last two members a patch: <see cref="PublishedBoard"/> writes both, row by row.</summary>
/// <param name="Board">A name of <see cref="BoardNames"/>.</param>
/// <param name="By">person or team.</param>
/// <param name="Sequence">Grows by one with every change of this board.</param>
/// <param name="Listed">How many rows the game's list length allows. Rows may be fewer: a limit, or private participants, whose ranks are skipped.</param>
/// <param name="Standings">Equals stand in the order of their ids. In a patch: the rows that changed or are new.</param>
/// <param name="PreviousSequence">Of the state that a patch changes.</param>
/// <param name="Removed">Ids that are gone from the list, in a patch.</param>
internal sealed record BoardDocumentJson(
    string Board, string By, WindowJson Window, DateTimeOffset GeneratedAt, string RulesVersion, string PriceBook, long Sequence, int Listed,
    FocusJson Focus, PopulationJson Population, IReadOnlyList<StandingJson> Standings, long? PreviousSequence = null, IReadOnlyList<string>? Removed = null);

/// <summary>What the month of the window's last day puts first.</summary>
/// <param name="Counts">A measure's name such as <c>commits</c>; null while nothing that could tell is connected.</param>
/// <param name="Target">What fills it at 5 working days a week.</param>
internal sealed record FocusJson(string Name, string? Counts, int? Target)
{
    public static FocusJson Of(BoardFocus focus) => new(focus.Name, focus.Counts, focus.Target);
}

/// <summary>What boards and windows there are.</summary>
internal sealed record BoardsJson(IReadOnlyList<BoardKindJson> Boards, IReadOnlyList<NamedWindowJson> Windows, string DefaultWindow, string RulesVersion);

/// <param name="Unit">Of the score.</param>
internal sealed record BoardKindJson(string Name, string Unit);

internal sealed record NamedWindowJson(string Name, DateOnly From, DateOnly To);

/// <summary>Where somebody stands, for themselves.</summary>
public sealed record OwnStandingJson(StandingJson Standing, double Percentile, double? ToNextRank, TierProgressJson? NextTier)
{
    /// <summary>Such as <c>2026-11</c>, for who is out of the season in which the window ends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OutOfSeason { get; init; }

    public static OwnStandingJson Of(OwnStanding own, BoardSubject subject)
    {
        ArgumentNullException.ThrowIfNull(own);
        return new(StandingJson.Of(own.Standing, subject), own.Percentile, own.ToNextRank,
            own.NextTier is { } next
                ? new(Core.Ranking.Titles.NameOf(next.Tier), next.TokensNeeded, next.TokensSoFar, next.ActiveDaysNeeded, next.ActiveDaysSoFar)
                : null)
        {
            OutOfSeason = own.OutOfSeason?.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}

public sealed record TierProgressJson(string Tier, long TokensNeeded, long TokensSoFar, int ActiveDaysNeeded, int ActiveDaysSoFar);

/// <param name="Own">Percentile, distance and next tier; null when it is about somebody else.</param>
internal sealed record ExplanationJson(
    string Board, WindowJson Window, string RulesVersion, StandingJson Standing, OwnStandingJson? Own, double Score, string Unit,
    IReadOnlyList<NumberJson> Inputs, string Formula, IReadOnlyList<ExplainedPartJson> Parts, AwardedTierJson? Tier, ActiveDaysJson ActiveDays, IReadOnlyList<TitleJson> Titles,
    IReadOnlyDictionary<string, double> Settings)
{
    /// <summary>Weeks in a row with the floor met: one's own, or somebody's who shares them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StreakJson? Streak { get; init; }

    public static ExplanationJson Of(BoardExplanation explanation, BoardQuery query, bool isOwn) => new(
        query.Board, WindowJson.Of(query.Window), explanation.RulesVersion, StandingJson.Of(explanation.Own.Standing, query.Subject),
        isOwn ? OwnStandingJson.Of(explanation.Own, query.Subject) : null, explanation.Own.Standing.Score, explanation.Unit,
        [.. explanation.Inputs.Select(NumberJson.Of)], explanation.Formula,
        [.. explanation.Parts.Select(p => new ExplainedPartJson(p.Name, p.Points, p.Most, [.. p.Inputs.Where(input => isOwn || !input.IsPrivate).Select(NumberJson.Of)], p.Formula))],
        explanation.Tier is { } tier ? new(Core.Ranking.Titles.NameOf(tier.Tier), tier.Season, tier.On) : null,
        new(WindowJson.Of(DayRange.LastDays(explanation.AsOf, 30)), explanation.ActiveDays, explanation.ActiveDaysByCalls),
        [.. explanation.Titles.Select(title => TitleJson.Of(title, isOwn || title.Awarded))],
        explanation.Settings.ToDictionary(s => s.Name, s => s.Value))
    {
        Streak = explanation.Streak is { } streak && (isOwn || explanation.SharesStreak) ? StreakJson.Of(streak, isOwn) : null,
    };
}

/// <summary>Weeks in a row with the floor met.</summary>
/// <param name="MayBeLonger">It reaches back to where nothing is known any more.</param>
/// <param name="FreezesLeft">This quarter; of one's own only.</param>
/// <param name="Weeks">Oldest first, the present one last; of one's own only.</param>
internal sealed record StreakJson(int Length, bool MayBeLonger, int? FreezesLeft, IReadOnlyList<StreakWeekJson>? Weeks)
{
    public static StreakJson Of(Streak streak, bool isOwn) => new(
        streak.Weeks, streak.MayBeLonger, isOwn ? streak.FreezesLeft : null,
        isOwn ? [.. streak.Known.Select(static week => new StreakWeekJson(week.Monday, week.ActiveDays, NameOf(week.Kind)))] : null);

    private static string NameOf(StreakWeekKind kind) => kind switch
    {
        StreakWeekKind.Met => "met",
        StreakWeekKind.Frozen => "frozen",
        StreakWeekKind.Open => "open",
        _ => "missed",
    };
}

/// <param name="Week">Its Monday.</param>
/// <param name="Kind"><c>met</c>, <c>frozen</c>, <c>missed</c>, or <c>open</c> for the present week.</param>
internal sealed record StreakWeekJson(DateOnly Week, int ActiveDays, string Kind);

internal sealed record NumberJson(string Name, double Value, string Unit)
{
    public static NumberJson Of(ExplainedInput input) => new(input.Name, input.Value, input.Unit);
}

/// <param name="Points">Null when it is not measured; the formula says why.</param>
internal sealed record ExplainedPartJson(string Name, double? Points, double Most, IReadOnlyList<NumberJson> Inputs, string Formula);

/// <param name="Season">First day of the month whose tokens counted.</param>
internal sealed record AwardedTierJson(string Tier, DateOnly Season, DateOnly On);

/// <param name="Days">Null, like <paramref name="ByCalls"/>, where the company's policy keeps others' days back.</param>
/// <param name="ByCalls">Of the days, those that only calls prove: their agents report no signals.</param>
internal sealed record ActiveDaysJson(WindowJson Window, int? Days, int? ByCalls);

internal sealed record TitleJson(string Title, bool Awarded, WindowJson Window, IReadOnlyList<ConditionJson> Conditions)
{
    /// <param name="withEvidence">What somebody is short of, and whether a finding is open, is theirs alone to read.</param>
    public static TitleJson Of(TitleEvidence evidence, bool withEvidence) => new(
        evidence.Title, evidence.Awarded, WindowJson.Of(evidence.Days),
        [.. (withEvidence ? evidence.Conditions : []).Select(c => new ConditionJson(
            c.Name,
            c.Verdict switch { Verdict.Met => "met", Verdict.NotMet => "notMet", _ => "notYetJudged" },
            c.Value, c.Threshold, c.Unit))]);
}

/// <param name="Verdict"><c>met</c>, <c>notMet</c>, or <c>notYetJudged</c> when nothing that could tell is connected.</param>
internal sealed record ConditionJson(string Name, string Verdict, double? Value, double? Threshold, string Unit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StandingJson))]
[JsonSerializable(typeof(PopulationJson))]
[JsonSerializable(typeof(WindowJson))]
[JsonSerializable(typeof(FocusJson))]
[JsonSerializable(typeof(BoardDocumentJson))]
[JsonSerializable(typeof(BoardsJson))]
[JsonSerializable(typeof(OwnStandingJson))]
[JsonSerializable(typeof(ExplanationJson))]
internal sealed partial class BoardJson : JsonSerializerContext;
