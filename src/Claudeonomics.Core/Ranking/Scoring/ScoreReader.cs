using System.Buffers;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>Reads what scores are computed from, for every row of a scope.</summary>
internal static class ScoreReader
{
    private static readonly UsageCell[] Cells =
    [
        UsageCell.Requests, UsageCell.UncachedInputTokens, UsageCell.CacheReadTokens, UsageCell.CacheWrite5mTokens, UsageCell.CacheWrite1hTokens,
        UsageCell.CacheWriteUnknownTokens, UsageCell.OutputTokens, UsageCell.CacheSavedNanoUsd,
    ];

    /// <param name="inputs">Length <see cref="BoardScope.Rows"/>; all are set.</param>
    public static void Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules, Span<ScoreInputs> inputs)
    {
        using var sums = new CellsScratch(scope.Rows);
        data.SumCells(Cells, days, filter, scope, sums.Span);
        using var counted = new Scratch(scope.Rows);
        var cells = sums.Span;
        var weighted = counted.Span;
        for (var row = 0; row < cells.Length; row++)
        {
            weighted[row] = rules.Weights.Of(cells[row]);
        }

        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, weighted);
        var knowsActivity = KnowsActivity(data, days, filter);
        using var activity = new ActivityScratch(scope.Rows);
        if (knowsActivity)
        {
            data.SumActivity(days, filter.Agent, scope, activity.Span);
        }

        using var outcomes = new Scratch(scope.Rows);
        ReadOutcomes(days, filter, scope, awards, rules, knowsActivity, activity.Span, outcomes.Span);
        var acts = activity.Span;
        var known = outcomes.Span;
        var others = ScoreInputs.CarriedUntold(days, rules);
        for (var row = 0; row < inputs.Length; row++)
        {
            ref readonly var sum = ref cells[row];
            var total = sum.TotalTokens;

            // What caches saved cannot be told apart by what is counted, so it is not measured where something is not.
            var requests = weighted[row] < rules.Weights.Of(sum) ? 0 : sum[UsageCell.Requests];
            var read = new ScoreInputs(
                weighted[row], total, known[row] < 0 ? null : known[row], sum[UsageCell.CacheSavedNanoUsd], total - sum[UsageCell.OutputTokens], requests,
                knowsActivity ? ScoreInputs.CarriedBy(acts[row], others, rules) : null);
            inputs[row] = knowsActivity ? read.Limited(others) : read;
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

    /// <summary>Sums by row that are needed while a board is built and not after it, zero at first; as <see cref="Scratch"/>.</summary>
    private readonly struct CellsScratch : IDisposable
    {
        private readonly UsageCells[] _array;
        private readonly int _length;

        public CellsScratch(int length)
        {
            (_array, _length) = (ArrayPool<UsageCells>.Shared.Rent(length), length);
            Span.Clear();
        }

        public Span<UsageCells> Span => _array.AsSpan(0, _length);

        public void Dispose() => ArrayPool<UsageCells>.Shared.Return(_array);
    }
}
