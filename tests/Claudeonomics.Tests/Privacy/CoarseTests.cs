using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Privacy;

public sealed class CoarseTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(7, 7, 5)]
    [InlineData(999, 999, 500)]
    [InlineData(1_234, 1_230, 1_000)]
    [InlineData(1_235, 1_240, 1_000)]
    [InlineData(9_995, 10_000, 5_000)]
    [InlineData(9_994, 9_990, 5_000)]
    [InlineData(281_034_551_902, 281_000_000_000, 200_000_000_000)]
    [InlineData(-1_235, -1_240, -1_000)]
    [InlineData(long.MaxValue, 9_220_000_000_000_000_000, 5_000_000_000_000_000_000)]
    public void Of_AWholeNumber_KeepsThreeDigitsOrTheBand(long value, long digits, long band)
    {
        Assert.Equal(digits, Coarse.Of(value, DetailOfOthers.ThreeDigits));
        Assert.Equal(band, Coarse.Of(value, DetailOfOthers.Bands));
        Assert.Equal(value, Coarse.Of(value, DetailOfOthers.Exact));
    }

    [Theory]
    [InlineData(2.34567, 2.35, 2)]
    [InlineData(0.012345, 0.0123, 0.01)]
    [InlineData(-41.26, -41.3, -20)]
    [InlineData(0, 0, 0)]
    public void Of_AFraction_KeepsAsMuch(double value, double digits, double band)
    {
        Assert.Equal(digits, Coarse.Of(value, DetailOfOthers.ThreeDigits), 12);
        Assert.Equal(band, Coarse.Of(value, DetailOfOthers.Bands), 12);
    }

    [Theory]
    [InlineData(DetailOfOthers.ThreeDigits)]
    [InlineData(DetailOfOthers.Bands)]
    public void Above_AnyNumber_IsSeenAsMoreAndTheNextOneIs(DetailOfOthers detail)
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var value = Math.Pow(10, random.NextDouble() * 12);
            var above = Coarse.Above(value, detail);

            Assert.True(above >= value, $"{above} above {value}");
            // Everything that is seen as the same number has the same answer, so that the answer tells no more than the number that is seen.
            var same = Coarse.Of(value, detail) * 1.0001;
            Assert.Equal(above, Coarse.Above(same, detail), above * 1e-9);
        }
    }

    [Fact]
    public void Of_Sums_AddUpToTheCoarseTotal()
    {
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            long Next() => (long)Math.Pow(10, random.NextDouble() * 11);
            var output = Next();
            var sums = new UsageSums(Next(), new TokenUsage(Next(), Next(), Next(), Next(), Next(), output, output / 3), Next(), Next(), Next(), Next());

            var digits = Coarse.Of(sums, DetailOfOthers.ThreeDigits, withDollars: false);

            Assert.Equal(Coarse.Of(sums.Tokens.TotalTokens, DetailOfOthers.ThreeDigits), digits.Tokens.TotalTokens);
            Assert.Equal((0, 0, 0, 0), (digits.ListCostNanoUsd, digits.CostSpreadNanoUsd, digits.CacheSavedNanoUsd, digits.UnpricedTokens));
        }
    }
}
