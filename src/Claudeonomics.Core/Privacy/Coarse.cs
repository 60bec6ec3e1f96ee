using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Privacy;

/// <summary>Numbers as closely as others see them.</summary>
public static class Coarse
{
    // From the largest on; a band is [edge, next edge).
    private static readonly int[] BandEdges = [5, 2, 1];

    /// <summary>Three digits to the nearest, halves away from zero; or the edge of the band that is nearer to zero.</summary>
    public static long Of(long value, DetailOfOthers detail)
    {
        // The size of the smallest number has no positive counterpart, and nobody has used so little.
        var size = Math.Abs(Math.Max(value, -long.MaxValue));
        return detail switch
        {
            DetailOfOthers.ThreeDigits => Math.Sign(value) * ThreeDigits(size),
            DetailOfOthers.Bands => Math.Sign(value) * Edge(size),
            _ => value,
        };
    }

    /// <inheritdoc cref="Of(long, DetailOfOthers)"/>
    public static double Of(double value, DetailOfOthers detail)
    {
        if (detail is DetailOfOthers.Exact || value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        // As a whole number with six more digits than count, so that both kinds of number come out alike.
        var scale = Math.Pow(10, 8 - Math.Floor(Math.Log10(Math.Abs(value))));
        return Of((long)Math.Round(value * scale), detail) / scale;
    }

    /// <summary>The least number that is seen as more than this one: where its digits, or its band, end.</summary>
    public static double Above(double value, DetailOfOthers detail)
    {
        if (detail is DetailOfOthers.Exact || value <= 0)
        {
            return value;
        }

        var seen = Of(value, detail);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(seen)));
        return detail is DetailOfOthers.ThreeDigits
            ? seen + (magnitude / 100)
            : magnitude * (seen / magnitude) switch { < 1.5 => 2, < 3.5 => 5, _ => 10 };
    }

    /// <summary>A share from 0 to 1: whole percents, or tenths.</summary>
    public static double Share(double share, DetailOfOthers detail) => detail switch
    {
        DetailOfOthers.ThreeDigits => Math.Round(share, 2, MidpointRounding.AwayFromZero),
        DetailOfOthers.Bands => Math.Round(share, 1, MidpointRounding.AwayFromZero),
        _ => share,
    };

    /// <summary>Sums whose total is as coarse as their parts: the largest bucket takes what rounding leaves.</summary>
    /// <param name="withDollars">Otherwise money, and what has no price, is left out.</param>
    public static UsageSums Of(in UsageSums sums, DetailOfOthers detail, bool withDollars)
    {
        if (detail is DetailOfOthers.Exact)
        {
            return sums;
        }

        var tokens = sums.Tokens;
        long[] buckets =
        [
            Of(tokens.UncachedInputTokens, detail), Of(tokens.CacheReadTokens, detail), Of(tokens.CacheWrite5mTokens, detail),
            Of(tokens.CacheWrite1hTokens, detail), Of(tokens.CacheWriteUnknownTokens, detail), Of(tokens.OutputTokens, detail),
        ];
        var largest = Array.IndexOf(buckets, buckets.Max());
        buckets[largest] = Math.Max(0, Of(tokens.TotalTokens, detail) - (buckets.Sum() - buckets[largest]));
        return new(
            Of(sums.Requests, detail),
            new TokenUsage(buckets[0], buckets[1], buckets[2], buckets[3], buckets[4], buckets[5], Math.Min(Of(tokens.ReasoningTokens, detail), buckets[5])),
            withDollars ? Of(sums.UnpricedTokens, detail) : 0,
            withDollars ? Of(sums.ListCostNanoUsd, detail) : 0,
            withDollars ? Of(sums.CostSpreadNanoUsd, detail) : 0,
            withDollars ? Of(sums.CacheSavedNanoUsd, detail) : 0);
    }

    private static long ThreeDigits(long size)
    {
        var unit = 1L;
        while (size / unit >= 1000)
        {
            unit *= 10;
        }

        // 999.5 units round to the first number of the next size, which has three digits too.
        return ((size / unit) + (size % unit * 2 >= unit && unit > 1 ? 1 : 0)) * unit;
    }

    private static long Edge(long size)
    {
        if (size == 0)
        {
            return 0;
        }

        var unit = 1L;
        while (size / unit >= 10)
        {
            unit *= 10;
        }

        return unit * Array.Find(BandEdges, edge => edge <= size / unit);
    }
}
