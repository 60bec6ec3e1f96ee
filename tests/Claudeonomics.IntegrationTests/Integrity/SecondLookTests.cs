using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Help;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Integrity;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Integrity;

/// <summary>What a device held back until its week was judged is looked at a week later, and once only.</summary>
public sealed class SecondLookTests : IAsyncLifetime
{
    // Of the week before the company's first day, a Monday.
    private static readonly DateTimeOffset Wednesday = HelpCompany.Start.AddDays(-5);
    private static readonly string[] Names = ["Ann", "Ben", "Cat"];

    private readonly Dictionary<string, int> _identities = [];
    private HelpCompany _company = null!;
    private ulong _requests;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        foreach (var name in Names)
        {
            await _company.AddAsync(name);
            _identities[name] = _company.Server.IdentityOf((await _company.Server.PostKeyAsync("ingest", $"{name}@corp.example")).Key);
        }
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Run_AWeekLater_FindsWhatCameAfterTheFirstLook()
    {
        await CallAsync("Ann", calls: 3, tokens: 1_000);
        await CallAsync("Ben", calls: 3, tokens: 5_000_000);
        await CallAsync("Cat", calls: 3, tokens: 5_000_000);
        await RunAsync();
        Assert.Empty(await FindingsAsync("Ann"));
        var (ben, cat) = (Assert.Single(await FindingsAsync("Ben"))!, Assert.Single(await FindingsAsync("Cat"))!);
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)ben["kind"], (string?)ben["step"], (string?)ben["to"]));
        var explained = await _company["Cat"].PostAsJsonAsync($"/api/v1/findings/{cat["id"]}/explain", new { reason = "evaluation" });
        Assert.Equal(HttpStatusCode.NoContent, explained.StatusCode);
        cat = Assert.Single(await FindingsAsync("Cat"))!;

        foreach (var name in Names)
        {
            await CallAsync(name, calls: 4, tokens: 6_000_000);
        }

        await RunAsync();
        Assert.Empty(await FindingsAsync("Ann"));

        _company.Clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        var late = Assert.Single(await FindingsAsync("Ann"))!;
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)late["kind"], (string?)late["step"], (string?)late["to"]));
        var more = Assert.Single(await FindingsAsync("Ben"))!;
        Assert.Equal((string?)ben["id"], (string?)more["id"]);
        Assert.Equal(15_000_000, (long)ben["notCountedTokens"]!);
        Assert.Equal(39_000_000, (long)more["notCountedTokens"]!);

        // What somebody has answered stays what they answered, and nothing is looked at for a third time.
        Assert.Equal(cat.ToJsonString(), Assert.Single(await FindingsAsync("Cat"))!.ToJsonString());
        await CallAsync("Ben", calls: 4, tokens: 7_000_000);
        _company.Clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        Assert.Equal(more.ToJsonString(), Assert.Single(await FindingsAsync("Ben"))!.ToJsonString());
    }

    [Fact]
    public async Task Run_AWeekThatCouldNotBeKept_IsJudgedByTheNextRun()
    {
        await CallAsync("Ann", calls: 3, tokens: 5_000_000);
        await ExecuteAsync("CREATE TRIGGER full BEFORE INSERT ON integrity_finding BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        await Assert.ThrowsAsync<DbUpdateException>(() => Night.RunAsync(TestContext.Current.CancellationToken));

        await ExecuteAsync("DROP TRIGGER full");
        await RunAsync();

        var found = Assert.Single(await FindingsAsync("Ann"))!;
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)found["kind"], (string?)found["step"], (string?)found["to"]));
        Assert.Equal(15_000_000, (long)found["notCountedTokens"]!);
    }

    [Fact]
    public async Task Run_TheClockWasYearsAheadForANight_JudgesWhatIsOverAllTheSame()
    {
        await CallAsync("Ann", calls: 3, tokens: 5_000_000);
        await Night.RunAsync(new DateOnly(2036, 11, 16), TestContext.Current.CancellationToken);

        await RunAsync();

        var found = Assert.Single(await FindingsAsync("Ann"))!;
        Assert.Equal(("impossible", "not-counted", "2026-11-16"), ((string?)found["kind"], (string?)found["step"], (string?)found["to"]));
        Assert.Equal((new DateOnly(2026, 11, 15), null), await Findings.LastWeeksAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_SomebodyTakesNoPartAnyMoreAtTheWeeksEnd_NothingIsKeptAboutThem()
    {
        await CallAsync("Ann", calls: 3, tokens: 5_000_000);
        await CallAsync("Ben", calls: 3, tokens: 5_000_000);
        await Night.RunAsync(new DateOnly(2026, 11, 12), TestContext.Current.CancellationToken);

        await _company.TakePartAsync("Ann", "no");
        await RunAsync();

        Assert.Empty(await FindingsAsync("Ann"));
        Assert.Single(await FindingsAsync("Ben"));
    }

    [Fact]
    public async Task Run_TwoFindingsNameAConversation_ItIsTakenOffOnceWhileOneOfThemStands()
    {
        // Longer than any model's context, and six times what the agent says that it cost.
        await CallAsync("Ann", calls: 30, tokens: 1_200_000, costMicros: 1_000_000);
        await RunAsync();
        var findings = (await FindingsAsync("Ann")).Select(static finding => ((string)finding!["kind"]!, (string)finding["id"]!)).Order().ToList();
        Assert.Equal(["impossible", "sources-disagree"], findings.Select(static finding => finding.Item1));
        Assert.Equal([36_000_000], ExcludedTokens());
        Assert.Equal([_identities["Ann"], _identities["Ann"]], Parts());

        // Which conversation it was is forgotten with the second look, not that it is the same one.
        _company.Clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        Assert.Equal([36_000_000], ExcludedTokens());
        Assert.Equal([0, 0], Parts());

        await DismissAsync(findings[0].Item2);
        Assert.Equal([36_000_000], ExcludedTokens());
        await DismissAsync(findings[1].Item2);
        Assert.Empty(ExcludedTokens());
    }

    [Fact]
    public async Task Save_WhatTheBreakerHoldsAtTheSecondLook_HidesNothingOfTheFirst()
    {
        await CallAsync("Ann", calls: 3, tokens: 5_000_000);
        await RunAsync();
        var told = Assert.Single(await FindingsAsync("Ann"))!.ToJsonString();
        var (from, until) = (new DateOnly(2026, 11, 9).DayNumber, new DateOnly(2026, 11, 15).DayNumber);
        var more = new Finding(FindingKind.Impossible, Person: 0, from, until, LadderStep.NotCounted, NeedsSecondLook: false, Weighted: 1e12, [], []);

        await Findings.SaveAsync(
            new(new(from, until), [more], new HashSet<(FindingKind, string)> { (FindingKind.Impossible, "claude-code") }, People: 3), isSecond: true,
            _ => _company.Ids["Ann"], static _ => "claude-code", TestContext.Current.CancellationToken);

        Assert.Equal(told, Assert.Single(await FindingsAsync("Ann"))!.ToJsonString());
    }

    [Fact]
    public async Task Decide_ADecision_StandsUntilTheNextOneAndAnExplanationDecidesNothing()
    {
        foreach (var name in Names)
        {
            await CallAsync(name, calls: 3, tokens: 5_000_000);
        }

        await RunAsync();
        var ids = new Dictionary<string, string>();
        foreach (var name in Names)
        {
            ids[name] = (string)Assert.Single(await FindingsAsync(name))!["id"]!;
        }

        // Cat's is held; letting it go decides nothing.
        await _company.Server.Services.GetRequiredService<ControlDatabase>().ChangeAsync(
            async db => (await db.IntegrityFindings.FindAsync(ids["Cat"]))!.IsHeld = true, static (_, _) => { }, TestContext.Current.CancellationToken);
        await DecideAsync("Cat", ReviewDecision.Release);
        await TellAsync("Ann", "explain", new { reason = "evaluation" });
        AssertOpen("Ann", "Ben", "Cat");

        await DecideAsync("Ann", ReviewDecision.NotCounted);
        await DecideAsync("Ben", ReviewDecision.OutForSeason);
        AssertOpen("Cat");
        await TellAsync("Ann", "appeal", new { text = "It was one." });
        await TellAsync("Ben", "appeal", new { text = "It was one." });
        Assert.Equal(HttpStatusCode.Conflict, (await _company["Ben"].PostAsJsonAsync($"/api/v1/findings/{ids["Ben"]}/explain", new { reason = "other" })).StatusCode);
        AssertOpen("Cat");
        Assert.Equal([new OutOfSeason(_company.Ids["Ben"], new(2026, 11, 1))], Findings.Current.OutOfSeason);
        Assert.Contains("Out of the season of November 2026", await _company["Ben"].GetStringAsync("/fair-play"), StringComparison.Ordinal);

        await DecideAsync("Ann", ReviewDecision.NeedsContext);
        await DecideAsync("Ben", ReviewDecision.Dismiss);
        AssertOpen("Ann", "Cat");
        Assert.Empty(Findings.Current.OutOfSeason);

        void AssertOpen(params string[] names)
        {
            var open = names.Select(name => new OpenFinding(_company.Ids[name], new(new(2026, 11, 9), new(2026, 11, 16))));
            Assert.Equal(open.OrderBy(static finding => finding.PersonId), Findings.Current.OpenFindings.OrderBy(static finding => finding.PersonId));
        }

        async Task DecideAsync(string name, ReviewDecision decision) => Assert.Equal(
            FindingOutcome.Done, await Findings.DecideAsync(ids[name], decision, FindingWords.Reviewer, null, TestContext.Current.CancellationToken));

        async Task TellAsync(string name, string what, object body) => Assert.Equal(
            HttpStatusCode.NoContent, (await _company[name].PostAsJsonAsync($"/api/v1/findings/{ids[name]}/{what}", body)).StatusCode);
    }

    [Fact]
    public async Task Decide_OutOfTheSeason_TellsThePersonAndNobodyElse()
    {
        const string told = "out of the season of November 2026";
        foreach (var name in Names)
        {
            await CallAsync(name, calls: 3, tokens: name == "Ben" ? 5_000_000 : 1_000);
        }

        await RunAsync();
        var id = (string)Assert.Single(await FindingsAsync("Ben"))!["id"]!;
        Assert.DoesNotContain(told, await _company["Ben"].GetStringAsync("/boards/score"), StringComparison.Ordinal);

        Assert.Equal(FindingOutcome.Done, await Findings.DecideAsync(id, ReviewDecision.OutForSeason, FindingWords.Reviewer, null, TestContext.Current.CancellationToken));

        var person = $"/people/{_company.Ids["Ben"]}";
        foreach (var path in (string[])["/boards/score", "/boards/score/rows/own", "/", "/?window=month", person])
        {
            await _company.EventuallyAsync(async () => (await _company["Ben"].GetStringAsync(path)).Contains(told, StringComparison.Ordinal));
            var page = await _company["Ben"].GetStringAsync(path);
            Assert.Contains("30 November 2026", page, StringComparison.Ordinal);
            Assert.Contains("href=\"/fair-play\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("No place here yet", page, StringComparison.Ordinal);
            Assert.DoesNotContain(told, await _company["Ann"].GetStringAsync(path), StringComparison.Ordinal);
        }

        var me = await _company.ReadAsync("Ben", "/api/v1/me");
        Assert.All(me["boards"]!.AsArray(), static board => Assert.Equal("2026-11", (string?)board!["own"]?["outOfSeason"] ?? "2026-11"));
        Assert.Equal("2026-11", (string?)(await _company.ExplainAsync("Ben", "score"))!["own"]!["outOfSeason"]);
        Assert.Null((await _company.ReadAsync("Ann", "/api/v1/me"))["boards"]![0]!["own"]!["outOfSeason"]);
    }

    private FindingService Findings => _company.Server.Services.GetRequiredService<FindingService>();

    private IntegrityNight Night => _company.Server.Services.GetRequiredService<IntegrityNight>();

    private IEnumerable<long> ExcludedTokens() => Findings.Current.Tokens.Select(static excluded => excluded.Tokens.TotalTokens);

    private List<long?> Parts()
    {
        using var db = _company.Server.Services.GetRequiredService<ControlDatabase>().Read();
        return [.. db.NotCountedUsages.Select(static usage => usage.Part)];
    }

    private async Task DismissAsync(string id) =>
        Assert.Equal(FindingOutcome.Done, await Findings.DecideAsync(id, ReviewDecision.Dismiss, FindingWords.Reviewer, null, TestContext.Current.CancellationToken));

    private async Task CallAsync(string name, int calls, long tokens, long? costMicros = null)
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
                ReportedCostMicros = costMicros,
            });
            await _company.Server.AppendAsync(facts);
        }
    }

    private Task<int> ExecuteAsync(string sql) => _company.Server.Services.GetRequiredService<ControlDatabase>().ChangeAsync(
        db => db.Database.ExecuteSqlRawAsync(sql), static (_, _) => { }, TestContext.Current.CancellationToken);

    private async Task RunAsync() => (await _company.Server.Admin.PostAsync("/api/v1/integrity/run", null)).EnsureSuccessStatusCode();

    private async Task<JsonArray> FindingsAsync(string name) => (await _company.ReadAsync(name, "/api/v1/findings"))["items"]!.AsArray();
}
