using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Reads what scores are computed from, for every row of a scope.</summary>
internal static class ScoreReader
{
    /// <param name="inputs">Length <see cref="BoardScope.Rows"/>; all are set.</param>
    public static void Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<ScoreInputs> inputs)
    {
        using var sums = new Scratch<WeightedUsage>(scope.Rows);
        data.SumWeighted(rules.Weights, days, filter, scope, sums.Span);
        using var counted = new Scratch<long>(scope.Rows);
        var usage = sums.Span;
        var weighted = counted.Span;
        for (var row = 0; row < usage.Length; row++)
        {
            weighted[row] = usage[row].Weighted;
        }

        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, weighted);
        var knowsActivity = KnowsActivity(data, days, filter);
        using var activity = new Scratch<ScoredActs>(scope.Rows);
        if (knowsActivity)
        {
            data.SumActivity(days, filter.Agent, scope, activity.Span);
        }

        using var outcomes = new Scratch<long>(scope.Rows);
        ReadOutcomes(days, filter, scope, awards, rules, knowsActivity, activity.Span, outcomes.Span);
        var acts = activity.Span;
        var known = outcomes.Span;
        var others = ScoreInputs.CarriedUntold(days, rules);
        for (var row = 0; row < inputs.Length; row++)
        {
            ref readonly var sum = ref usage[row];

            // What caches saved cannot be told apart by what is counted, so it is not measured where something is not.
            var requests = weighted[row] < sum.Weighted ? 0 : sum.Requests;
            var read = new ScoreInputs(
                weighted[row], sum.Tokens, known[row] < 0 ? null : known[row], sum.CacheSavedNanoUsd, sum.Tokens - sum.OutputTokens, requests,
                knowsActivity ? ScoreInputs.CarriedBy(acts[row], others, rules) : null);
            inputs[row] = knowsActivity ? read.Limited(others) : read;
        }
    }

    /// <summary>Whether what agents report can be told under some choices: signals name no model, and are kept by day for a while only.</summary>
    public static bool KnowsActivity(IBoardData data, DayRange days, UsageFilter filter) =>
        filter is { Provider: null, Model: null } && days.Start >= data.ActivityFrom;

    // Thousandths, or -1 where nothing tells.
    private static void ReadOutcomes(
        DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, bool knowsActivity, ReadOnlySpan<ScoredActs> activity,
        Span<long> outcomes)
    {
        // Linked outcomes name no agent or model: under such a filter what the agents report still counts.
        if (awards.Outcomes.IsConnected && filter == UsageFilter.All)
        {
            awards.Outcomes.Add(days, scope, rules, outcomes);
            foreach (ref var hundredths in outcomes)
            {
                hundredths *= 10;
            }
        }
        else if (knowsActivity)
        {
            for (var row = 0; row < outcomes.Length; row++)
            {
                outcomes[row] = ScoreInputs.ReportedOutcomes(activity[row], rules) ?? -1;
            }
        }
        else
        {
            outcomes.Fill(-1);
        }
    }
}
