using System.Numerics;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>What one call's price is computed from, once model, day, tier and traits are decided.</summary>
/// <param name="WebSearch">Femto-dollars a search.</param>
/// <param name="Implausible">In nano-dollars: what costs as much, with its caches or without, is unpriced rather than a number that would drown every sum.</param>
internal readonly record struct Terms(
    string Model, PriceClass Class, Rates Rates, long WebSearch, int WebSearches, long? ReportedCostMicros, long Implausible)
{
    /// <summary>A thousand dollars is no call's price: the count is wrong. A million tokens of context in the dearest mode of the dearest model
    /// that takes as many cost a fifth of it. No agent's own cost is believed to be more either.</summary>
    public const long ImplausibleCall = 1_000_000_000_000;

    /// <summary>A million dollars is no counter step's or device's day: the heaviest user ever written of would need a week for it at the mean of
    /// input and output price, and four months for real.</summary>
    public const long ImplausibleSum = 1_000_000_000_000_000;

    private const int SafeWebSearches = 1_000;

    public static PricedCall Unpriced(string model, CallTraits traits, in TokenUsage usage) =>
        new(model, PriceClass.Unpriced(traits), usage, null, 0, 0, ReportedCost.None);

    /// <summary>The whole computation stays below 2^63: true for every real call.</summary>
    public bool FitsIn64Bits(in TokenUsage usage) =>
        usage.TotalTokens <= Rates.SafeTokens
        && (uint)WebSearches <= SafeWebSearches && WebSearch <= FemtoUsd.Safe / 4 / SafeWebSearches
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
        return Math.Max(nanoUsd, FemtoUsd.HalfToNano(withoutCache + withoutCache)) >= Implausible
            ? Unpriced(Model, Class.Traits, usage)
            : new(Model, Class, split.Applied(usage), nanoUsd, FemtoUsd.HalfToNano(spread + spread),
                FemtoUsd.HalfToNano(withoutCache + withoutCache - cost), split.Reported);
    }
}
