using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Privacy;

/// <summary>How often what others see of a participant changes. One's own figures are always live.</summary>
public enum StepOfOthers : byte
{
    /// <summary>Within a second or two.</summary>
    Live = 0,

    /// <summary>At the full hour.</summary>
    Hourly = 1,

    /// <summary>At the beginning of the company's day.</summary>
    Daily = 2,
}

/// <summary>How closely others see a participant's figures.</summary>
public enum DetailOfOthers : byte
{
    /// <summary>As they are.</summary>
    Exact = 0,

    /// <summary>Three digits that count.</summary>
    ThreeDigits = 1,

    /// <summary>The lower edge of a band: 1, 2 or 5 times a power of ten.</summary>
    Bands = 2,
}

/// <summary>What others may see of a participant, and of how few a group may consist that is told about.</summary>
/// <remarks>
/// A policy sets every line at once, and a company may set each by itself; the table is in docs/privacy.md. Nothing here is about one's own
/// figures, which are exact, live and complete under every policy.
/// </remarks>
public sealed record PrivacyPolicy
{
    /// <summary>For people who know each other.</summary>
    public static PrivacyPolicy Open { get; } = new()
    {
        Name = "open", ShownAs = Participation.Named, Step = StepOfOthers.Live, Detail = DetailOfOthers.Exact, ShowsDaysAndDollars = true,
        SmallestGroup = 3, SmallestBoard = 1, OnlyThePersonOptsIn = false,
    };

    /// <summary>The default: for a company.</summary>
    public static PrivacyPolicy Balanced { get; } = new()
    {
        Name = "balanced", ShownAs = Participation.Pseudonym, Step = StepOfOthers.Hourly, Detail = DetailOfOthers.ThreeDigits, ShowsDaysAndDollars = false,
        SmallestGroup = 5, SmallestBoard = 10, OnlyThePersonOptsIn = true,
    };

    /// <summary>For a company with a works council.</summary>
    public static PrivacyPolicy Strict { get; } = new()
    {
        Name = "strict", ShownAs = Participation.Pseudonym, Step = StepOfOthers.Daily, Detail = DetailOfOthers.Bands, ShowsDaysAndDollars = false,
        SmallestGroup = 10, SmallestBoard = 20, OnlyThePersonOptsIn = true,
    };

    /// <summary>From the most open to the strictest.</summary>
    public static IReadOnlyList<PrivacyPolicy> All { get; } = [Open, Balanced, Strict];

    /// <summary><c>open</c>, <c>balanced</c> or <c>strict</c>: whose lines these are, but for those that the company set by itself.</summary>
    public required string Name { get; init; }

    /// <summary>What is chosen for whoever has not chosen how they appear; <see cref="Participation.Named"/> or <see cref="Participation.Pseudonym"/>.</summary>
    public required Participation ShownAs { get; init; }

    public required StepOfOthers Step { get; init; }

    public required DetailOfOthers Detail { get; init; }

    /// <summary>Whether others see dollars, single days (small lines, calendars, <c>today</c>) and windows of fewer than <see cref="ShortestWindow"/> days.</summary>
    public required bool ShowsDaysAndDollars { get; init; }

    /// <summary>Of how many people an aggregate is made at least; 3 to 100.</summary>
    public required int SmallestGroup { get; init; }

    /// <summary>From so many participants on there is a board; 1 to 1,000. Below it people see their own history and how many are missing.</summary>
    /// <remarks>Twice the smallest group, so that those beyond the list are a group too.</remarks>
    public required int SmallestBoard { get; init; }

    /// <summary>Whether nobody else may say that somebody takes part: no import, no administrator, no directory.</summary>
    public required bool OnlyThePersonOptsIn { get; init; }

    /// <summary>Days of the shortest window that others may be looked at in.</summary>
    public int ShortestWindow => ShowsDaysAndDollars ? 1 : 7;

    /// <summary>Whether others are seen as they are at this moment.</summary>
    public bool IsLive => Step is StepOfOthers.Live;

    /// <summary>Whether what is told of groups must hold against whoever adds and subtracts: no gaps in ranks, no totals under a filter, no group
    /// that the others leave over.</summary>
    public bool GuardsGroups => Detail is not DetailOfOthers.Exact;

    /// <summary>Whether any line lets others see more of anybody, or more of few people, than another policy's does.</summary>
    public bool ShowsMoreThan(PrivacyPolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (ShownAs is Participation.Named && other.ShownAs is not Participation.Named)
            || Step < other.Step
            || Detail < other.Detail
            || (ShowsDaysAndDollars && !other.ShowsDaysAndDollars)
            || SmallestGroup < other.SmallestGroup
            || SmallestBoard < other.SmallestBoard
            || (!OnlyThePersonOptsIn && other.OnlyThePersonOptsIn);
    }

    /// <returns><see langword="null"/> when there is none of that name.</returns>
    public static PrivacyPolicy? Find(string name) => All.FirstOrDefault(policy => policy.Name == name);
}
