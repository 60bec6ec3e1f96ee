using System.Numerics;

namespace Claudeonomics.Core.Ranking;

/// <summary>Sorts numbers of any size roughly: into buckets by their highest seven bits, so that a bucket is at most 1.6% wide.</summary>
internal static class LogBuckets
{
    private const int BitsBelowHighest = 6;

    /// <summary>Buckets run from 0 to here, excluded.</summary>
    public const int Count = 64 << BitsBelowHighest;

    /// <param name="value">Above 0.</param>
    /// <returns>The same or a higher bucket for a higher number.</returns>
    public static int Of(ulong value)
    {
        var highest = BitOperations.Log2(value);
        var next = highest >= BitsBelowHighest ? value >> (highest - BitsBelowHighest) : value << (BitsBelowHighest - highest);
        return (highest << BitsBelowHighest) | (int)(next & ((1 << BitsBelowHighest) - 1));
    }

    /// <summary>The least number of a bucket, and how many more are in it.</summary>
    public static (ulong Least, ulong More) Of(int bucket)
    {
        var (highest, next) = (bucket >> BitsBelowHighest, (ulong)bucket & ((1 << BitsBelowHighest) - 1));
        return highest >= BitsBelowHighest
            ? (((1UL << BitsBelowHighest) | next) << (highest - BitsBelowHighest), (1UL << (highest - BitsBelowHighest)) - 1)
            : ((1UL << highest) | (next >> (BitsBelowHighest - highest)), 0);
    }
}
