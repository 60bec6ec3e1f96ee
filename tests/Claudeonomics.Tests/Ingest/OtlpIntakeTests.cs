using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Mapping;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.Tests.Ingest;

/// <summary>The steps every body takes, their bounds, and what comes out.</summary>
public sealed class OtlpIntakeTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly byte[] OneCall = Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall)).ToProtobuf();
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_EmptyRequest_Succeeds()
    {
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), await IngestHarness.Send(_intake.Logs, []));
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), await IngestHarness.Send(_intake.Metrics, "{}"u8.ToArray(), format: BodyFormat.Json));
    }

    [Fact]
    public async Task Export_SameBodyTwice_CountsOnce()
    {
        await IngestHarness.Send(_intake.Logs, OneCall);
        await IngestHarness.Send(_intake.Logs, IngestHarness.Gzip(OneCall), encoding: BodyEncoding.Gzip);
        Assert.Single(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_FactsThatFoundNoRoom_AreToldToTheSender()
    {
        _intake.Ledger.Refused = 1;

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted, "1 rejected: conversation-full 1", 1), await IngestHarness.Send(_intake.Logs, OneCall));
    }

    [Fact]
    public async Task Export_SeveralGzipMembers_AreOneBody()
    {
        var half = OneCall.Length / 2;
        await IngestHarness.Send(
            _intake.Logs, [.. IngestHarness.Gzip(OneCall[..half]), .. IngestHarness.Gzip(OneCall[half..])], encoding: BodyEncoding.Gzip);
        Assert.Single(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_FieldsInAnyOrder_AreRead()
    {
        // Scopes before their resource, records before their scope: allowed, if unusual.
        var scope = new OtlpNode().Add(1, "name", NodeKind.Text, "");
        var resource = new OtlpNode().AddAll(1, "attributes", Otlp.Attributes(Bodies.CodexResource));
        var record = Bodies.CodexEvent("codex.user_prompt", At);
        var request = new OtlpNode().AddAll(1, "resourceLogs", [new OtlpNode()
            .AddAll(2, "scopeLogs", [new OtlpNode().AddAll(2, "logRecords", [record]).Add(1, "scope", NodeKind.Message, scope)])
            .Add(1, "resource", NodeKind.Message, resource)]);
        await _intake.SendLogs(request);
        Assert.Equal("codex", Assert.Single(_intake.Ledger.Signals).Agent);
    }

    [Fact]
    public async Task Export_UnknownFieldsOfEveryWireType_AreSkipped()
    {
        // 100: varint, 101: eight bytes, 102: bytes, 103: four bytes.
        byte[] unknown = [0xA0, 0x06, 0x7F, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xB2, 0x06, 2, 0xFF, 0xFF, 0xBD, 0x06, 1, 2, 3, 4];
        await IngestHarness.Send(_intake.Logs, [.. unknown, .. OneCall, .. unknown]);
        Assert.Single(_intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("a body that is no protobuf at all")]
    [InlineData("\u000a\u007f")]
    [InlineData("\u0000\u0000")]
    [InlineData("\u000b\u0001\u000c")]
    public async Task Export_NotProtobuf_IsMalformedAndKeepsNothing(string text)
    {
        var outcome = await IngestHarness.Send(_intake.Logs, [.. OneCall, .. Encoding.Latin1.GetBytes(text)]);
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Malformed, "The body is not OTLP protobuf of this signal."), outcome);
        Assert.Empty(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_BodyCutAnywhere_NeverCountsAHalf()
    {
        var whole = Bodies.ClaudeLogs(Bodies.ClaudeTurns(2, At)).ToProtobuf();
        for (var length = 1; length < whole.Length; length++)
        {
            Assert.Equal(IngestOutcomeKind.Malformed, (await IngestHarness.Send(_intake.Logs, whole[..length])).Kind);
        }

        Assert.Empty(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_GzipCutAnywhere_IsMalformed()
    {
        var whole = IngestHarness.Gzip(Bodies.ClaudeLogs(Bodies.ClaudeTurns(2, At)).ToProtobuf());
        for (var length = 0; length < whole.Length; length++)
        {
            var outcome = await IngestHarness.Send(_intake.Logs, whole[..length], encoding: BodyEncoding.Gzip);
            Assert.True(outcome.Kind is IngestOutcomeKind.Malformed, $"{length} of {whole.Length} bytes: {outcome}");
        }

        Assert.Empty(_intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_GzipWithAFlippedByte_NeverCounts()
    {
        var whole = IngestHarness.Gzip(OneCall);
        for (var i = 10; i < whole.Length; i++)
        {
            var broken = whole.ToArray();
            broken[i] ^= 0x55;
            Assert.Equal(IngestOutcomeKind.Malformed, (await IngestHarness.Send(_intake.Logs, broken, encoding: BodyEncoding.Gzip)).Kind);
        }
    }

    [Fact]
    public async Task Export_GzipBomb_IsTooLargeInBoundedMemory()
    {
        using var intake = new IngestHarness(null, ("MaxDecompressedMiB", "2"), ("MaxRequestMiB", "1"), ("MaxBodiesInFlightMiB", "8"));
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 500; i++)
            {
                gzip.Write(zeros);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = await IngestHarness.Send(intake.Logs, bomb.ToArray(), encoding: BodyEncoding.Gzip);
        Assert.Equal(IngestOutcomeKind.TooLarge, outcome.Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * 1024 * 1024);
        Assert.Equal(0, intake.Services.GetRequiredService<BodyBudget>().TakenBytes);
    }

    [Fact]
    public async Task Export_AMillionAttributeNames_AllocateNothing()
    {
        using var intake = new IngestHarness();
        var body = FloodOf(1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = await IngestHarness.Send(intake.Logs, body);
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted, "1 rejected: malformed 1", 1), outcome);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public async Task Export_MoreFactsThanAllowed_IsTooLargeAndKeepsNothing()
    {
        using var intake = new IngestHarness(null, ("MaxFactsPerRequest", "1000"));
        var outcome = await intake.SendLogs(Bodies.ClaudeLogs(
            [.. Enumerable.Range(0, 1_001).Select(i => Bodies.ClaudeEvent("user_prompt", At, i))]));
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.TooLarge, "More than 1000 facts; send smaller batches."), outcome);
        Assert.Empty(intake.Ledger.Signals);
    }

    [Fact]
    public async Task Export_BodyAboveTheLimit_IsTooLarge()
    {
        using var intake = new IngestHarness(null, ("MaxDecompressedMiB", "1"), ("MaxRequestMiB", "1"));
        Assert.Equal(IngestOutcomeKind.TooLarge, (await IngestHarness.Send(intake.Logs, new byte[(1024 * 1024) + 1])).Kind);
    }

    [Fact]
    public async Task Export_BudgetUsedUp_IsBusy()
    {
        var budget = _intake.Services.GetRequiredService<BodyBudget>();
        Assert.True(budget.TryTake(256L * 1024 * 1024));
        var zipped = await IngestHarness.Send(_intake.Logs, IngestHarness.Gzip(OneCall), encoding: BodyEncoding.Gzip);
        var json = await IngestHarness.Send(_intake.Logs, "{}"u8.ToArray(), format: BodyFormat.Json);
        budget.Return(256L * 1024 * 1024);

        Assert.Equal((IngestOutcomeKind.Busy, IngestOutcomeKind.Busy), (zipped.Kind, json.Kind));
        Assert.Equal(IngestOutcomeKind.Accepted, (await IngestHarness.Send(_intake.Logs, OneCall)).Kind);
    }

    [Fact]
    public async Task Export_QueueFull_IsBusy()
    {
        _intake.Ledger.IsFull = true;
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Busy, "The queue is full."), await IngestHarness.Send(_intake.Logs, OneCall));
    }

    [Fact]
    public async Task Export_StoreBroken_IsUnavailable()
    {
        _intake.Ledger.IsBroken = true;
        Assert.Equal(
            new IngestOutcome(IngestOutcomeKind.Unavailable, "The store cannot take facts now."),
            await IngestHarness.Send(_intake.Logs, OneCall));
    }

    [Fact]
    public async Task Export_NothingOfInterest_DoesNotWaitForTheLedger()
    {
        _intake.Ledger.IsBroken = true;
        Assert.Equal(
            new IngestOutcome(IngestOutcomeKind.Accepted),
            await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent("tool_result", At, 1))));
    }

    [Fact]
    public async Task Export_ManyAtOnce_KeepTheirFactsApart()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (seed, _) =>
        {
            var body = Bodies.ClaudeLogs(Bodies.ClaudeTurns(20, At, seed));
            var outcome = seed % 2 == 0
                ? await IngestHarness.Send(_intake.Logs, IngestHarness.Gzip(body.ToProtobuf()), encoding: BodyEncoding.Gzip)
                : await IngestHarness.Send(_intake.Logs, body.ToJson(), format: BodyFormat.Json);
            Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        });
        Assert.Equal(200 * 6, _intake.Ledger.Calls.Count);
        Assert.Equal(0, _intake.Services.GetRequiredService<BodyBudget>().TakenBytes);
    }

    [Fact]
    public async Task Export_OneBody_IsCountedByOutcomeReasonAndStep()
    {
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _intake.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Add($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}}} {value}"));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            seen.Add($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}}}"));
        listener.Start();

        await _intake.SendLogs(Bodies.ClaudeLogs(
            Bodies.ClaudeEvent("api_request", At, 1, Bodies.ClaudeCall),
            Bodies.ClaudeEvent("tool_result", At, 2),
            Bodies.ClaudeEvent("api_request", At.AddYears(-1), 3, Bodies.ClaudeCall)));

        Assert.Equal(
            [
                "claudeonomics.ingest.step.duration{signal=logs,step=decompress}",
                "claudeonomics.ingest.step.duration{signal=logs,step=transcode}",
                "claudeonomics.ingest.step.duration{signal=logs,step=map}",
                "claudeonomics.ingest.facts{outcome=new} 1",
                "claudeonomics.ingest.facts{outcome=duplicate} 0",
                "claudeonomics.ingest.step.duration{signal=logs,step=append}",
                "claudeonomics.ingest.records{signal=logs,outcome=accepted} 1",
                "claudeonomics.ingest.records{signal=logs,outcome=ignored} 1",
                "claudeonomics.ingest.records{signal=logs,outcome=rejected} 1",
                "claudeonomics.ingest.rejected{signal=logs,reason=too-old} 1",
            ],
            seen);
    }

    // One log record of a kind that is of interest, with that many attributes: "00000000" null, "00000001" null, ...
    private static byte[] FloodOf(int attributes)
    {
        var prompt = Bodies.CodexEvent("codex.user_prompt", At).ToProtobuf();
        var record = new byte[prompt.Length + (attributes * 12)];
        prompt.CopyTo(record, 0);
        for (var i = 0; i < attributes; i++)
        {
            var pair = record.AsSpan(prompt.Length + (i * 12), 12);
            (pair[0], pair[1], pair[2], pair[3]) = ((6 << 3) | 2, 10, (1 << 3) | 2, 8);
            i.TryFormat(pair[4..], out _, "x8");
        }

        return Wrap(Wrap(Wrap(record, 2), 2), 1);
    }

    private static byte[] Wrap(byte[] content, int field)
    {
        var buffer = new byte[content.Length + 16];
        var writer = new ProtoWriter(buffer);
        writer.Bytes(field, content);
        return writer.Written.ToArray();
    }
}
