using System.Globalization;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>Whoever reads more people's rows over the API in a day than boards have gets figures of their own, and a piece of them says whose they are.</summary>
public sealed class BulkBoardTests : IAsyncLifetime
{
    private const int Teams = 3;
    private const int TeamSize = 40;
    private const string Ann = "ann@example.com";
    private const string Ben = "ben@example.com";

    private RunningServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            // Everybody is listed, and a hundred are many.
            settings: ["--Claudeonomics:Rules:2026-11:list.one-in=1", "--Claudeonomics:BulkReadPeople=100"],
            configure: static builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(SmallCompany.Now, rate: 1, TimeProvider.System)));
        await FillAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Boards_ReadTeamByTeam_AreExactAtFirst_ThenTheReadersOwn_AndTracedToThem()
    {
        using var ann = _server.Client(await _server.OwnKeyAsync(Ann));
        using var ben = _server.Client(await _server.OwnKeyAsync(Ben));
        var exact = new List<JsonNode>();
        for (var team = 0; team < Teams; team++)
        {
            exact.Add(await ann.ReadAsync(Address(team)));
        }

        // The third team is what takes her beyond a hundred: it is hers already, and so is the first from here on, by either way in.
        var again = await ann.ReadAsync(Address(0));
        Assert.All(exact[0]["standings"]!.AsArray().Concat(exact[1]["standings"]!.AsArray()), row => Assert.Equal(TokensOf(row!), (long)row!["score"]!));
        foreach (var marked in (JsonNode[])[exact[2], again, await ann.ReadAsync(Address(0) + "&limit=30")])
        {
            foreach (var row in marked["standings"]!.AsArray())
            {
                Check(row!);
            }
        }

        var text = again.ToJsonString();
        Assert.Equal([Ann], Traced(text));
        Assert.Equal([Ann], Traced(text[(text.Length / 3)..(text.Length / 2)]));
        // What everybody reads says nobody, and whoever reads the same as she did is somebody else.
        Assert.Empty(Traced(exact[0].ToJsonString()));
        for (var team = 0; team < Teams; team++)
        {
            text = (await ben.ReadAsync(Address(team))).ToJsonString();
        }

        Assert.Equal([Ben], Traced(text));
        Assert.Equal([Ann, Ben], Traced(text + again.ToJsonString()).Order());
        using var stream = await ann.GetStreamAsync("/api/v1/boards/tokens/stream?window=30d&team=team-0", Stop);
        using var lines = new StreamReader(stream);
        string? data;
        do
        {
            data = await lines.ReadLineAsync(Stop);
        }
        while (data is not null && !data.StartsWith("data: ", StringComparison.Ordinal));
        Assert.Equal([Ann], Traced(data!));
    }

    [Fact(Timeout = 600_000)]
    public async Task Board_OfTheCompany_ReadInBulk_HasRowsAboutNobody_WhichNameTheReader()
    {
        using var ann = _server.Client(await _server.OwnKeyAsync(Ann));
        using var ben = _server.Client(await _server.OwnKeyAsync(Ben));
        await ann.ReadAsync("/api/v1/boards/tokens?window=30d&limit=110");
        var marked = (await ann.ReadAsync(Company))["standings"]!.AsArray();
        var real = (await ben.ReadAsync(Company + "&limit=99"))["standings"]!.AsArray().Select(static row => (string)row!["person"]!["id"]!).ToHashSet();
        var names = Enumerable.Range(0, Teams * TeamSize).Select(static person => $"p-{person}").Append("Ann").ToHashSet();

        var canaries = marked.Where(row => !names.Contains(NameOf(row!))).ToList();
        Assert.Equal(5, canaries.Count);
        Assert.Equal(names.Count + canaries.Count, marked.Count);
        Assert.Equal(Enumerable.Range(1, marked.Count), marked.Select(static row => (int)row!["rank"]!));
        // Nothing but the name tells: as many digits as the others, an id as theirs are, and sums that are sums.
        Assert.All(canaries, static row => Assert.True(((long)row!["score"]!).ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length <= 4));
        Assert.All(canaries, static row => Assert.Equal((long)row!["score"]!, (long)row["tokens"]!["total"]!));
        Assert.All(canaries, row => Assert.Equal(real.First().Length, ((string)row!["person"]!["id"]!).Length));
        Assert.DoesNotContain(canaries, row => real.Contains((string)row!["person"]!["id"]!));
        var onScore = (await ann.ReadAsync("/api/v1/boards/score?window=30d"))["standings"]!.AsArray().Select(static row => NameOf(row!)).Where(name => !names.Contains(name));
        Assert.Equal(canaries.Select(static row => NameOf(row!)).Order(), onScore.Order());
        Assert.Equal([Ann], Traced(string.Join('\n', canaries.Select(static row => row!.ToJsonString()))));
        Assert.Equal(1_234_567, (long)marked.Single(static row => NameOf(row!) == "Ann")!["score"]!);
        // In a team's list there are none: its members would know.
        Assert.All((await ann.ReadAsync(Address(1)))["standings"]!.AsArray(), row => Assert.Contains(NameOf(row!), names));
    }

    [Fact(Timeout = 600_000)]
    public async Task Boards_OfThoseWhoReadTheSameAgain_StayEverybodysBytes()
    {
        using var ann = _server.Client(await _server.OwnKeyAsync(Ann));
        using var ben = _server.Client(await _server.OwnKeyAsync(Ben));
        for (var time = 0; time < 20; time++)
        {
            Assert.Equal(await ann.GetStringAsync("/api/v1/boards/tokens?limit=60", Stop), await ben.GetStringAsync("/api/v1/boards/tokens?limit=60", Stop));
            Assert.Equal(await ann.GetStringAsync(Address(0), Stop), await ben.GetStringAsync(Address(0), Stop));
        }

        await using var db = _server.Services.GetRequiredService<ControlDatabase>().Read();
        Assert.Empty(db.ExportCopies);
    }

    [Fact(Timeout = 600_000)]
    public async Task Boards_ReadInBulk_AreTheSameUntilTheyChange_AndInTheLog()
    {
        await _server.GiveRolesAsync(Ben, "auditor");
        using var ann = _server.Client(await _server.OwnKeyAsync(Ann));
        using var ben = _server.Client(await _server.OwnKeyAsync(Ben));
        for (var team = 0; team < Teams; team++)
        {
            await ann.ReadAsync(Address(team));
        }

        using var first = await ann.GetAsync(Address(0), Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(0)) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        Assert.Equal(System.Net.HttpStatusCode.NotModified, (await ann.SendAsync(request, Stop)).StatusCode);
        Assert.NotEqual(first.Headers.ETag, (await ben.GetAsync(Address(0), Stop)).Headers.ETag);
        var entry = Assert.Single((await ben.ReadAsync("/api/v1/access-log?act=export"))["items"]!.AsArray())!;
        Assert.Contains("reads boards in bulk, as copy 1", (string)entry["what"]!, StringComparison.Ordinal);
        // One's own row is never rounded.
        var own = (await ann.ReadAsync(Address(0)))["standings"]!.AsArray().Single(static row => (string)row!["person"]!["name"]! == "Ann")!;
        Assert.Equal(TokensOf(own), (long)own["score"]!);
        Assert.Equal(1_234_567, (long)own["score"]!);
    }

    private const string Company = "/api/v1/boards/tokens?window=30d";

    private static string NameOf(JsonNode row) => (string)row["person"]!["name"]!;

    private static string Address(int team) => $"/api/v1/boards/tokens?window=30d&team=team-{team}";

    // Four digits that are near what is true, and sums that are sums.
    private static void Check(JsonNode row)
    {
        if ((string)row["person"]!["name"]! == "Ann")
        {
            return;
        }

        var score = (long)row["score"]!;
        var tokens = row["tokens"]!;
        var truth = TokensOf(row);
        Assert.InRange((double)score / truth, 0.98, 1.02);
        Assert.True(score.ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length <= 4);
        Assert.Equal(score, (long)tokens["total"]!);
        Assert.Equal(score, ((string[])["uncachedInput", "cacheRead", "cacheWrite", "output"]).Sum(part => (long)tokens[part]!));
        Assert.Equal((long)tokens["cacheWrite"]!, ((string[])["cacheWrite5m", "cacheWrite1h", "cacheWriteUnknown"]).Sum(part => (long)tokens[part]!));
    }

    // By the name: p-17 has so many.
    private static long TokensOf(JsonNode row) => (string)row["person"]!["name"]! is var name && name == "Ann" ? 1_234_567 : TokensOf(int.Parse(name.AsSpan(2), CultureInfo.InvariantCulture));

    private static long TokensOf(int person) => 1_000_003 + (person * 7_919L);

    private List<string> Traced(string text)
    {
        var control = _server.Services.GetRequiredService<ControlDatabase>();
        return [.. CopyTrace.Read(control, MarkKey.Find(control)!, text).Select(static copy => copy.AskedBy.Email!)];
    }

    private async Task FillAsync()
    {
        var facts = new FactBatch();
        for (var person = 0; person < Teams * TeamSize; person++)
        {
            await AddAsync($"p-{person}", $"p-{person}@example.com", $"team-{person % Teams}", TokensOf(person));
        }

        await AddAsync("Ann", Ann, "team-0", 1_234_567);
        await _server.PutPersonAsync(Ben, "Ben");
        await _server.Services.GetRequiredService<IUsageLedger>().AppendAsync(facts, Stop);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        // The default board is kept ready, and so may be a pause behind those that are made because somebody asks.
        var (boards, day) = (_server.Services.GetRequiredService<IBoards>(), DateOnly.FromDateTime(SmallCompany.Now.UtcDateTime));
        while (boards.Get(BoardRequest.Default(BoardSubject.Person).QueryOn(day)).Population.Active != (Teams * TeamSize) + 1)
        {
            await Task.Delay(200, limit.Token);
        }

        async Task AddAsync(string name, string email, string team, long tokens)
        {
            await _server.PutPersonAsync(email, name, team, "named");
            var identity = _server.IdentityOf((await _server.PostKeyAsync("ingest", email)).Key);
            facts.Add(new UsageEvent
            {
                Identity = identity, Who = Who.Known, Source = Source.OtlpEvent, AtUnixMs = SmallCompany.Now.AddDays(-1).ToUnixTimeMilliseconds(), Conversation = (ulong)identity,
                Request = (ulong)identity, Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
                Usage = new(uncachedInputTokens: tokens - (tokens / 3) - (tokens / 7), tokens / 3, 0, 0, 0, tokens / 7, reasoningTokens: tokens / 20),
            });
        }
    }
}
