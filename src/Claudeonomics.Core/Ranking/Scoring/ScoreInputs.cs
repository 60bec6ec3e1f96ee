using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What the parts of a score that follow the window are computed from.</summary>
/// <param name="Weighted">Weighted tokens that count, in hundredths.</param>
/// <param name="Tokens">All tokens: nobody without any has a place.</param>
/// <param name="OutcomeThousandths">Outcomes that count; <see langword="null"/> when nothing tells of any.</param>
public readonly record struct ScoreInputs(
    long Weighted, long Tokens, long? OutcomeThousandths, long CacheSavedNanoUsd, long ContextTokens, long Requests)
{
    /// <summary>Outcomes as far as agents report them themselves: accepted edits, commits and pull requests, each so many to an outcome.</summary>
    /// <returns>In thousandths; <see langword="null"/> when nothing at all was reported: then a zero says nothing.</returns>
    public static long? ReportedOutcomes(in ActivitySums activity, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return activity.IsAny
            ? (activity.EditsAccepted * 1_000 / rules.OutcomeEdits) + (activity.Commits * 1_000 / rules.OutcomeCommits) + (activity.PullRequests * 1_000 / rules.OutcomePullRequests)
            : null;
    }

    /// <summary>Outcomes per weighted million, in thousandths of an outcome per weighted billion.</summary>
    /// <returns><see langword="null"/> below the number of outcomes from which it means something.</returns>
    public long? OutcomeRate(GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return OutcomeThousandths is { } outcomes && outcomes >= rules.EfficiencyOutcomes * 1_000L && Weighted > 0
            ? (long)Int128.Min(long.MaxValue / 4, (Int128)outcomes * 1_000_000_000 * TokenWeights.Unit / Weighted)
            : null;
    }

    /// <summary>Nano-dollars that caches saved per million tokens of context.</summary>
    /// <returns><see langword="null"/> below the number of calls from which it means something.</returns>
    public long? CacheRate(GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Requests >= rules.CacheCalls && ContextTokens > 0 ? CacheBoard.RateOf(CacheSavedNanoUsd, ContextTokens) : null;
    }
}
