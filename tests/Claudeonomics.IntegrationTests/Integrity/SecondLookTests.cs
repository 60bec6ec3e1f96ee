using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Integrity;

/// <summary>What a device held back until its week was judged is looked at a week later, and once only.</summary>
public sealed class SecondLookTests : IAsyncLifetime
{
    // A Monday, after the week that is judged.
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Wednesday = new(2026, 11, 11, 10, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["ann", "ben", "cat"];

    private readonly ManualClock _clock = new(Monday);
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly Dictionary<string, int> _identities = [];
    private RunningServer _server = null!;
    private ulong _requests;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        foreach (var name in Names)
        {
            await _server.PutPersonAsync(EmailOf(name), participates: "named");
            _identities[name] = _server.IdentityOf((await _server.PostKeyAsync("ingest", EmailOf(name))).Key);
            _clients[name] = _server.Client((await _server.PostKeyAsync("read", EmailOf(name))).Key);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Run_AWeekLater_FindsWhatCameAfterTheFirstLook()
    {
        await CallAsync("ann", calls: 3, tokens: 1_000);
        await CallAsync("ben", calls: 3, tokens: 5_000_000);
        await CallAsync("cat", calls: 3, tokens: 5_000_000);
        await RunAsync();
        Assert.Empty(await FindingsAsync("ann"));
        var (ben, cat) = (Assert.Single(await FindingsAsync("ben"))!, Assert.Single(await FindingsAsync("cat"))!);
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)ben["kind"], (string?)ben["step"], (string?)ben["to"]));
        var explained = await _clients["cat"].PostAsJsonAsync($"/api/v1/findings/{cat["id"]}/explain", new { reason = "evaluation" });
        Assert.Equal(HttpStatusCode.NoContent, explained.StatusCode);
        cat = Assert.Single(await FindingsAsync("cat"))!;

        foreach (var name in Names)
        {
            await CallAsync(name, calls: 4, tokens: 6_000_000);
        }

        await RunAsync();
        Assert.Empty(await FindingsAsync("ann"));

        _clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        var late = Assert.Single(await FindingsAsync("ann"))!;
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)late["kind"], (string?)late["step"], (string?)late["to"]));
        var more = Assert.Single(await FindingsAsync("ben"))!;
        Assert.Equal((string?)ben["id"], (string?)more["id"]);
        Assert.Equal(15_000_000, (long)ben["notCountedTokens"]!);
        Assert.Equal(39_000_000, (long)more["notCountedTokens"]!);

        // What somebody has answered stays what they answered, and nothing is looked at for a third time.
        Assert.Equal(cat.ToJsonString(), Assert.Single(await FindingsAsync("cat"))!.ToJsonString());
        await CallAsync("ben", calls: 4, tokens: 7_000_000);
        _clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        Assert.Equal(more.ToJsonString(), Assert.Single(await FindingsAsync("ben"))!.ToJsonString());
    }

    private static string EmailOf(string name) => $"{name}@corp.example";

    private async Task CallAsync(string name, int calls, long tokens)
    {
        for (var call = 0; call < calls; call++)
        {
            var facts = new FactBatch();
            facts.Add(new UsageEvent
            {
                Identity = _identities[name],
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = Wednesday.AddMinutes(_requests).ToUnixTimeMilliseconds(),
                Conversation = (ulong)_identities[name],
                Request = ++_requests,
                Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
                Usage = new(tokens, 0, 0, 0, 0, 0, reasoningTokens: 0),
            });
            await _server.AppendAsync(facts);
        }
    }

    private async Task RunAsync() => (await _server.Admin.PostAsync("/api/v1/integrity/run", null)).EnsureSuccessStatusCode();

    private async Task<JsonArray> FindingsAsync(string name) => (await _clients[name].ReadAsync("/api/v1/findings"))["items"]!.AsArray();
}
