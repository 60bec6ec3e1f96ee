using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class JsonTranscoderTests
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly byte[] Trace = [0xAB, .. Enumerable.Range(1, 15).Select(i => (byte)i)];

    [Fact]
    public async Task Export_LogsAsJson_GiveTheSameFacts() => await AssertSameFacts(
        intake => intake.Logs, Bodies.ClaudeLogs([.. Bodies.ClaudeTurns(50, At), Bodies.ClaudeEvent("api_request", At, 99, Bodies.ClaudeCall)]));

    [Fact]
    public async Task Export_CodexLogsAsJson_GiveTheSameFacts() => await AssertSameFacts(
        intake => intake.Logs, Bodies.CodexLogs(Bodies.CodexEvent(
            "codex.sse_event", At, "event.kind", "response.completed", "input_token_count", "5000", "output_token_count", "250", "cached_token_count", 4000,
            "user.email", "dev@corp.example")));

    [Fact]
    public async Task Export_MetricsAsJson_GiveTheSameFacts() => await AssertSameFacts(
        intake => intake.Metrics,
        Bodies.ClaudeMetrics(
            Otlp.Sum("claude_code.token.usage", 1, Otlp.Point(
                At.AddSeconds(-60), At, 24.0, "session.id", Bodies.Session, "type", "input", "user.email", "dev@corp.example",
                "list", new object?[] { "a", 1, 2.5, true, null }, "bytes", new byte[] { 1, 2, 255 },
                "map", new Dictionary<string, object?> { ["k"] = -7, ["ü"] = "\u0001\"\\/\ud83d\ude00" })),
            Otlp.Sum("claude_code.commit.count", 2, Otlp.Point(At.AddSeconds(-60), At, 2L, "session.id", Bodies.Session, "user.id", "5f0a")),
            Otlp.Histogram("unrelated", 2, Otlp.HistogramPoint(At.AddSeconds(-60), At, 1.5, "session.id", Bodies.Session))));

    [Fact]
    public async Task Export_HistogramsAsJson_GiveTheSameFacts() => await AssertSameFacts(
        intake => intake.Metrics,
        Otlp.Metrics(["service.name", "bot", "enduser.id", "bot@corp.example"], "s", Otlp.Histogram("gen_ai.client.token.usage", 2,
            Otlp.HistogramPoint(At.AddSeconds(-60), At, 900.0, "gen_ai.conversation.id", "c", "gen_ai.token.type", "input"))));

    [Fact]
    public async Task Export_SpansAsJson_GiveTheSameFacts() => await AssertSameFacts(
        intake => intake.Traces,
        Otlp.Traces(["service.name", "bot", "enduser.id", "bot@corp.example"], "s", Otlp.Span(
            "chat", At, Trace, [1, 2, 3, 4, 5, 6, 7, 8], "gen_ai.usage.input_tokens", 5, "gen_ai.usage.output_tokens", 7)));

    [Theory]
    [InlineData("""{"resourceLogs":[{"resource":{"attributes":[{"key":"a","value":{"stringValue":"\u00fc\"x"}}]}}]}""", "0a0f 0a0d 0a0b 0a0161 1206 0a04 c3bc 2278")]
    [InlineData("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","traceId":"AbCd","spanId":""}]}]}]}""", "0a13 1211 120f 0900..01 4a02abcd 5200")]
    [InlineData("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":1,"unknown":{"a":[{}]},"eventName":null}]}]}]}""", "0a0d 120b 1209 0900..01")]
    [InlineData("""{ }""", "")]
    [InlineData("""{"resource_logs":[{}]}""", "")]
    [InlineData("""{"resource\u004cogs":[{}]}""", "0a00")]
    public void TryTranscode_Shapes_AreTheirProtobuf(string json, string expected)
    {
        // "00..01" stands for the eight bytes of a little-endian one.
        var bytes = expected.Replace("00..01", "0100000000000000", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(bytes, Hex(json, JsonMessage.Logs));
    }

    [Theory]
    [InlineData("\"intValue\":\"-5\"", "18fbffffffffffffffff01")]
    [InlineData("\"intValue\":12.0", "180c")]
    [InlineData("\"intValue\":\"1.2e1\"", "180c")]
    [InlineData("\"doubleValue\":\"NaN\"", "21000000000000f8ff")]
    [InlineData("\"doubleValue\":\"-Infinity\"", "21000000000000f0ff")]
    [InlineData("\"doubleValue\":1", "21000000000000f03f")]
    [InlineData("\"boolValue\":true", "1001")]
    [InlineData("\"bytesValue\":\"AQL/\"", "3a030102ff")]
    [InlineData("\"stringValue\":\"\"", "0a00")]
    public void TryTranscode_Values_AreTheirProtobuf(string value, string expected)
    {
        var json = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{" + value + "}}]}]}]}";
        var length = expected.Length / 2;
        Assert.Equal($"0a{length + 6:x2}12{length + 4:x2}12{length + 2:x2}2a{length:x2}{expected}", Hex(json, JsonMessage.Logs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"resourceLogs\":{}}")]
    [InlineData("{\"resourceLogs\":[1]}")]
    [InlineData("{\"resourceLogs\":[null]}")]
    [InlineData("{\"resourceLogs\":[{}]")]
    [InlineData("{\"resourceLogs\":[{}]} {}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"soon\"}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":-1}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"xyz\"}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":7}}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"\\ud800\"}}]}]}]}")]
    [InlineData("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"bytesValue\":\"%%%\"}}]}]}]}")]
    public void TryTranscode_NotOtlp_IsRefused(string json) => Assert.Null(Hex(json, JsonMessage.Logs));

    [Fact]
    public void TryTranscode_EnumerationByName_IsRefused() => Assert.Null(Hex(
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"sum\":{\"aggregationTemporality\":\"AGGREGATION_TEMPORALITY_DELTA\"}}]}]}]}",
        JsonMessage.Metrics));

    [Fact]
    public void TryTranscode_NestedTooDeep_IsRefused()
    {
        static string Nested(int depth) =>
            "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":"
            + string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", depth)) + "{\"intValue\":1}"
            + string.Concat(Enumerable.Repeat("]}}", depth)) + "}]}]}]}";

        Assert.NotNull(Hex(Nested(10), JsonMessage.Logs));
        Assert.Null(Hex(Nested(10_000), JsonMessage.Logs));
    }

    [Fact]
    public void TryTranscode_LongContents_MoveBehindTheirLength()
    {
        var text = new string('x', 100_000);
        var json = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"\\u0061" + text + "\"}}]}]}]}";
        var expected = new OtlpNode().AddAll(1, "resourceLogs", [new OtlpNode().AddAll(2, "scopeLogs", [new OtlpNode()
            .AddAll(2, "logRecords", [new OtlpNode().Add(5, "body", NodeKind.Message, Otlp.AnyValue("a" + text))])])]);
        Assert.Equal(Convert.ToHexStringLower(expected.ToProtobuf()), Hex(json, JsonMessage.Logs));
    }

    private static string? Hex(string json, JsonMessage message)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var into = new byte[JsonTranscoder.MaxLength(bytes.Length)];
        return JsonTranscoder.TryTranscode(bytes, message, into, out var length) ? Convert.ToHexStringLower(into.AsSpan(0, length)) : null;
    }

    private static async Task AssertSameFacts(Func<IngestHarness, OtlpService> service, OtlpNode request)
    {
        using var protobuf = new IngestHarness();
        using var json = new IngestHarness();
        var first = await IngestHarness.Send(service(protobuf), request.ToProtobuf(), FakeGate.Shared);
        var second = await IngestHarness.Send(service(json), request.ToJson(), FakeGate.Shared, BodyFormat.Json);

        Assert.Equal(IngestOutcomeKind.Accepted, first.Kind);
        Assert.Equal(first, second);
        Assert.NotEqual(0, protobuf.Ledger.Calls.Count + protobuf.Ledger.Counters.Count + protobuf.Ledger.Signals.Count);
        Assert.Equal(protobuf.Ledger.Calls, json.Ledger.Calls);
        Assert.Equal(protobuf.Ledger.Counters, json.Ledger.Counters);
        Assert.Equal(protobuf.Ledger.Signals, json.Ledger.Signals);
    }
}
