using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What scores are computed from, for every row of a scope.</summary>
internal readonly ref struct ScoreReader : IDisposable
{
    private readonly ScoreSums _sums;
    private readonly Scratch<long> _weightedScratch;
    private readonly Scratch<long> _linkedScratch;
    private readonly ReadOnlySpan<WeightedUsage> _usage;
    private readonly ReadOnlySpan<ScoredActs> _acts;
    private readonly ReadOnlySpan<long> _weighted;
    private readonly ReadOnlySpan<long> _linked;
    private readonly bool _isLinked;
    private readonly bool _knowsActivity;
    private readonly long _untold;
    private readonly GameRules _rules;

    /// <param name="sums">Of the scope's rows, read from the same data; they end with this.</param>
    private ScoreReader(
        ScoreSums sums, IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules)
    {
        (_sums, _rules) = (sums, rules);
        (_knowsActivity, _untold) = (KnowsActivity(data, days, filter), ScoreInputs.CarriedUntold(days, rules));
        _weightedScratch = new(scope.Rows, isZero: false);
        _usage = sums.Usage;
        _acts = sums.Acts;
        var weighted = _weightedScratch.Span;
        for (var row = 0; row < weighted.Length; row++)
        {
            weighted[row] = _usage[row].Weighted;
        }

        awards.Excluded.TakeOff(rules.Weights, days, filter, scope, weighted);
        // Linked outcomes name no agent or model: under such a filter what the agents report still counts.
        _isLinked = awards.Outcomes.IsConnected && filter == UsageFilter.All;
        _linkedScratch = new(_isLinked ? scope.Rows : 0);
        if (_isLinked)
        {
            awards.Outcomes.Add(days, scope, rules, _linkedScratch.Span);
        }

        _weighted = weighted;
        _linked = _linkedScratch.Span;
    }

    public int Rows => _weighted.Length;

    public ScoreInputs this[int row]
    {
        get
        {
            ref readonly var sum = ref _usage[row];
            var weighted = _weighted[row];

            // What caches saved cannot be told apart by what is counted, so it is not measured where something is not.
            var requests = weighted < sum.Weighted ? 0 : sum.Requests;
            if (!_knowsActivity)
            {
                return new(weighted, sum.Tokens, Linked(row), sum.CacheSavedNanoUsd, sum.Tokens - sum.OutputTokens, requests);
            }

            ref readonly var acts = ref _acts[row];
            return new ScoreInputs(
                weighted, sum.Tokens, _isLinked ? Linked(row) : ScoreInputs.ReportedOutcomes(acts, _rules), sum.CacheSavedNanoUsd,
                sum.Tokens - sum.OutputTokens, requests, ScoreInputs.CarriedBy(acts, _untold, _rules)).Limited(_untold);
        }
    }

    public static ScoreReader Read(IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules) =>
        new(ScoreSums.Read(data, days, filter, scope, rules), data, days, filter, scope, awards, rules);

    /// <param name="finer">Sums of rows that are parts of the scope's.</param>
    /// <param name="rowOf">The scope's row of each of these, or -1 where it counts under none.</param>
    public static ScoreReader Read(
        in ScoreSums finer, ReadOnlySpan<int> rowOf, IBoardData data, DayRange days, UsageFilter filter, BoardScope scope, Awards awards, GameRules rules) =>
        new(finer.By(rowOf, scope.Rows), data, days, filter, scope, awards, rules);

    /// <summary>Whether what agents report can be told under some choices: signals name no model, and are kept by day for a while only.</summary>
    public static bool KnowsActivity(IBoardData data, DayRange days, UsageFilter filter) =>
        filter is { Provider: null, Model: null } && days.Start >= data.ActivityFrom;

    public void Dispose()
    {
        _sums.Dispose();
        _weightedScratch.Dispose();
        _linkedScratch.Dispose();
    }

    private long? Linked(int row) => _isLinked ? _linked[row] * 10 : null;
}
