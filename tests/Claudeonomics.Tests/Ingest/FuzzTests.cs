using System.Globalization;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class FuzzTests
{
    private static readonly int Bodies =
        int.Parse(Environment.GetEnvironmentVariable("CLAUDEONOMICS_FUZZ_BODIES") ?? "10000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public async Task Export_MutatedBodies_EndInADefinedOutcome(int seed)
    {
        using var fuzz = new OtlpFuzz(seed, OtlpFuzz.DefaultCorpus());
        var outcomes = await fuzz.RunAsync(0, Bodies, TestContext.Current.CancellationToken);

        // Of every outcome that a body can have there are some, so that the mutations reach deep and shallow.
        Assert.Equal(["accepted", "malformed", "partial"], outcomes.Keys.Order());
        Assert.All(outcomes.Values, count => Assert.InRange(count, 100, Bodies - 100));
    }

    [Fact]
    public async Task Export_SenselessRequests_GiveTheSameFactsInBothFormats()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            using var protobuf = new IngestHarness();
            using var json = new IngestHarness();
            var (signal, request) = FuzzRequests.Make(new Random(seed));
            var first = await IngestHarness.Send(protobuf.ServiceOf(signal), request.ToProtobuf(), FakeGate.Shared);
            var second = await IngestHarness.Send(json.ServiceOf(signal), request.ToJson(), FakeGate.Shared, BodyFormat.Json);
            Assert.Equal((seed, first), (seed, second));
            Assert.Equal(protobuf.Ledger.Calls, json.Ledger.Calls);
            Assert.Equal(protobuf.Ledger.Counters, json.Ledger.Counters);
            Assert.Equal(protobuf.Ledger.Signals, json.Ledger.Signals);
        }
    }

    [Fact]
    public void Body_SameSeedAndNumber_IsTheSame()
    {
        using var one = new OtlpFuzz(7, OtlpFuzz.DefaultCorpus());
        using var other = new OtlpFuzz(7, OtlpFuzz.DefaultCorpus());
        Assert.Equal(one.Body(1234).Bytes, other.Body(1234).Bytes);
    }
}
