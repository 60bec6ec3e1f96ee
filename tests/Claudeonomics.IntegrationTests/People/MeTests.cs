using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

public sealed class MeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task GetUsage_OfACall_IsExact()
    {
        var (ann, identity) = await PersonAsync("ann@example.com");
        await AppendAsync(identity, Now.AddMinutes(-5), output: 7);

        var usage = await ann.ReadAsync("/api/v1/me/usage?by=day");

        Assert.Equal("""{"from":"2026-10-23","to":"2026-11-22"}""", usage["window"]!.ToJsonString());
        var row = Assert.Single(usage["rows"]!.AsArray())!;
        Assert.Equal(
            ("2026-11-21", "claude-code", "anthropic", "no-such-model", 1L),
            ((string?)row["key"], (string?)row["agent"], (string?)row["provider"], (string?)row["model"], (long)row["sums"]!["requests"]!));
        Assert.Equal(
            """{"total":107,"uncachedInput":10,"cacheRead":90,"cacheWrite":0,"cacheWrite5m":0,"cacheWrite1h":0,"cacheWriteUnknown":0,"output":7,"reasoning":0}""",
            row["sums"]!["tokens"]!.ToJsonString());
        // Unknown is not zero.
        Assert.Equal((null, 107L), ((decimal?)usage["totals"]!["listCostUsd"], (long)usage["totals"]!["unpricedTokens"]!));
    }

    [Theory]
    [InlineData("hour", "2026-11-21T07:00:00Z")]
    [InlineData("day", "2026-11-21")]
    [InlineData("model", "no-such-model")]
    [InlineData("agent", "claude-code")]
    public async Task GetUsage_ByEachGrouping_HasItsKey(string by, string key)
    {
        var (ann, identity) = await PersonAsync("ann@example.com");
        await AppendAsync(identity, Now.AddMinutes(-5), output: 7);

        Assert.Equal(key, (string?)(await ann.ReadAsync($"/api/v1/me/usage?by={by}"))["rows"]![0]!["key"]);
    }

    [Theory]
    [InlineData("by=year", "by")]
    [InlineData("from=2026-11-21&to=2026-11-21", "from")]
    [InlineData("by=hour&from=2026-09-01&to=2026-11-22", "from")]
    [InlineData("from=2024-01-01&to=2026-11-22", "from")]
    public async Task GetUsage_WrongQuestion_IsAProblem(string query, string field)
    {
        var (ann, _) = await PersonAsync("ann@example.com");

        var response = await ann.GetAsync($"/api/v1/me/usage?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field]);
    }

    [Fact]
    public async Task GetActivity_OfASignal_IsItsCompanyDay()
    {
        var (ann, identity) = await PersonAsync("ann@example.com");
        var facts = new FactBatch();
        facts.Add(new Signal
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = Now.AddMinutes(-5).ToUnixTimeMilliseconds(),
            Conversation = 1,
            Agent = "claude-code",
            Kind = SignalKind.Prompt,
            ByHuman = true,
        });
        await _server.AppendAsync(facts);

        var activity = await ann.ReadAsync("/api/v1/me/activity");

        Assert.Equal("""{"from":"2026-10-23","to":"2026-11-22"}""", activity["window"]!.ToJsonString());
        var day = Assert.Single(activity["days"]!.AsArray())!;
        Assert.Equal(("2026-11-21", 1L, 1L, false), ((string?)day["day"], (long)day["prompts"]!, (long)day["humanSignals"]!, (bool)day["isActiveDay"]!));
        Assert.Empty((await ann.ReadAsync("/api/v1/me/activity?from=2026-11-01&to=2026-11-21"))["days"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.GetAsync("/api/v1/me/activity?from=2026-11-21&to=2026-11-21")).StatusCode);
    }

    [Fact]
    public async Task GetUsageOf_OneselfOnly_IsTheSame()
    {
        var (ann, identity) = await PersonAsync("ann@example.com");
        var (ben, _) = await PersonAsync("ben@example.com");
        await AppendAsync(identity, Now.AddMinutes(-5), output: 7);

        Assert.Equal(await ann.GetStringAsync("/api/v1/me/usage"), await ann.GetStringAsync("/api/v1/people/ANN@example.com/usage"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.GetAsync("/api/v1/people/ann@example.com/usage")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Admin.GetAsync("/api/v1/people/ann@example.com/usage")).StatusCode);
    }

    [Fact]
    public async Task GetMe_OfAParticipant_HasTheirPlaceOnEveryBoard()
    {
        var (ann, identity) = await PersonAsync("ann@example.com");
        await AppendAsync(identity, Now.AddMinutes(-5), output: 7);
        await PublishedAsync(ann, 107);

        var me = await ann.ReadAsync("/api/v1/me");

        Assert.Equal("ann@example.com", (string?)me["person"]!["email"]);
        Assert.Equal(["tokens", "score", "consistency", "focus", "cost", "breadth", "cache", "fleet"], me["boards"]!.AsArray().Select(board => (string?)board!["board"]));
        var own = me["boards"]![0]!["own"]!["standing"]!;
        Assert.Equal((1, 107L, "Somebody"), ((int)own["rank"]!, (long)own["tokens"]!["total"]!, (string?)own["person"]!["name"]));
    }

    [Fact]
    public async Task PutConsent_EachChoice_IsInForceAtOnceAndWrittenDown()
    {
        var (ann, _) = await PersonAsync("ann@example.com");
        var pseudonym = (string?)(await ann.ReadAsync("/api/v1/me"))["person"]!["pseudonym"];

        foreach (var (choice, shownAs) in new[] { ("pseudonym", pseudonym), ("private", null), ("no", null), ("named", "Somebody") })
        {
            var response = await ann.PutAsJsonAsync("/api/v1/me/consent", new { participates = choice });
            var consent = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
            Assert.Equal((choice, shownAs), ((string?)consent["participates"], (string?)consent["shownAs"]));
        }

        var history = (await ann.ReadAsync("/api/v1/me"))["consent"]!["history"]!.AsArray();
        Assert.Equal(
            [("no", "named", "key:bootstrap"), ("named", "pseudonym", "self"), ("pseudonym", "private", "self"), ("private", "no", "self"), ("no", "named", "self")],
            history.Select(change => ((string?)change!["before"], (string?)change["after"], (string?)change["by"])));
    }

    private async Task<(HttpClient Reader, int Identity)> PersonAsync(string email)
    {
        await _server.PutPersonAsync(email, participates: "named");
        var ingest = await _server.PostKeyAsync("ingest", email);
        var identity = _server.IdentityOf(ingest.Key);
        return (_server.Client(await _server.OwnKeyAsync(email)), identity);
    }

    private async Task AppendAsync(int identity, DateTimeOffset at, long output)
    {
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = at.ToUnixTimeMilliseconds(),
            Conversation = 1,
            Request = 2,
            Origin = new("claude-code", "anthropic", "no-such-model"),
            Usage = new(uncachedInputTokens: 10, cacheReadTokens: 90, 0, 0, 0, output, reasoningTokens: 0),
        });
        await _server.AppendAsync(facts);
    }

    // A board may be up to a pause behind; its reader asks again until it has caught up.
    private static async Task PublishedAsync(HttpClient reader, long tokens)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((long)(await reader.ReadAsync("/api/v1/boards/tokens"))["population"]!["totalTokens"]! != tokens)
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
