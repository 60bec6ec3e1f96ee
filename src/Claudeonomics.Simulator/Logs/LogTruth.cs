using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Simulator.Logs;

/// <summary>What really was used, each call once, priced one by one.</summary>
public sealed class LogTruth
{
    private readonly CostCalculator _prices = new(PriceBook.Embedded);
    private readonly Dictionary<(string Agent, string Model, DateOnly Day), LogTruthRow> _rows = [];

    /// <summary>Sums by agent, model (as everybody calls it) and UTC day.</summary>
    public IReadOnlyDictionary<(string Agent, string Model, DateOnly Day), LogTruthRow> Rows => _rows;

    public LogTruthRow Total => _rows.Values.Aggregate(new LogTruthRow(0, default, 0), static (sum, row) => sum.Plus(row));

    public void Add(CallOrigin origin, CallTraits traits, in TokenUsage usage, long atUnixMs, int webSearches = 0)
    {
        var priced = _prices.Price(origin, traits, usage, atUnixMs, null, webSearches);
        var key = (origin.Agent, priced.Model, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(atUnixMs).UtcDateTime));
        var cost = priced.ListCostNanoUsd ?? throw new InvalidOperationException($"{origin.Model} has no price.");
        _rows[key] = _rows.GetValueOrDefault(key, new(0, default, 0)).Plus(new(1, usage, cost));
    }
}

/// <summary>Sums of calls. Money in nano-dollars.</summary>
public sealed record LogTruthRow(long Requests, TokenUsage Usage, long CostNanoUsd)
{
    public LogTruthRow Plus(LogTruthRow other) => new(Requests + other.Requests, Usage + other.Usage, CostNanoUsd + other.CostNanoUsd);
}
