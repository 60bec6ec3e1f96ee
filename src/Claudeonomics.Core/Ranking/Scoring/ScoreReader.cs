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
        using var weighted = new Scratch(scope.Rows);
        using var sums = new CellsScratch(scope.Rows);
        using var outcomes = new Scratch(scope.Rows);
        data.SumCells(Cells, days, filter, scope, sums.Span);
        using var counted = new Scratch(scope.Rows);
        for (var row = 0; row < inputs.Length; row++)
        {
            weighted.Span[row] = rules.Weights.Of(sums.Span[row].ToSums().Tokens);
        }

        weighted.Span.CopyTo(counted.Span);
        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, counted.Span);
        var knowsActivity = KnowsActivity(data, days, filter);
        using var activity = new ActivityScratch(scope.Rows);
        if (knowsActivity)
        {
            data.SumActivity(days, filter.Agent, scope, activity.Span);
        }

        ReadOutcomes(days, filter, scope, awards, rules, knowsActivity, activity.Span, outcomes.Span);
        var known = outcomes.Span;
        var others = ScoreInputs.CarriedUntold(days, rules);
        for (var row = 0; row < inputs.Length; row++)
        {
            ref readonly var cells = ref sums.Span[row];
            var total = cells.TotalTokens;
            inputs[row] = new(
                counted.Span[row], total, known[row] < 0 ? null : known[row], cells[UsageCell.CacheSavedNanoUsd], total - cells[UsageCell.OutputTokens],

                // What caches saved cannot be told apart by what is counted, so it is not measured where something is not.
                counted.Span[row] < weighted.Span[row] ? 0 : cells[UsageCell.Requests],
                knowsActivity ? ScoreInputs.CarriedBy(activity.Span[row], days, rules) : null);
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
