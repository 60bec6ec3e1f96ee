using System.Numerics;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>What one call's price is computed from, once model, day, tier and traits are decided.</summary>
/// <param name="WebSearch">Femto-dollars a search.</param>
internal readonly record struct Terms(
    string Model, PriceClass Class, Rates Rates, long WebSearch, int WebSearches, long? ReportedCostMicros)
{
    // A cost from here on, a million dollars, is no call's or counter step's: the count is wrong, and such a call is unpriced
    // rather than a number that would drown every sum.
    private const long ImplausibleNanoUsd = 1_000_000_000_000_000;

    private const int SafeWebSearches = 1_000;

    public static PricedCall Unpriced(string model, CallTraits traits, in TokenUsage usage) =>
        new(model, PriceClass.Unpriced(traits), usage, null, 0, 0, ReportedCost.None);

    /// <summary>The whole computation stays below 2^63: true for every real call.</summary>
    public bool FitsIn64Bits(in TokenUsage usage) =>
        usage.TotalTokens <= Rates.SafeTokens
        && (uint)WebSearches <= SafeWebSearches
        && ReportedCostMicros.GetValueOrDefault() is >= 0 and < FemtoUsd.Safe / 4 / FemtoUsd.PerMicro;

    /// <summary>Costs are kept doubled, so that the middle of a range is whole too, and halved where they are rounded.</summary>
    public PricedCall Price<T>(in TokenUsage usage)
        where T : struct, IBinaryInteger<T>
    {
        var searches = FemtoUsd.Times<T>(WebSearch, WebSearches);
        var known = FemtoUsd.OfKnown<T>(Rates, usage) + searches;
        var open = usage.CacheWriteUnknownTokens;
        var split = WriteSplit.Solve(known, Rates, open, ReportedCostMicros);
        var least = known + FemtoUsd.Times<T>(Rates.CacheWrite5m, open - split.Certain1h) + FemtoUsd.Times<T>(Rates.CacheWrite1h, split.Certain1h);
        var spread = FemtoUsd.Times<T>(Rates.CacheWrite1h - Rates.CacheWrite5m, split.Open);
        var cost = least + least + spread;
        var withoutCache = FemtoUsd.Times<T>(Rates.Input, usage.ContextTokens) + FemtoUsd.Times<T>(Rates.Output, usage.OutputTokens) + searches;
        var nanoUsd = FemtoUsd.HalfToNano(cost);
        return nanoUsd >= ImplausibleNanoUsd
            ? Unpriced(Model, Class.Traits, usage)
            : new(Model, Class, split.Applied(usage), nanoUsd, FemtoUsd.HalfToNano(spread + spread),
                FemtoUsd.HalfToNano(withoutCache + withoutCache - cost), split.Reported);
    }
}
