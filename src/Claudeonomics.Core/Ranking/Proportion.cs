namespace Claudeonomics.Core.Ranking;

/// <summary>Whole proportions whose product may not fit in 64 bits.</summary>
internal static class Proportion
{
    private const long Most = long.MaxValue / 4;

    /// <summary><c>value * times / by</c>, rounded towards zero.</summary>
    /// <param name="times">Not negative.</param>
    /// <param name="by">Above 0.</param>
    /// <returns>At most a quarter of the largest number, so that a few of them can be added up.</returns>
    public static long Of(long value, long times, long by)
    {
        // A board takes several for each of its people, and a division of 128 bits costs as much as all the rest of a row.
        var high = Math.BigMul(value, times, out var low);
        return high == low >> 63 ? Math.Min(Most, low / by) : (long)Int128.Min(Most, (Int128)value * times / by);
    }
}
