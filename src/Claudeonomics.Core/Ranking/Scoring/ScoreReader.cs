using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Reads what scores are computed from, for every row of a scope.</summary>
internal static class ScoreReader
{
    /// <param name="inputs">Length <see cref="BoardScope.Rows"/>; all are set.</param>
    public static void Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<ScoreInputs> inputs)
    {
        using var sums = ScoreSums.Read(data, days, filter, scope, rules);
        Read(data, sums, days, filter, scope, awards, rules, inputs);
    }

    /// <param name="sums">Of the scope's rows, read from the same data.</param>
    /// <inheritdoc cref="Read(IBoardData, DayRange, UsageFilter, BoardScope, Awards, GameRules, Span{ScoreInputs})"/>
    public static void Read(
        IBoardData data, in ScoreSums sums, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<ScoreInputs> inputs)
    {
        var knowsActivity = KnowsActivity(data, days, filter);
        using var counted = new Scratch<long>(scope.Rows);
        var usage = sums.Usage;
        var weighted = counted.Span;
        for (var row = 0; row < usage.Length; row++)
        {
            weighted[row] = usage[row].Weighted;
        }

        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, weighted);
        // Linked outcomes name no agent or model: under such a filter what the agents report still counts.
        var isLinked = awards.Outcomes.IsConnected && filter == UsageFilter.All;
        using var outcomes = new Scratch<long>(isLinked ? scope.Rows : 0);
        if (isLinked)
        {
            awards.Outcomes.Add(days, scope, rules, outcomes.Span);
        }

        var acts = sums.Acts;
        var linked = outcomes.Span;
        var others = ScoreInputs.CarriedUntold(days, rules);
        for (var row = 0; row < inputs.Length; row++)
        {
            ref readonly var sum = ref usage[row];

            // What caches saved cannot be told apart by what is counted, so it is not measured where something is not.
            var requests = weighted[row] < sum.Weighted ? 0 : sum.Requests;
            var read = new ScoreInputs(
                weighted[row], sum.Tokens, isLinked ? linked[row] * 10 : knowsActivity ? ScoreInputs.ReportedOutcomes(acts[row], rules) : null,
                sum.CacheSavedNanoUsd, sum.Tokens - sum.OutputTokens, requests, knowsActivity ? ScoreInputs.CarriedBy(acts[row], others, rules) : null);
            inputs[row] = knowsActivity ? read.Limited(others) : read;
        }
    }

    /// <summary>Whether what agents report can be told under some choices: signals name no model, and are kept by day for a while only.</summary>
    public static bool KnowsActivity(IBoardData data, DayRange days, UsageFilter filter) =>
        filter is { Provider: null, Model: null } && days.Start >= data.ActivityFrom;
}
