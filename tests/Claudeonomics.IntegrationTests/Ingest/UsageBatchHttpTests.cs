using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Wire;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Embedded;
using Claudeonomics.TestShared.Ingest;
using Claudeonomics.TestShared.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Ingest;

/// <summary>Usage batches over real sockets, into the whole server.</summary>
public sealed class UsageBatchHttpTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Otlp.Now;
    private static readonly DateTimeOffset At = Now.AddMinutes(-5);
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        settings: ["--Claudeonomics:Ingest:MaxRequestMiB=1", "--Claudeonomics:Ingest:MaxDecompressedMiB=2", "--Claudeonomics:Ingest:MaxFactsPerRequest=1000"],
        configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_ABatch_IsOnesOwnUsage(bool isGzip)
    {
        var (writer, reader) = await PersonAsync("ann@example.com");

        using var answer = await PostAsync(writer, Body(Batch.Call(At), Batch.Call(At.AddHours(-1), "req_02") with { OutputTokens = -1 }), isGzip);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"accepted":1,"duplicate":0,"corrected":0,"rejected":{"negative-count":1}}""", await answer.Content.ReadAsStringAsync());
        var sums = await UsageAsync(reader);
        Assert.Equal(
            """{"total":21902,"uncachedInput":12,"cacheRead":15000,"cacheWrite":6800,"cacheWrite5m":6000,"cacheWrite1h":800,"cacheWriteUnknown":0,"output":90,"reasoning":0}""",
            sums["tokens"]!.ToJsonString());
    }

    [Fact]
    public async Task Post_AnHourReadAgain_ReplacesWhatTheDeviceToldOfItBefore()
    {
        var (writer, reader) = await PersonAsync("ann@example.com");
        Assert.Equal("""{"accepted":2,"duplicate":0,"corrected":0,"rejected":{}}""", await ReadAsync(1, Batch.Call(At), Batch.Call(At, "req_02")));
        Assert.Equal("""{"accepted":1,"duplicate":0,"corrected":2,"rejected":{}}""", await ReadAsync(2, Batch.Call(At, output: 80)));
        Assert.Equal("""{"accepted":0,"duplicate":0,"corrected":0,"rejected":{"superseded":2}}""", await ReadAsync(1, Batch.Call(At), Batch.Call(At, "req_02")));

        // A clock that is years ahead counts as one that is as far ahead as may be.
        Assert.Equal("""{"accepted":1,"duplicate":0,"corrected":1,"rejected":{}}""", await ReadAsync(9_000_000, Batch.Call(At, output: 70)));
        Assert.Equal("""{"accepted":0,"duplicate":1,"corrected":0,"rejected":{}}""", await ReadAsync(10_000_000, Batch.Call(At, output: 70)));

        // Records without a device take nothing back.
        using var answer = await PostAsync(writer, Body(Batch.Call(At, "req_03")));
        Assert.Equal("""{"accepted":1,"duplicate":0,"corrected":0,"rejected":{}}""", await answer.Content.ReadAsStringAsync());
        await _server.Services.GetRequiredService<EmbeddedLedger>().CheckpointAsync(TestContext.Current.CancellationToken);
        var sums = await UsageAsync(reader);
        Assert.Equal((2, 160), ((long)sums["requests"]!, (long)sums["tokens"]!["output"]!));

        async Task<string> ReadAsync(int minutes, params LoggedCall[] calls)
        {
            using var posted = await PostAsync(writer, UsageBatchJson.Write(Batch.Of(At.AddMinutes(minutes), calls) with { Device = "laptop" }));
            return await posted.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData("ingest", false, HttpStatusCode.Forbidden)]
    [InlineData("read", true, HttpStatusCode.Forbidden)]
    [InlineData("admin", false, HttpStatusCode.Forbidden)]
    public async Task Post_KeyThatMayNot_IsRefused(string kind, bool isPersonal, HttpStatusCode status)
    {
        await _server.PutPersonAsync("ann@example.com");
        using var client = _server.Client((await _server.PostKeyAsync(kind, isPersonal ? "ann@example.com" : null)).Key);

        await AssertProblemAsync(status, await PostAsync(client, Body(Batch.Call(At))));
    }

    [Fact]
    public async Task Post_WithoutAKey_Is401()
    {
        await AssertProblemAsync(HttpStatusCode.Unauthorized, await PostAsync(_server.Anonymous, Body(Batch.Call(At))));
        using var stranger = _server.Client("cn_ingest_aaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
        await AssertProblemAsync(HttpStatusCode.Unauthorized, await PostAsync(stranger, Body(Batch.Call(At))));
    }

    [Fact]
    public async Task Post_BodyThatIsNone_Is400()
    {
        var (writer, _) = await PersonAsync("ann@example.com");
        var problem = await AssertProblemAsync(HttpStatusCode.BadRequest, await PostAsync(writer, Encoding.UTF8.GetBytes("canary-otter")));
        Assert.DoesNotContain("canary", problem.ToJsonString(), StringComparison.Ordinal);

        using var cut = new ByteArrayContent(IngestHarness.Gzip(Body(Batch.Call(At)))[..^9]);
        cut.Headers.ContentType = new("application/json");
        cut.Headers.ContentEncoding.Add("gzip");
        await AssertProblemAsync(HttpStatusCode.BadRequest, await writer.PostAsync("/api/v1/usage", cut));
    }

    [Fact]
    public async Task Post_AboveALimit_Is413()
    {
        var (writer, _) = await PersonAsync("ann@example.com");
        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, await PostAsync(writer, new byte[1_100_000]));
        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, await PostAsync(writer, new byte[3_000_000], isGzip: true));
        var many = Body([.. Enumerable.Range(0, 1_001).Select(i => Batch.Call(At, $"req_{i}"))]);
        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, await PostAsync(writer, many, isGzip: true));
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json", "br")]
    public async Task Post_TypeOrEncodingThatIsNotUnderstood_Is415(string type, string? encoding)
    {
        var (writer, _) = await PersonAsync("ann@example.com");
        using var content = new ByteArrayContent(Body(Batch.Call(At)));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        await AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, await writer.PostAsync("/api/v1/usage", content));
    }

    [Fact]
    public async Task OpenApi_UsageBatches_AreDescribed()
    {
        var description = await _server.Anonymous.ReadAsync("/openapi/v1.json");

        var post = description["paths"]!["/api/v1/usage"]!["post"]!;
        Assert.Equal("#/components/schemas/UsageBatch", (string?)post["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]);
        Assert.Equal(
            ["conversation", "request", "at", "isPartial", "parserRevision", "agent", "provider", "model", "uncachedInputTokens", "cacheReadTokens",
                "cacheWrite5mTokens", "cacheWrite1hTokens", "cacheWriteUnknownTokens", "outputTokens", "reasoningTokens", "speed", "serviceTier",
                "geography", "webSearches"],
            description["components"]!["schemas"]!["UsageBatch"]!["properties"]!["hours"]!["items"]!["properties"]!["calls"]!["items"]!["properties"]!.AsObject().Select(property => property.Key));
    }

    // Sums follow the acknowledgement by a moment.
    private static async Task<JsonNode> UsageAsync(HttpClient reader)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if ((await reader.ReadAsync("/api/v1/me/usage?by=model"))["rows"]!.AsArray() is [{ } row])
            {
                return row["sums"]!;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static byte[] Body(params LoggedCall[] calls) => UsageBatchJson.Write(Batch.Of(Now, calls));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] body, bool isGzip = false)
    {
        using var content = new ByteArrayContent(isGzip ? IngestHarness.Gzip(body) : body);
        content.Headers.ContentType = new("application/json");
        if (isGzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return await client.PostAsync("/api/v1/usage", content);
    }

    private static async Task<JsonNode> AssertProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }

    private async Task<(HttpClient Writer, HttpClient Reader)> PersonAsync(string email)
    {
        await _server.PutPersonAsync(email);
        return (_server.Client((await _server.PostKeyAsync("ingest", email)).Key), _server.Client((await _server.PostKeyAsync("read", email)).Key));
    }
}
