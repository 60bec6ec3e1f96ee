using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public async Task Export_MutatedBodies_EndInADefinedOutcome(int seed)
    {
        using var fuzz = new OtlpFuzz(seed, OtlpFuzz.DefaultCorpus());
        var outcomes = await fuzz.RunAsync(0, 10_000, TestContext.Current.CancellationToken);

        // Of every outcome that a body can have there are some, so that the mutations reach deep and shallow.
        Assert.Equal(["accepted", "malformed", "partial"], outcomes.Keys.Order());
        Assert.All(outcomes.Values, count => Assert.InRange(count, 100, 9_900));
    }

    [Fact]
    public void Body_SameSeedAndNumber_IsTheSame()
    {
        using var one = new OtlpFuzz(7, OtlpFuzz.DefaultCorpus());
        using var other = new OtlpFuzz(7, OtlpFuzz.DefaultCorpus());
        Assert.Equal(one.Body(1234).Bytes, other.Body(1234).Bytes);
    }
}
