using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Tests.Simulator;

public sealed class ChanceTests
{
    // From the reference implementation with seed 1234567.
    [Fact]
    public void Next_ReferenceSeed_GivesReferenceNumbers()
    {
        var random = new SplitMix64(1234567);

        ulong[] drawn = [random.Next(), random.Next(), random.Next(), random.Next(), random.Next()];

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], drawn);
    }

    // R 4.3: qnorm(p) to 15 digits.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.95996398454005)]
    [InlineData(0.001, -3.09023230616781)]
    [InlineData(0.9999, 3.71901648545568)]
    [InlineData(1e-12, -7.03448382530113)]
    public void NormalQuantile_KnownProbabilities_AreExactToTwelveDigits(double p, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(p), 1e-12 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void LogNormal_Table_HasTheDistributionsMedianAndMean()
    {
        var table = QuantileTable.LogNormal(100_000, 0.5);

        Assert.Equal(100_000, table.Values[512], 100.0);
        Assert.Equal(100_000 * Math.Exp(0.125), table.Mean, 100.0);
    }

    [Fact]
    public void Pick_ManyTimes_FollowsThePercentages()
    {
        var random = new SplitMix64(7);
        var counts = new int[3];

        for (var i = 0; i < 100_000; i++)
        {
            counts[random.Pick([60, 25, 15])]++;
        }

        Assert.Equal([60, 25, 15], counts.Select(count => (int)Math.Round(count / 1000.0)));
    }
}
