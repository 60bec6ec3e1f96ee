using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Reads what scores are computed from, for every row of a scope.</summary>
internal static class ScoreReader
{
    /// <param name="inputs">Length <see cref="BoardScope.Rows"/>; all are set.</param>
    public static void Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<ScoreInputs> inputs)
    {
        using var weighted = new Scratch(scope.Rows);
        using var tokens = new Scratch(scope.Rows);
        using var saved = new Scratch(scope.Rows);
        using var output = new Scratch(scope.Rows);
        using var requests = new Scratch(scope.Rows);
        using var outcomes = new Scratch(scope.Rows);
        data.SumWeighted(rules.Weights, days, filter, scope, weighted.Span);
        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, weighted.Span);
        data.Sum(BoardMeasure.TotalTokens, days, filter, scope, tokens.Span);
        data.Sum(BoardMeasure.OutputTokens, days, filter, scope, output.Span);
        data.Sum(BoardMeasure.CacheSavedNanoUsd, days, filter, scope, saved.Span);
        data.Sum(BoardMeasure.Requests, days, filter, scope, requests.Span);
        var knowsActivity = KnowsActivity(data, days, filter);
        using var activity = new ActivityScratch(scope.Rows);
        if (knowsActivity)
        {
            data.SumActivity(days, filter.Agent, scope, activity.Span);
        }

        ReadOutcomes(days, filter, scope, awards, rules, knowsActivity, activity.Span, outcomes.Span);
        var known = outcomes.Span;
        var others = rules.VolumeMedian * TokenWeights.Unit * days.Days / 30;
        for (var row = 0; row < inputs.Length; row++)
        {
            var total = tokens.Span[row];
            inputs[row] = new(
                weighted.Span[row], total, known[row] < 0 ? null : known[row], saved.Span[row], total - output.Span[row], requests.Span[row],
                knowsActivity ? ScoreInputs.CarriedBy(activity.Span[row], rules) : null);
            inputs[row] = knowsActivity ? inputs[row].Limited(others) : inputs[row];
        }
    }

    /// <summary>Whether what agents report can be told under some choices: signals name no model, and are kept by day for a while only.</summary>
    public static bool KnowsActivity(IBoardData data, DayRange days, UsageFilter filter) =>
        filter is { Provider: null, Model: null } && days.Start >= data.ActivityFrom;

    // Thousandths, or -1 where nothing tells.
    private static void ReadOutcomes(
        DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, bool knowsActivity, ReadOnlySpan<ActivitySums> activity,
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
