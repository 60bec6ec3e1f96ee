using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using Claudeonomics.Simulator.Fairness;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Integrity;

/// <summary>From raw facts over the night to a person's page and a reviewer's decision.</summary>
public sealed class FindingTests : IAsyncLifetime
{
    // A Monday morning, and three weeks before it.
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly LastDay = new(2026, 11, 22);
    private const int People = 34;

    private RunningServer _server = null!;
    private MixedPopulation _population = null!;
    private HttpClient _steward = null!;
    private string[] _readKeys = [];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));
        await _server.PutPersonAsync("steward@example.com");
        (await _server.Admin.PutAsJsonAsync("/api/v1/people/steward@example.com", new { steward = true })).EnsureSuccessStatusCode();
        _steward = _server.Client((await _server.PostKeyAsync("read", "steward@example.com")).Key);
        _population = new(new(People, 21, 5, LastDay, Prevalence: 0.06, HardShare: 0.1, [Archetype.HugeHonestJob, Archetype.Researcher], [Archetype.IdleLoop]));
    }

    public ValueTask DisposeAsync()
    {
        _steward.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Night_OverThreeWeeks_FindsPaddersAndNobodyElse()
    {
        await AppendAsync();
        var excluded = _server.Services.GetRequiredService<IExcludedUsageSource>();
        Assert.False(excluded.Current.IsJudged);

        var run = await PostAsync(_server.Admin, "/api/v1/integrity/run", null);

        Assert.Equal("2026-11-22", (string?)run["lastDay"]);

        // An agent that tells of no prompts and edits leaves too little to say anything.
        var padders = _population.People.Where(static person => person.Archetype is Archetype.IdleLoop && person.Favourite.Agent is not AgentKind.OpenCode)
            .Select(static person => person.Ordinal).ToList();
        Assert.NotEmpty(padders);
        for (var person = 0; person < People; person++)
        {
            var past = (await FindingsAsync(person)).Where(static finding => (string?)finding!["step"] != "advice").ToList();
            Assert.Equal((person, padders.Contains(person)), (person, past.Count > 0));
        }

        var own = (await FindingsAsync(padders[0])).First(static finding => (string?)finding!["step"] == "not-counted")!;
        Assert.Equal("waste", (string?)own["kind"]);
        Assert.Null(own["person"]);
        Assert.True(own["evidence"]!.AsArray().Select(static seen => (string?)seen!["family"]).Distinct().Count() >= 3);
        Assert.True(excluded.Current.IsJudged);
        Assert.Equal(own["notCountedTokens"]!.GetValue<long>() > 0, excluded.Current.Tokens.Count > 0);

        await AssertAdvisedAsync(padders[0], (DateOnly.ParseExact((string)own["from"]!, "yyyy-MM-dd")));

        // The same night again finds what is there.
        Assert.Equal(0, (int)(await PostAsync(_server.Admin, "/api/v1/integrity/run", null))["newFindings"]!);
        await ReviewAsync(padders[0], (string)own["id"]!, excluded);
    }

    // Help came first: what the habit costs, and the rung of the week before, in one list that nobody else sees.
    private async Task AssertAdvisedAsync(int padder, DateOnly firstNotCounted)
    {
        using var self = _server.Client(_readKeys[padder]);
        var advice = await self.ReadAsync("/api/v1/me/advice");
        Assert.Equal("""{"from":"2026-10-26","to":"2026-11-23"}""", advice["window"]!.ToJsonString());
        var items = advice["items"]!.AsArray();
        var habits = items.Where(static item => (string?)item!["source"] == "habit").ToList();
        Assert.NotEmpty(habits);
        Assert.Equal(habits.OrderByDescending(static item => (decimal)item!["savedListCostUsd"]!), habits);
        Assert.All(habits, item => Assert.InRange((decimal)item!["savedListCostUsd"]!, (decimal)advice["spentListCostUsd"]! / 100, (decimal)advice["spentListCostUsd"]!));
        var rung = Assert.Single(items, static item => (string?)item!["source"] == "fair-play" && (string?)item["kind"] == "waste")!;
        Assert.True(DateOnly.ParseExact((string)rung["window"]!["to"]!, "yyyy-MM-dd") <= firstNotCounted);
        Assert.Null(rung["savedListCostUsd"]);
        Assert.Equal(advice["items"]!.ToJsonString(), (await self.ReadAsync("/api/v1/me"))["advice"]!["items"]!.ToJsonString());

        var id = await PersonIdAsync(self);
        var sentence = (string)rung["evidence"]![0]!;
        Assert.Contains(HtmlEncoder.Default.Encode(sentence), await self.GetStringAsync($"/people/{id}"), StringComparison.Ordinal);
        using var other = _server.Client(_readKeys[(padder + 1) % People]);
        foreach (var (viewer, path) in new[] { (other, $"/people/{id}"), (_server.Admin, $"/people/{id}"), (other, "/api/v1/me/advice") })
        {
            var seen = await viewer.GetStringAsync(path);
            Assert.DoesNotContain(sentence, seen, StringComparison.Ordinal);
            Assert.DoesNotContain("What would have cost less", path.StartsWith("/people", StringComparison.Ordinal) ? seen : "", StringComparison.Ordinal);
        }
    }

    private static async Task<string> PersonIdAsync(HttpClient self) => (string)(await self.ReadAsync("/api/v1/me"))["person"]!["id"]!;

    private async Task ReviewAsync(int person, string id, IExcludedUsageSource excluded)
    {
        var before = excluded.Current.Tokens.Sum(static tokens => tokens.Tokens.TotalTokens);
        Assert.Empty(await QueueAsync());
        using var self = _server.Client(_readKeys[person]);
        using var other = _server.Client(_readKeys[(person + 1) % People]);
        Assert.Contains("without a prompt or decision", await self.GetStringAsync("/fair-play"), StringComparison.Ordinal);
        Assert.DoesNotContain("without a prompt or decision", await other.GetStringAsync("/fair-play"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"/api/v1/findings/{id}/explain", new { reason = "evaluation" }));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(self, $"/api/v1/findings/{id}/explain", new { reason = "because" }));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(self, $"/api/v1/findings/{id}/decide", new { decision = "dismiss" }));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_server.Admin, $"/api/v1/findings/{id}/decide", new { decision = "dismiss" }));

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(self, $"/api/v1/findings/{id}/explain", new { reason = "evaluation", text = "a comparison" }));
        var waiting = Assert.Single(await QueueAsync())!;
        Assert.Contains("An evaluation or a test of models", await _steward.GetStringAsync("/fair-play/review"), StringComparison.Ordinal);
        Assert.Equal((id, "in-review", "evaluation"), ((string?)waiting["id"], (string?)waiting["step"], (string?)waiting["reason"]));

        await AssertStewardSeesAllAsync(person, id);

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(_steward, $"/api/v1/findings/{id}/decide", new { decision = "out-for-season" }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(self, $"/api/v1/findings/{id}/appeal", new { text = "It was one." }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(_steward, $"/api/v1/findings/{id}/decide", new { decision = "dismiss" }));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(self, $"/api/v1/findings/{id}/appeal", new { text = "Again." }));

        Assert.True(excluded.Current.Tokens.Sum(static tokens => tokens.Tokens.TotalTokens) < before);
        var health = await self.GetStringAsync("/api/v1/integrity/health");
        Assert.DoesNotContain(_population.People[person].Name, health, StringComparison.Ordinal);
        Assert.Equal(1, (int)JsonNode.Parse(health)!["byStep"]!["dismissed"]!);
    }

    // Everybody's that are more than advice, page by page, under the name that others see, and each look written down.
    private async Task AssertStewardSeesAllAsync(int person, string id)
    {
        var expected = new List<string>();
        for (var one = 0; one < People; one++)
        {
            expected.AddRange((await FindingsAsync(one)).Where(static finding => (string?)finding!["step"] != "advice" || (bool)finding["needsSecondLook"]!)
                .Select(static finding => (string)finding!["id"]!));
        }

        var all = (await _steward.ReadAsync("/api/v1/findings"))["items"]!.AsArray();
        Assert.Equal(expected.Order(), all.Select(static finding => (string)finding!["id"]!).Order());
        Assert.True(expected.Count > 2);
        Assert.Equal("Somebody", (string?)all.Single(finding => (string?)finding!["id"] == id)!["person"]);

        Assert.Equal(all.Select(static finding => (string)finding!["id"]!), await _steward.ReadIdsAsync("/api/v1/findings", limit: 2));
        Assert.Equal(HttpStatusCode.BadRequest, (await _steward.GetAsync("/api/v1/findings?after=nothing")).StatusCode);

        // The command line on a steward's device is for their own numbers.
        using var device = _server.Client((await _server.SignInDeviceAsync("steward@example.com")).Key);
        Assert.Empty((await device.ReadAsync("/api/v1/findings"))["items"]!.AsArray());
        await _server.GiveRolesAsync("steward@example.com", "steward", "auditor");
        var looks = (await _steward.ReadAsync("/api/v1/access-log?act=review"))["items"]!.AsArray();
        Assert.Contains(looks, static look => ((string)look!["what"]!).StartsWith("/api/v1/findings", StringComparison.Ordinal) && !((string)look["what"]!).Contains("queue", StringComparison.Ordinal));
    }

    private async Task AppendAsync()
    {
        var identities = new int[People];
        _readKeys = new string[People];
        for (var person = 0; person < People; person++)
        {
            var email = _population.People[person].Email;
            await _server.PutPersonAsync(email, participates: "named");
            identities[person] = _server.Services.GetRequiredService<IIngestGate>().Find((await _server.PostKeyAsync("ingest", email)).Key)!.PersonalIdentity!.Value;
            _readKeys[person] = (await _server.PostKeyAsync("read", email)).Key;
        }

        var ledger = _server.Services.GetRequiredService<IUsageLedger>();
        var writer = new FactWriter(_server.Services.GetRequiredService<KeyedHash>(), identities, Who.Known);
        var facts = new FactBatch();
        for (var more = true; more;)
        {
            facts.Clear();
            while ((more = _population.TryRead(out var export)) && facts.Count < 20_000)
            {
                writer.Write(export, facts);
            }

            Assert.NotNull(await ledger.AppendAsync(facts, default));
        }
    }

    private async Task<JsonArray> FindingsAsync(int person)
    {
        using var client = _server.Client(_readKeys[person]);
        return (await client.ReadAsync("/api/v1/findings"))["items"]!.AsArray();
    }

    private async Task<JsonArray> QueueAsync() => (await _steward.ReadAsync("/api/v1/findings/queue"))["items"]!.AsArray();

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object? body)
    {
        var response = await client.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, object body) => (await client.PostAsJsonAsync(path, body)).StatusCode;
}
