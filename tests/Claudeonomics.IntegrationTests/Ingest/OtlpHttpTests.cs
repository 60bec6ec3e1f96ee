using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Claudeonomics.Server.Ingest.Mapping;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Ingest;

/// <summary>OTLP/HTTP by the letter, over real sockets.</summary>
public sealed class OtlpHttpTests : IAsyncLifetime
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly OtlpNode OneCall = Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall));
    private IngestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await IngestServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Post_Protobuf_AnswersAnEmptyProtobuf()
    {
        using var answer = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        Assert.Equal((HttpStatusCode.OK, Protobuf, 0), await Seen(answer));
        Assert.Single(_server.Ledger.Calls);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON")]
    public async Task Post_Json_AnswersAnEmptyObject(string contentType)
    {
        using var answer = await Post("/v1/logs", OneCall.ToJson(), contentType);
        Assert.Equal((HttpStatusCode.OK, Json), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        Assert.Single(_server.Ledger.Calls);
    }

    [Fact]
    public async Task Post_EverySignal_IsTaken()
    {
        using var logs = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        using var metrics = await Post("/v1/metrics", Bodies.ClaudeMetrics(Otlp.Sum("claude_code.commit.count", 1, Otlp.Point(
            At.AddSeconds(-60), At, 1L, "session.id", Bodies.Session, "user.id", "5f0a"))).ToProtobuf(), Protobuf);
        using var traces = await Post("/v1/traces", Otlp.Traces(["service.name", "bot"], "", Otlp.Span(
            "chat", At, [.. Enumerable.Repeat((byte)1, 16)], new byte[8], "gen_ai.usage.input_tokens", 5, "user.id", "5f0a")).ToProtobuf(), Protobuf);
        Assert.Equal((2, 1), (_server.Ledger.Calls.Count, _server.Ledger.Counters.Count));
    }

    [Fact]
    public async Task Post_KeyInThePath_IsAKey()
    {
        using var request = Request($"/k/{FakeGate.PersonalKey}/v1/logs", OneCall.ToProtobuf(), Protobuf);
        request.Headers.Authorization = null;
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(FakeGate.PersonalIdentity, Assert.Single(_server.Ledger.Calls).Identity);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("GZIP", true)]
    public async Task Post_Gzip_IsDecompressed(string encoding, bool chunked)
    {
        using var request = Request("/v1/logs", IngestHarness.Gzip(OneCall.ToProtobuf()), Protobuf);
        request.Content!.Headers.Add("Content-Encoding", encoding);
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, Protobuf, 0), await Seen(answer));
        Assert.Single(_server.Ledger.Calls);
    }

    [Fact]
    public async Task Post_LargeChunkedBody_IsReadWhole()
    {
        using var request = Request("/v1/logs", Bodies.ClaudeLogs(Bodies.ClaudeTurns(2_000, At)).ToProtobuf(), Protobuf);
        request.Headers.TransferEncodingChunked = true;
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(600, _server.Ledger.Calls.Count);
    }

    [Theory]
    [InlineData(Protobuf, "")]
    [InlineData(Json, "{}")]
    [InlineData(Json, "{\"resourceLogs\":[]}")]
    public async Task Post_EmptyRequest_Succeeds(string contentType, string body)
    {
        using var answer = await Post("/v1/logs", Encoding.UTF8.GetBytes(body), contentType);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Post_SomeRejected_IsPartialSuccess()
    {
        var body = Bodies.ClaudeLogs(
            Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall), Bodies.ClaudeEvent("api_request", At.AddYears(-1), 4, Bodies.ClaudeCall));
        using var json = await Post("/v1/logs", body.ToJson(), Json);
        using var protobuf = await Post("/v1/logs", body.ToProtobuf(), Protobuf);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (json.StatusCode, protobuf.StatusCode));
        Assert.Equal(
            "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"1 rejected: too-old 1\"}}",
            await json.Content.ReadAsStringAsync());
        Assert.Equal(
            "0a1908011215" + Convert.ToHexStringLower("1 rejected: too-old 1"u8),
            Convert.ToHexStringLower(await protobuf.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData(Protobuf)]
    [InlineData(Json)]
    public async Task Post_Garbage_Is400WithAStatusInTheSameFormat(string contentType)
    {
        using var answer = await Post("/v1/logs", "no such thing"u8.ToArray(), contentType);
        await AssertStatus(answer, HttpStatusCode.BadRequest, contentType, 3);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    [InlineData(Protobuf, "zstd")]
    [InlineData(Protobuf, "gzip, gzip")]
    public async Task Post_TypeOrEncodingThatIsNotUnderstood_Is415(string? contentType, string? encoding)
    {
        using var request = Request("/v1/logs", OneCall.ToProtobuf(), contentType);
        if (encoding is not null)
        {
            request.Content!.Headers.Add("Content-Encoding", encoding);
        }

        using var answer = await _server.Client.SendAsync(request);
        await AssertStatus(answer, HttpStatusCode.UnsupportedMediaType, contentType == Protobuf ? Protobuf : Json, 12);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nobodys-key")]
    [InlineData("Basic shared-key")]
    public async Task Post_NoKnownKey_Is401(string? authorization)
    {
        using var request = Request("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        using var answer = await _server.Client.SendAsync(request);
        await AssertStatus(answer, HttpStatusCode.Unauthorized, Protobuf, 16);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Post_KeyOfAnotherKind_Is403()
    {
        using var request = Request("/v1/logs", OneCall.ToJson(), Json);
        request.Headers.Authorization = new("Bearer", FakeGate.ReadKey);
        using var answer = await _server.Client.SendAsync(request);
        await AssertStatus(answer, HttpStatusCode.Forbidden, Json, 7);
    }

    [Fact]
    public async Task Post_QueueFull_Is429WithRetryAfter()
    {
        _server.Ledger.IsFull = true;
        using var answer = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        await AssertStatus(answer, HttpStatusCode.TooManyRequests, Protobuf, 14);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-2)]
    public async Task Post_ServersClockJumped_Is503AndNothingIsTurnedAwayForItsTime(int days)
    {
        using (await Post("/v1/logs", [], Protobuf))
        {
            _server.Clock.Jump(TimeSpan.FromDays(days));
        }

        using (var answer = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf))
        {
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, true, 0), (answer.StatusCode, answer.Headers.RetryAfter is not null, _server.Ledger.Calls.Count));
        }

        _server.Clock.Jump(TimeSpan.FromDays(-days));
        using var again = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        Assert.Equal((HttpStatusCode.OK, 1), (again.StatusCode, _server.Ledger.Calls.Count));
    }

    [Fact]
    public async Task Post_StoreBroken_Is503WithRetryAfter()
    {
        _server.Ledger.IsBroken = true;
        using var answer = await Post("/v1/logs", OneCall.ToJson(), Json);
        await AssertStatus(answer, HttpStatusCode.ServiceUnavailable, Json, 14);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_AboveTheLimit_Is413(bool chunked)
    {
        await using var server = await IngestServer.StartAsync(("MaxRequestMiB", "1"));
        using var request = Request("/v1/logs", new byte[(1024 * 1024) + 1], Protobuf);
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await server.Client.SendAsync(request);
        await AssertStatus(answer, HttpStatusCode.RequestEntityTooLarge, Protobuf, 8);
        Assert.Equal(0, server.Services.GetRequiredService<BodyBudget>().TakenBytes);
    }

    [Fact]
    public async Task Post_AboveKestrelsOwnDefault_IsTakenWhenTheLimitAllows()
    {
        // Kestrel alone stops at 30 MB.
        await using var server = await IngestServer.StartAsync(("MaxRequestMiB", "40"));
        var filler = new OtlpNode().AddAll(1, "resourceLogs", [new OtlpNode().Add(3, "schemaUrl", NodeKind.Text, new string('x', 33 * 1024 * 1024))]);
        using var request = Request("/v1/logs", filler.ToProtobuf(), Protobuf);
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Post_GzipBomb_Is413()
    {
        await using var server = await IngestServer.StartAsync(("MaxDecompressedMiB", "1"), ("MaxRequestMiB", "1"));
        using var request = Request("/v1/logs", IngestHarness.Gzip(new byte[50 * 1024 * 1024]), Protobuf);
        request.Content!.Headers.Add("Content-Encoding", "gzip");
        using var answer = await server.Client.SendAsync(request);
        await AssertStatus(answer, HttpStatusCode.RequestEntityTooLarge, Protobuf, 8);
    }

    [Fact]
    public async Task Post_SenderThatDribbles_Is408AndGivesItsMemoryBack()
    {
        await using var server = await IngestServer.StartAsync(("MaxReadSeconds", "1"));
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Http.Host, server.Http.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/logs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {FakeGate.SharedKey}\r\nContent-Type: {Protobuf}\r\nContent-Length: 1000000\r\n\r\nabc"));
        var answer = await new StreamReader(stream).ReadLineAsync();
        Assert.Equal("HTTP/1.1 408 Request Timeout", answer);
        Assert.Equal(0, server.Services.GetRequiredService<BodyBudget>().TakenBytes);
    }

    [Fact]
    public async Task Post_BodyCutInTheMiddle_KeepsNothingAndTheServerGoesOn()
    {
        var body = Bodies.ClaudeLogs(Bodies.ClaudeTurns(50, At)).ToProtobuf();
        for (var i = 0; i < 5; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(_server.Http.Host, _server.Http.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/logs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {FakeGate.SharedKey}\r\nContent-Type: {Protobuf}\r\nContent-Length: {body.Length}\r\n\r\n"));
            await stream.WriteAsync(body.AsMemory(0, body.Length * i / 5));
            socket.Client.Shutdown(SocketShutdown.Send);
            Assert.DoesNotContain("200 OK", await ReadToEnd(stream), StringComparison.Ordinal);
        }

        Assert.Empty(_server.Ledger.Calls);
        using var answer = await Post("/v1/logs", OneCall.ToProtobuf(), Protobuf);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, _server.Services.GetRequiredService<BodyBudget>().TakenBytes);
    }

    [Fact]
    public async Task Post_BrokenChunk_Is400()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_server.Http.Host, _server.Http.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/logs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {FakeGate.SharedKey}\r\nContent-Type: {Json}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n"));
        Assert.Equal("HTTP/1.1 400 Bad Request", await new StreamReader(stream).ReadLineAsync());
    }

    [Fact]
    public void MapOtlp_Paths_AreDescribed()
    {
        var described = _server.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items).Select(api => $"{api.HttpMethod} {api.RelativePath}");
        Assert.Equal(
            ["POST k/{key}/v1/logs", "POST k/{key}/v1/metrics", "POST k/{key}/v1/traces", "POST v1/logs", "POST v1/metrics", "POST v1/traces"],
            described.Order());
    }

    [Fact]
    public async Task Get_Path_Is405()
    {
        using var answer = await _server.Client.GetAsync(new Uri("/v1/logs", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    // A server that gives up on a connection may reset it.
    private static async Task<string> ReadToEnd(NetworkStream stream)
    {
        try
        {
            return await new StreamReader(stream).ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static HttpRequestMessage Request(string path, byte[] body, string? contentType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new("Bearer", FakeGate.SharedKey);
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return request;
    }

    private async Task<HttpResponseMessage> Post(string path, byte[] body, string contentType)
    {
        using var request = Request(path, body, contentType);
        return await _server.Client.SendAsync(request);
    }

    private static async Task<(HttpStatusCode, string?, int)> Seen(HttpResponseMessage answer) =>
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, (await answer.Content.ReadAsByteArrayAsync()).Length);

    // google.rpc.Status { code = 1, message = 2 }
    private static async Task AssertStatus(HttpResponseMessage answer, HttpStatusCode status, string contentType, int code)
    {
        Assert.Equal((status, contentType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (contentType == Json)
        {
            Assert.StartsWith($"{{\"code\":{code},\"message\":\"", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal([0x08, (byte)code, 0x12, (byte)(body.Length - 4)], body[..4]);
        }
    }
}
