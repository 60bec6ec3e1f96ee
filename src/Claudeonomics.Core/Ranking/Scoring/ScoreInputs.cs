using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What the parts of a score that follow the window are computed from.</summary>
/// <param name="Weighted">Weighted tokens that count, in hundredths.</param>
/// <param name="Tokens">All tokens: nobody without any has a place.</param>
/// <param name="Carried">Weighted tokens that prompts, decisions and accepted edits carry, in hundredths: no more of them count.
/// <see langword="null"/> when nothing tells of any.</param>
/// <param name="OutcomeThousandths">Outcomes that count; <see langword="null"/> when nothing tells of any.</param>
public readonly record struct ScoreInputs(
    long Weighted, long Tokens, long? OutcomeThousandths, long CacheSavedNanoUsd, long ContextTokens, long Requests, long? Carried = null)
{
    /// <summary>What somebody's own acts carry of their tokens: ten times the tokens with the same acts are no more volume.</summary>
    /// <remarks>Prompts can be scripted by the hundred, so they carry only beside what was decided or accepted; whoever does hardly any of
    /// that, who asks and reads, is carried by prompts alone as far as those whose agents tell of no acts.</remarks>
    /// <param name="untold">From <see cref="CarriedUntold"/>.</param>
    /// <returns>In hundredths of weighted tokens; <see langword="null"/> when nothing at all was reported: then a zero says nothing.</returns>
    public static long? CarriedBy(in ScoredActs activity, long untold, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (!activity.IsAny)
        {
            return null;
        }

        var unit = (long)rules.CarryPerSignal * TokenWeights.Unit;
        var acts = activity.HumanSignals - activity.Prompts + activity.EditsAccepted;
        var prompts = Math.Min(activity.Prompts, acts * rules.CarryPromptsPercent / 100);
        return Math.Max(Proportion.Of(acts + prompts, unit, 1), Math.Min(Proportion.Of(activity.HumanSignals, unit, 1), untold));
    }

    /// <summary>What counts of somebody's tokens whose agents tell of no acts.</summary>
    /// <returns>In hundredths of weighted tokens.</returns>
    public static long CarriedUntold(DayRange days, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.CarryUntold * TokenWeights.Unit * days.Days / 30;
    }

    /// <summary>Takes what nothing carries out of volume, and its calls out of what makes a cache rate mean something.</summary>
    /// <param name="others">Who tells nothing is carried as far as this, in hundredths.</param>
    internal ScoreInputs Limited(long others)
    {
        var limit = Carried ?? others;
        return Weighted <= limit ? this : this with { Weighted = limit, Requests = Proportion.Of(Requests, limit, Weighted) };
    }

    /// <summary>Outcomes as far as agents report them themselves: accepted edits, commits and pull requests, each so many to an outcome. Work that is cut
    /// into more commits and requests is no more work, so an outcome takes some accepted edits at least.</summary>
    /// <returns>In thousandths; <see langword="null"/> when nothing at all was reported: then a zero says nothing.</returns>
    public static long? ReportedOutcomes(in ScoredActs activity, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return activity.IsAny
            ? Math.Min(
                (activity.EditsAccepted * 1_000 / rules.OutcomeEdits) + (activity.Commits * 1_000 / rules.OutcomeCommits) + (activity.PullRequests * 1_000 / rules.OutcomePullRequests),
                activity.EditsAccepted * 1_000 / rules.OutcomeLeastEdits)
            : null;
    }

    /// <summary>Outcomes per weighted million, in thousandths of an outcome per weighted billion.</summary>
    /// <returns><see langword="null"/> below the number of outcomes from which it means something.</returns>
    public long? OutcomeRate(GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return OutcomeThousandths is { } outcomes && outcomes >= rules.EfficiencyOutcomes * 1_000L && Weighted > 0
            ? Proportion.Of(outcomes, 1_000_000_000L * TokenWeights.Unit, Weighted)
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
