using System.Numerics;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class ProportionTests
{
    [Fact]
    public void IsWhatNumbersOfAnySizeGive()
    {
        var random = new Random(7);
        for (var i = 0; i < 100_000; i++)
        {
            var value = Of(random) * (i % 2 == 0 ? 1 : -1);
            var (times, by) = (Of(random), Math.Max(1, Of(random)));
            var wanted = BigInteger.Min(long.MaxValue / 4, (BigInteger)value * times / by);
            if (wanted >= long.MinValue)
            {
                Assert.Equal((long)wanted, Proportion.Of(value, times, by));
            }
        }
    }

    [Theory]
    [InlineData(long.MaxValue, 1, 1, long.MaxValue / 4)]
    [InlineData(long.MaxValue, long.MaxValue, 1, long.MaxValue / 4)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue / 4)]
    [InlineData(-7, 1, 2, -3)]
    [InlineData(0, long.MaxValue, 1, 0)]
    public void StaysWithinABoundAndRoundsTowardsZero(long value, long times, long by, long wanted) =>
        Assert.Equal(wanted, Proportion.Of(value, times, by));

    // Of every size: as many of nine bits as of sixty.
    private static long Of(Random random) => random.NextInt64() >> random.Next(63);
}
