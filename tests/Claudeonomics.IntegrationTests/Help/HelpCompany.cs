using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.TestShared;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>A whole server with colleagues who help each other, on a clock that a test moves.</summary>
internal sealed partial class HelpCompany : IAsyncDisposable
{
    // A Monday.
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, HttpClient> _clients = [];

    private HelpCompany(RunningServer server, ManualClock clock) => (Server, Clock) = (server, clock);

    public RunningServer Server { get; }

    public ManualClock Clock { get; }

    /// <summary>Ids by name.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    public static async Task<HelpCompany> StartAsync()
    {
        var clock = new ManualClock(Start);
        return new(await RunningServer.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock)), clock);
    }

    /// <returns>Somebody's client, with a read key of theirs.</returns>
    public async Task<HttpClient> AddAsync(string name, string participates = "named", string? team = null)
    {
        var person = await Server.PutPersonAsync(EmailOf(name), name, team, participates);
        Ids[name] = (string)person["id"]!;
        var client = Server.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await Server.PostKeyAsync("read", EmailOf(name))).Key);
        return _clients[name] = client;
    }

    public HttpClient this[string name] => _clients[name];

    public Task TakePartAsync(string name, string participates) => Server.PutPersonAsync(EmailOf(name), name, participates: participates);

    /// <summary>Gives somebody an hour of usage: nobody has a score without any.</summary>
    public async Task UseAsync(string name)
    {
        var identity = Server.IdentityOf((await Server.PostKeyAsync("ingest", EmailOf(name))).Key);
        var facts = new FactBatch();
        facts.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = Source.OtlpEvent,
            AtUnixMs = Clock.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds(),
            Conversation = (ulong)identity,
            Request = (ulong)identity,
            Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
            Usage = new(uncachedInputTokens: 1_000, 0, 0, 0, 0, 0, reasoningTokens: 0),
        });
        await Server.AppendAsync(facts);
    }

    /// <summary>Gives somebody a prompt, an edit that they accept and a tool that they allow over forty minutes, early on each of some days.</summary>
    public async Task BeActiveAsync(string name, params IEnumerable<DateOnly> days)
    {
        var identity = Server.IdentityOf((await Server.PostKeyAsync("ingest", EmailOf(name))).Key);
        foreach (var day in days)
        {
            for (var minute = 0; minute <= 40; minute += 20)
            {
                var facts = new FactBatch();
                facts.Add(new Signal
                {
                    Identity = identity,
                    Who = Who.Known,
                    Source = Source.OtlpEvent,
                    AtUnixMs = new DateTimeOffset(day.ToDateTime(new(6, minute)), TimeSpan.Zero).ToUnixTimeMilliseconds(),
                    Conversation = (ulong)identity,
                    Agent = "claude-code",
                    Kind = minute switch { 0 => SignalKind.Prompt, 20 => SignalKind.EditAccepted, _ => SignalKind.ToolAccepted },
                    ByHuman = true,
                });
                await Server.AppendAsync(facts);
            }
        }
    }

    public async Task<HttpStatusCode> PutAsync(string by, string path, object? body) =>
        (await this[by].PutAsJsonAsync(path, body, TestContext.Current.CancellationToken)).StatusCode;

    public async Task<HttpStatusCode> DeleteAsync(string by, string path) =>
        (await this[by].DeleteAsync(path, TestContext.Current.CancellationToken)).StatusCode;

    /// <summary>How a number of somebody's came about, on a board; <see langword="null"/> until they have a place.</summary>
    public async Task<JsonNode?> ExplainAsync(string by, string board, string person = "me")
    {
        var response = await this[by].GetAsync($"/api/v1/boards/{board}/explain?person={person}", TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)) : null;
    }

    public Task<JsonNode> ReadAsync(string by, string path) => this[by].ReadAsync(path);

    /// <summary>Sends a form as its page does: the token is in the page, its other half in a cookie.</summary>
    /// <returns>The answer, or the page that it leads to.</returns>
    public async Task<HttpResponseMessage> PostFormAsync(string by, string page, string path, params (string Name, string Value)[] fields)
    {
        var token = FormToken.Match(await this[by].GetStringAsync(page)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), .. fields.Select(static field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        var answer = await this[by].PostAsync(path, form);

        // Followed here: a client that follows by itself leaves its key behind.
        return answer.StatusCode is HttpStatusCode.Found ? await this[by].GetAsync(answer.Headers.Location) : answer;
    }

    /// <summary>Lets the boards' pauses pass until something is so.</summary>
    public async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var until = DateTimeOffset.UtcNow + Patience;
        while (!await isSo() && DateTimeOffset.UtcNow < until)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(await isSo());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
    }

    private static string EmailOf(string name) => $"{name.ToLowerInvariant()}@corp.example";

    // <input type="hidden" name="__RequestVerificationToken" value="CfDJ8..." />
    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex FormToken { get; }
}
