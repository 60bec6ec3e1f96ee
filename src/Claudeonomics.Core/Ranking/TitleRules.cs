using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>First of the tokens board.</summary>
public static class PowerUserTitle
{
    /// <param name="rank">On <c>tokens</c> over the days; <see langword="null"/> without usage.</param>
    public static TitleEvidence Judge(DayRange days, int? rank, int participants, GameRules rules) =>
        new(Titles.PowerUser, days, [TitleCondition.Within("tokens-rank", rank, rules.PowerUsers(participants))]);
}

/// <summary>What a Token Legend is judged by.</summary>
/// <param name="Rank">On <c>tokens</c>.</param>
/// <param name="HighestTier">That anyone reached.</param>
/// <param name="CompanyMeteredTokens">Above 0 where a metered or corroborated source exists at all.</param>
/// <param name="Weeks">Weeks (from Monday) with an active day.</param>
/// <param name="WeeksWithResult">Of them, with an edit accepted, a commit or a pull request.</param>
/// <param name="ReportsResults">Somebody's agent reports edits or commits: otherwise the condition has no source.</param>
/// <param name="OpenFindings">Whether there is one; <see langword="null"/> before the first integrity run.</param>
public sealed record TokenLegendInputs(
    int Participants, int? Rank, Tier Tier, Tier HighestTier, long Tokens, long MeteredTokens, long CompanyMeteredTokens,
    int Weeks, int WeeksWithResult, bool ReportsResults, bool? OpenFindings);

/// <summary>The top of the tokens board whose work left something behind.</summary>
public static class TokenLegendTitle
{
    public static TitleEvidence Judge(DayRange days, TokenLegendInputs inputs, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new(Titles.TokenLegend, days,
        [
            TitleCondition.AtLeast("participants", inputs.Participants, rules.LegendParticipants, "people"),
            TitleCondition.Within("tokens-rank", inputs.Rank, rules.Legends(inputs.Participants)),

            // Where nobody has reached a tier yet, being in the highest is no merit: one expensive day would do.
            TitleCondition.AtLeast("highest-tier", (int)inputs.Tier, Math.Max((int)Tier.Bronze, (int)inputs.HighestTier), "tier"),
            inputs.CompanyMeteredTokens > 0
                ? TitleCondition.AtLeast("metered-share", 100.0 * inputs.MeteredTokens / Math.Max(1, inputs.Tokens), rules.LegendMeteredPercent, "percent")
                : TitleCondition.NotConnected("metered-share", "percent"),
            inputs.OpenFindings is { } open
                ? TitleCondition.AtMost("open-findings-at-most", open ? 1 : 0, 0, "findings")
                : TitleCondition.NotConnected("open-findings-at-most", "findings"),
            inputs.ReportsResults
                ? TitleCondition.AtLeast("weeks-with-result", inputs.WeeksWithResult, Math.Max(1, inputs.Weeks), "weeks")
                : TitleCondition.NotConnected("weeks-with-result", "weeks"),
        ]);
    }
}

/// <summary>The longest supervised thread of a season.</summary>
public static class SessionImmortalTitle
{
    /// <param name="season">Month to date.</param>
    /// <param name="seconds">Credited to the best thread of this person, none of them in their quiet hours.</param>
    /// <param name="longestSeconds">Credited to the best thread of all participants.</param>
    public static TitleEvidence Judge(DayRange season, long seconds, long longestSeconds, GameRules rules) =>
        new(Titles.SessionImmortal, season,
        [
            TitleCondition.AtLeast("credited-minutes", seconds / 60, rules.ImmortalLeastMinutes, "minutes"),
            TitleCondition.AtLeast("longest-or-hours", seconds / 3600.0, Math.Min(longestSeconds / 3600.0, rules.ImmortalHours), "hours"),
        ]);
}

/// <summary>One model's part in somebody's days.</summary>
/// <param name="Provider">The one through which most of the calls went.</param>
/// <param name="Prompts">Human prompts of each day, attributed by that day's share of calls.</param>
public sealed record ModelPart(string Model, string Provider, long Calls, double Prompts);

/// <summary>Really uses several models of several providers.</summary>
public static class ModelConnoisseurTitle
{
    // Attributed prompts are sums of fractions: ten thirds three times are ten, whatever the last bit says.
    private const double Rounding = 1e-9;

    /// <param name="models">One per canonical model.</param>
    public static TitleEvidence Judge(DayRange days, IReadOnlyList<ModelPart> models, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(models);
        var prompts = models.Sum(m => m.Prompts);
        var least = Math.Max(rules.ConnoisseurPrompts, prompts * rules.ConnoisseurPromptPercent / 100);
        var counted = models.Where(m => m.Calls > 0 && m.Prompts + Rounding >= least).ToList();
        var effective = Effective.Number(counted.Select(m => m.Calls).ToArray());
        return new(Titles.ModelConnoisseur, days,
        [
            TitleCondition.AtLeast("effective-models", Math.Round(effective, 6), rules.ConnoisseurModels, "models"),
            TitleCondition.AtLeast("providers", counted.Select(m => m.Provider).Distinct(StringComparer.Ordinal).Count(),
                rules.ConnoisseurProviders, "providers"),
        ]);
    }
}

/// <summary>What Cache Wizards are measured against: participants with enough calls.</summary>
/// <param name="SavedRate">The least nano-dollars saved per million in the top quarter.</param>
/// <param name="ReadsPerWrite">The least in the top quarter of those who wrote; <see langword="null"/> when nobody did.</param>
/// <param name="MedianContext">The third quartile of median contexts, in tokens; <see langword="null"/> when not known.</param>
public sealed record CacheCohort(long SavedRate, double? ReadsPerWrite, long? MedianContext);

/// <param name="MedianContext">In tokens; <see langword="null"/> when not known.</param>
public readonly record struct CacheWizardInputs(
    long Requests, long CacheReadTokens, long CacheWriteTokens, long UncachedInputTokens, long SavedNanoUsd, long? MedianContext)
{
    public long ContextTokens => CacheReadTokens + CacheWriteTokens + UncachedInputTokens;

    public double Reuse => ContextTokens == 0 ? 0 : (double)CacheReadTokens / ContextTokens;

    /// <summary>Nano-dollars saved per million tokens of context.</summary>
    public long SavedRate => ContextTokens == 0 ? 0 : CacheBoard.RateOf(SavedNanoUsd, ContextTokens);

    /// <summary><see langword="null"/> where no write is reported: some providers charge none.</summary>
    public double? ReadsPerWrite => CacheWriteTokens == 0 ? null : (double)CacheReadTokens / CacheWriteTokens;
}

/// <summary>Gets the most out of the cache without bloating the context.</summary>
public static class CacheWizardTitle
{
    public static TitleEvidence Judge(DayRange days, in CacheWizardInputs inputs, CacheCohort cohort, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return new(Titles.CacheWizard, days,
        [
            TitleCondition.AtLeast("calls", inputs.Requests, rules.CacheCalls, "calls"),
            TitleCondition.AtLeast("reuse", 100 * inputs.Reuse, rules.WizardReusePercent, "percent"),
            inputs.ReadsPerWrite is { } reads && cohort.ReadsPerWrite is { } best
                ? TitleCondition.AtLeast("reads-per-write", reads, best, "tokens per token")
                : TitleCondition.NotConnected("reads-per-write", "tokens per token"),

            // Where nothing has a price nothing is known to be saved, and the best quarter of nothing is no merit.
            TitleCondition.AtLeast("saved-per-million", inputs.SavedRate / 1e9, Math.Max(1, cohort.SavedRate) / 1e9, "USD per million tokens"),
            inputs.MedianContext is { } context && cohort.MedianContext is { } third
                ? TitleCondition.AtMost("median-context-at-most", context, third, "tokens")
                : TitleCondition.NotConnected("median-context-at-most", "tokens"),
        ]);
    }

    /// <summary>The least number of the top quarter, at least one of them; <see langword="null"/> of none.</summary>
    internal static T? TopQuarter<T>(List<T> values)
        where T : struct, IComparable<T>
    {
        values.Sort();
        return values.Count == 0 ? null : values[^((values.Count + 3) / 4)];
    }

    /// <summary>The number that three quarters are not above; <see langword="null"/> of none.</summary>
    internal static T? ThirdQuartile<T>(List<T> values)
        where T : struct, IComparable<T>
    {
        values.Sort();
        return values.Count == 0 ? null : values[(((3 * values.Count) + 3) / 4) - 1];
    }
}
