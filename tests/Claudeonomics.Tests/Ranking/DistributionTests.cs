using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class DistributionTests
{
    [Fact]
    public void Of_NobodyActive_IsAllZero() => Assert.Equal(default, Distribution.Of([0, 0, 0]));

    [Fact]
    public void Of_One_IsTheirOwnTopPercent() => Assert.Equal(new(1, 7, 7, 7), Distribution.Of([0, 7]));

    [Fact]
    public void Of_EvenCount_MedianIsTheMeanOfTheMiddleTwo() => Assert.Equal(new(4, 18, 4, 9), Distribution.Of([9, 1, 5, 3, 0]));

    [Fact]
    public void Of_TwoHundred_TopPercentIsTheFirstTwo() =>
        Assert.Equal(199 + 200, Distribution.Of([.. Enumerable.Range(1, 200).Select(i => (long)i)]).TopPercentTotal);

    [Theory]
    [InlineData(2)]
    [InlineData(99)]
    [InlineData(2_000)]
    [InlineData(85_000)]
    public void Of_AnySpread_AgreesWithASort(int count)
    {
        var random = new Random(count);
        foreach (var most in (long[])[1, 3, 1_000, long.MaxValue / count])
        {
            var values = Enumerable.Range(0, count).Select(_ => random.NextInt64(-1, most) + 1).ToArray();
            var sorted = values.Where(v => v > 0).Order().ToArray();
            var median = sorted.Length == 0 ? 0
                : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
                : (long)(((Int128)sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2);

            Assert.Equal(
                new(sorted.Length, sorted.Sum(), median, sorted.TakeLast(Math.Max(1, sorted.Length / 100)).Sum()), Distribution.Of(values));
        }
    }
}
