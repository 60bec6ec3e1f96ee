using System.Numerics;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Arithmetic on money in whole femto-dollars (10^-15 USD), written once for two widths: 64 bits hold any real call, 128 bits
/// any count that intake lets through (10^15 tokens) at any price that a book may hold.</summary>
internal static class FemtoUsd
{
    public const long PerMicro = 1_000_000_000;
    private const long PerNano = 1_000_000;

    /// <summary>Amounts and sums of this size can still be doubled within 64 bits.</summary>
    public const long Safe = 1L << 61;

    /// <summary>Everything but cache writes of unknown lifetime, and searches.</summary>
    public static T OfKnown<T>(Rates rates, in TokenUsage usage)
        where T : struct, IBinaryInteger<T> =>
        Times<T>(rates.Input, usage.UncachedInputTokens)
        + Times<T>(rates.CacheRead, usage.CacheReadTokens)
        + Times<T>(rates.CacheWrite5m, usage.CacheWrite5mTokens)
        + Times<T>(rates.CacheWrite1h, usage.CacheWrite1hTokens)
        + Times<T>(rates.Output, usage.OutputTokens);

    public static T Times<T>(long rate, long count)
        where T : struct, IBinaryInteger<T> =>
        T.CreateTruncating(rate) * T.CreateTruncating(count);

    /// <summary>Half of the amount, in nano-dollars, rounded half away from zero: the only rounding of a call.</summary>
    public static long HalfToNano<T>(T twice)
        where T : struct, IBinaryInteger<T>
    {
        var half = T.CreateTruncating(PerNano);
        return long.CreateSaturating((T.IsNegative(twice) ? twice - half : twice + half) / (half + half));
    }
}
