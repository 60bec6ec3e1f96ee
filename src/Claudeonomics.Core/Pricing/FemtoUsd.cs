using System.Runtime.CompilerServices;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Arithmetic on money in whole femto-dollars (10^-15 USD): wide enough for any count of tokens that intake lets through
/// (10^15) at any price that a book may hold.</summary>
internal static class FemtoUsd
{
    public const long PerMicro = 1_000_000_000;
    private const long PerNano = 1_000_000;

    /// <summary>Everything but cache writes of unknown lifetime.</summary>
    public static Int128 OfKnown(Rates rates, in TokenUsage usage) =>
        Times(rates.Input, usage.UncachedInputTokens)
        + Times(rates.CacheRead, usage.CacheReadTokens)
        + Times(rates.CacheWrite5m, usage.CacheWrite5mTokens)
        + Times(rates.CacheWrite1h, usage.CacheWrite1hTokens)
        + Times(rates.Output, usage.OutputTokens);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Times(long rate, long count)
    {
        var high = Math.BigMul(rate, count, out long low);
        return new((ulong)high, (ulong)low);
    }

    public static bool IsImplausible(Int128 femto) => femto >= (Int128)CostCalculator.ImplausibleNanoUsd * PerNano;

    /// <summary>Half of the amount, in nano-dollars, rounded half away from zero: the only rounding of a call.</summary>
    public static long HalfToNano(Int128 twice)
    {
        const long divisor = 2 * PerNano;
        return twice >= long.MinValue / 2 && twice <= long.MaxValue / 2
            ? Round((long)twice)
            : (long)((twice + (twice < 0 ? -PerNano : PerNano)) / divisor);

        static long Round(long twice) => (twice + (twice < 0 ? -PerNano : PerNano)) / divisor;
    }
}
