using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Sums over calls. All are whole numbers that add up exactly; money is in nano-dollars (10^-9 USD), at most nine billion dollars.</summary>
/// <param name="Requests">Model calls. Counters know no calls, so their sums have tokens without requests.</param>
/// <param name="Tokens">By bucket.</param>
/// <param name="UnpricedTokens">The part of the tokens whose model has no price.</param>
/// <param name="ListCostNanoUsd">List-price equivalent of the priced part.</param>
/// <param name="CostSpreadNanoUsd">Width of the range that unknown cache-write lifetimes leave around the cost.</param>
/// <param name="CacheSavedNanoUsd">What the caches saved at list price, net of what writing them cost.</param>
public readonly record struct UsageSums(
    long Requests,
    TokenUsage Tokens,
    long UnpricedTokens,
    long ListCostNanoUsd,
    long CostSpreadNanoUsd,
    long CacheSavedNanoUsd)
{
    public static UsageSums operator +(in UsageSums left, in UsageSums right) => new(
        Capped.Tokens(Capped.Add(left.Requests, right.Requests)),
        left.Tokens + right.Tokens,
        Capped.Tokens(Capped.Add(left.UnpricedTokens, right.UnpricedTokens)),
        Capped.NanoUsd(Capped.Add(left.ListCostNanoUsd, right.ListCostNanoUsd)),
        Capped.NanoUsd(Capped.Add(left.CostSpreadNanoUsd, right.CostSpreadNanoUsd)),
        Capped.NanoUsd(Capped.Add(left.CacheSavedNanoUsd, right.CacheSavedNanoUsd)));

    public static UsageSums Add(UsageSums left, UsageSums right) => left + right;

    /// <summary>Dollars at list price, or <see langword="null"/> when nothing in the sum has a price and something is unpriced.</summary>
    public decimal? ListCostUsd =>
        UnpricedTokens > 0 && UnpricedTokens == Tokens.TotalTokens ? null : ListCostNanoUsd / 1_000_000_000m;
}
