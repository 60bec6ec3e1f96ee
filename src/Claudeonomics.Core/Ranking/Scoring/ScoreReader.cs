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
        ReadOutcomes(data, days, filter, scope, awards, rules, outcomes.Span);
        var known = outcomes.Span;
        for (var row = 0; row < inputs.Length; row++)
        {
            var total = tokens.Span[row];
            inputs[row] = new(
                weighted.Span[row], total, known[row] < 0 ? null : known[row], saved.Span[row], total - output.Span[row], requests.Span[row]);
        }
    }

    /// <summary>Whether what agents report can be told under some choices: signals name no model, and are kept by day for a while only.</summary>
    public static bool KnowsActivity(IBoardData data, DayRange days, UsageFilter filter) =>
        filter is { Provider: null, Model: null } && days.Start >= data.ActivityFrom;

    // Thousandths, or -1 where nothing tells.
    private static void ReadOutcomes(
        IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<long> outcomes)
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
        else if (KnowsActivity(data, days, filter))
        {
            using var activity = new ActivityScratch(scope.Rows);
            data.SumActivity(days, filter.Agent, scope, activity.Span);
            for (var row = 0; row < outcomes.Length; row++)
            {
                outcomes[row] = ScoreInputs.ReportedOutcomes(activity.Span[row], rules) ?? -1;
            }
        }
        else
        {
            outcomes.Fill(-1);
        }
    }
}
