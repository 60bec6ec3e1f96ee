using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>How one participant's number on a board came about: recomputed from its inputs, not copied from the list.</summary>
/// <param name="Own">The place, with the sums by bucket, the shares of models and the days.</param>
/// <param name="Unit">Of the score.</param>
/// <param name="Inputs">What the score was computed from, by name, in the order of the formula.</param>
/// <param name="Formula">The computation in words and names of <paramref name="Inputs"/>.</param>
/// <param name="Tier">What gives the tier worn, or <see langword="null"/>.</param>
/// <param name="ActiveDays">Of the last 30; those that only calls prove are in <paramref name="ActiveDaysByCalls"/>.</param>
/// <param name="Titles">Evidence for every title, awarded or not.</param>
/// <param name="Settings">Every number of the rules, by name.</param>
public sealed record BoardExplanation(
    OwnStanding Own, string Unit, IReadOnlyList<ExplainedInput> Inputs, string Formula, TierAward? Tier, DateOnly AsOf,
    int ActiveDays, int ActiveDaysByCalls, IReadOnlyList<TitleEvidence> Titles, string RulesVersion, DayRange Window,
    IReadOnlyList<ExplainedInput> Settings);

/// <param name="Unit">Empty for a number of the rules.</param>
public sealed record ExplainedInput(string Name, double Value, string Unit);
