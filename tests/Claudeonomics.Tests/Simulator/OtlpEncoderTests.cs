using System.IO.Compression;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.Wire;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Simulator;

/// <summary>Simulated bodies through the server's own intake.</summary>
public sealed class OtlpEncoderTests : IDisposable
{
    private static readonly DateTimeOffset End = new(Simulated.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
    private readonly IngestHarness _intake = new();

    public OtlpEncoderTests() => _intake.Clock.Advance(End - _intake.Clock.GetUtcNow());

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Encode_EveryExport_IsReadBackAsTheFactsThatAreWrittenDirectly()
    {
        var company = Simulated.Company(60);
        var encoder = new OtlpEncoder();
        var bodies = Simulated.Stream(company, 1);
        while (Next(bodies, encoder) is var (service, body))
        {
            var outcome = await IngestHarness.Send(service, body, FakeGate.Shared);
            Assert.Equal(new(IngestOutcomeKind.Accepted, ""), outcome);
        }

        var identities = company.People
            .Select(person => _intake.Gate.Claims.GetValueOrDefault((IdentityClaimKind.Email, person.Email), -1)).ToArray();
        var expected = new FakeLedger();
        var writer = new FactWriter(IngestHarness.Hash, identities, Who.Claimed);
        var facts = new FactBatch();
        var stream = Simulated.Stream(company, 1);
        while (Next(stream, writer, facts))
        {
            await expected.AppendAsync(facts, default);
            facts.Clear();
        }

        Assert.Equal(expected.Calls, _intake.Ledger.Calls);
        Assert.Equal(expected.Signals, _intake.Ledger.Signals);
        Assert.Equal(expected.Counters.Select(WithoutSeries), _intake.Ledger.Counters.Select(WithoutSeries));
        Assert.Equal(4, expected.Calls.Select(call => call.Origin.Agent).Distinct().Count());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(150)]
    public async Task Next_BodiesForLoad_HoldTheirRecordsAndNoCallTwice(int records)
    {
        var bodies = new ClaudeCodeBodies(Simulated.Company(50), End, records, CompressionLevel.Fastest);
        var (sent, calls) = (0, 0);
        for (var i = 0; i < 3_000 / records; i++)
        {
            var body = bodies.Next();
            Assert.Equal(records, body.Records);
            var outcome = await IngestHarness.Send(_intake.Logs, body.Gzip, FakeGate.Shared, encoding: BodyEncoding.Gzip);
            Assert.Equal(new(IngestOutcomeKind.Accepted, ""), outcome);
            sent += body.Records;
            calls += body.Calls;
        }

        Assert.Equal(calls, _intake.Ledger.Calls.Count);
        Assert.Equal(3.3, sent / (double)calls, 0.25);
    }

    private (OtlpService Service, byte[] Body)? Next(ActivityStream stream, OtlpEncoder encoder)
    {
        if (!stream.TryRead(out var export))
        {
            return null;
        }

        var service = export.Signal switch
        {
            ExportSignal.Logs => _intake.Logs,
            ExportSignal.Metrics => _intake.Metrics,
            _ => _intake.Traces,
        };
        return (service, encoder.Encode(export).ToArray());
    }

    private static bool Next(ActivityStream stream, FactWriter writer, FactBatch facts)
    {
        if (!stream.TryRead(out var export))
        {
            return false;
        }

        writer.Write(export, facts);
        return true;
    }

    // The intake names a series by everything that its sender says about it.
    private static CounterPoint WithoutSeries(CounterPoint point) => point with { Series = 0 };
}
