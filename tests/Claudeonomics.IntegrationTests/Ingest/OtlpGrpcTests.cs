using System.Buffers.Binary;
using System.Net;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.IntegrationTests.Ingest;

/// <summary>OTLP/gRPC over HTTP/2 without TLS, with HttpClient as the client: what is asserted is what is on the wire.</summary>
public sealed class OtlpGrpcTests : IAsyncLifetime
{
    private const string LogsPath = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly OtlpNode OneCall = Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall));
    private readonly HttpClient _client = new();
    private IngestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await IngestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    public async Task Call_Message_AnswersOneFrameAndOk(string contentType)
    {
        using var answer = await Call(LogsPath, Frame(OneCall.ToProtobuf()), contentType: contentType);
        Assert.Equal((HttpStatusCode.OK, "application/grpc"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(new byte[5], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("0", Trailer(answer, "grpc-status"));
        Assert.Single(_server.Ledger.Calls);
    }

    [Fact]
    public async Task Call_EverySignal_IsTaken()
    {
        var metrics = Bodies.ClaudeMetrics(Otlp.Sum("claude_code.commit.count", 1, Otlp.Point(
            At.AddSeconds(-60), At, 1L, "session.id", Bodies.Session, "user.id", "5f0a")));
        var traces = Otlp.Traces(["service.name", "bot"], "", Otlp.Span(
            "chat", At, [.. Enumerable.Repeat((byte)1, 16)], new byte[8], "gen_ai.usage.input_tokens", 5, "user.id", "5f0a"));
        using var first = await Call("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", Frame(metrics.ToProtobuf()));
        using var second = await Call("/opentelemetry.proto.collector.trace.v1.TraceService/Export", Frame(traces.ToProtobuf()));
        Assert.Equal((1, 1), (_server.Ledger.Calls.Count, _server.Ledger.Counters.Count));
    }

    [Fact]
    public async Task Call_Gzip_IsDecompressed()
    {
        using var answer = await Call(LogsPath, Frame(IngestHarness.Gzip(OneCall.ToProtobuf()), compressed: true), encoding: "gzip");
        Assert.Equal("0", await Status(answer));
        Assert.Single(_server.Ledger.Calls);
    }

    [Fact]
    public async Task Call_SomeRejected_IsPartialSuccess()
    {
        var body = Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At.AddYears(-1), 4, Bodies.ClaudeCall));
        using var answer = await Call(LogsPath, Frame(body.ToProtobuf()));
        Assert.Equal(
            "000000001b" + "0a1908011215" + Convert.ToHexStringLower("1 rejected: too-old 1"u8),
            Convert.ToHexStringLower(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Equal("0", Trailer(answer, "grpc-status"));
    }

    [Fact]
    public async Task Call_Garbage_IsInvalidArgument()
    {
        using var answer = await Call(LogsPath, Frame("no such thing"u8.ToArray()));
        Assert.Equal("3", await Status(answer));
        Assert.Equal("The body is not OTLP protobuf of this signal.", Trailer(answer, "grpc-message"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("00000000ff01")]
    [InlineData("020000000101")]
    [InlineData("00000000000000000000")]
    public async Task Call_BrokenFrame_IsInvalidArgument(string frame)
    {
        using var answer = await Call(LogsPath, Convert.FromHexString(frame));
        Assert.Equal("3", await Status(answer));
    }

    [Fact]
    public async Task Call_UnknownCompression_IsUnimplementedAndSaysWhatIsKnown()
    {
        using var answer = await Call(LogsPath, Frame([1, 2, 3], compressed: true), encoding: "snappy");
        Assert.Equal("12", await Status(answer));
        Assert.Equal("gzip,identity", Trailer(answer, "grpc-accept-encoding"));
    }

    [Theory]
    [InlineData(null, "16")]
    [InlineData("nobodys-key", "16")]
    [InlineData(FakeGate.ReadKey, "7")]
    public async Task Call_WithoutTheRightKey_IsRefused(string? key, string status)
    {
        using var answer = await Call(LogsPath, Frame(OneCall.ToProtobuf()), key: key);
        Assert.Equal(status, await Status(answer));
        Assert.Empty(_server.Ledger.Calls);
    }

    [Fact]
    public async Task Call_QueueFull_IsUnavailableWithRetryInfo()
    {
        _server.Ledger.IsFull = true;
        using var answer = await Call(LogsPath, Frame(OneCall.ToProtobuf()));
        Assert.Equal("14", await Status(answer));
        var details = Trailer(answer, "grpc-status-details-bin");
        var status = Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='));

        // RetryInfo { retry_delay { seconds = 1 } } at the end of the only detail.
        Assert.Contains("google.rpc.RetryInfo", System.Text.Encoding.ASCII.GetString(status), StringComparison.Ordinal);
        Assert.Equal([0x12, 0x04, 0x0A, 0x02, 0x08, 0x01], status[^6..]);
    }

    [Fact]
    public async Task Call_StoreBroken_IsUnavailable()
    {
        _server.Ledger.IsBroken = true;
        using var answer = await Call(LogsPath, Frame(OneCall.ToProtobuf()));
        Assert.Equal("14", await Status(answer));
    }

    [Fact]
    public async Task Call_AboveTheLimit_IsResourceExhausted()
    {
        await using var server = await IngestServer.StartAsync(("MaxRequestMiB", "1"));
        using var answer = await Call(LogsPath, Frame(new byte[(1024 * 1024) + 1]), at: server.Grpc);
        Assert.Equal("8", await Status(answer));
    }

    [Fact]
    public async Task Call_OverHttp1OrOfAnotherType_IsNotGrpc()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Http, LogsPath)) { Content = new ByteArrayContent(Frame([])) };
        request.Content.Headers.ContentType = new("application/grpc");
        using var http1 = await _client.SendAsync(request);
        using var other = await Call(LogsPath, Frame([]), contentType: "application/json");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType), (http1.StatusCode, other.StatusCode));
    }

    private async Task<HttpResponseMessage> Call(
        string path, byte[] frame, string? encoding = null, string? key = FakeGate.SharedKey, string contentType = "application/grpc", Uri? at = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(at ?? _server.Grpc, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = new(contentType);
        request.Headers.TE.ParseAdd("trailers");
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        return await _client.SendAsync(request);
    }

    private static byte[] Frame(byte[] message, bool compressed = false)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static async Task<string> Status(HttpResponseMessage answer)
    {
        await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Trailer(answer, "grpc-status");
    }

    // In the trailers, or in the headers of an answer that has nothing else.
    private static string Trailer(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var trailer) ? trailer.Single()
        : answer.Headers.TryGetValues(name, out var header) ? header.Single()
        : "";
}
