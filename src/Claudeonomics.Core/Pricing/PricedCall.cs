using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>One call with its price decided. Money is in nano-dollars (10^-9 USD), whole.</summary>
/// <param name="Model">The canonical model name, the same for every spelling of it.</param>
/// <param name="Class">Which price applied.</param>
/// <param name="Usage">The tokens; cache writes of unknown lifetime are split where the agent's own cost tells how.</param>
/// <param name="ListCostNanoUsd">List-price equivalent, or <see langword="null"/> when unpriced. Where a write's lifetime stays
/// unknown it is the middle of what it may be.</param>
/// <param name="CostSpreadNanoUsd">How far the dearest reading is from the cheapest; 0 when nothing is unknown.</param>
/// <param name="CacheSavedNanoUsd">What the call would have cost more without a cache (negative when writing cost more than reading saved); 0 when unpriced.</param>
/// <param name="ReportedCost">How the agent's own cost compares.</param>
public readonly record struct PricedCall(
    string Model,
    PriceClass Class,
    TokenUsage Usage,
    long? ListCostNanoUsd,
    long CostSpreadNanoUsd,
    long CacheSavedNanoUsd,
    ReportedCost ReportedCost);

/// <summary>How a cost that the agent itself reported compares with ours.</summary>
public enum ReportedCost : byte
{
    /// <summary>The agent reported none, or the model is unpriced.</summary>
    None = 0,

    /// <summary>Equal to the micro-dollar's rounding, perhaps after solving for the lifetime of cache writes.</summary>
    Agrees = 1,

    /// <summary>No reading of the unknowns gives the reported cost.</summary>
    Differs = 2,
}
