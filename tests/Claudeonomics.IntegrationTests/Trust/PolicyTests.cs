using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claudeonomics.Core.Ranking;
using Claudeonomics.IntegrationTests.Boards;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>What one participant of a whole server sees of the others under a policy.</summary>
public sealed partial class PolicyTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ManualClock _clock = new(new(2026, 11, 16, 12, 20, 0, TimeSpan.Zero));
    private readonly List<(int Identity, string Email)> _people = [];

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public async Task EveryAnswer_BetweenTwoSteps_IsTheSameWhateverOthersDo(string policy)
    {
        await using var server = await StartAsync(policy, people: 24);
        using var reader = server.Client(await server.OwnKeyAsync(_people[^1].Email));
        await NextStepAsync(reader, policy);
        var addresses = Addresses(server, await reader.ReadAsync("/api/v1/boards/tokens"));
        Assert.True(addresses.Count > 40, $"only {addresses.Count} addresses");
        var before = await AllAsync(reader, addresses);

        // Somebody who is listed, somebody who is not, and somebody whom nobody sees.
        foreach (var person in (int[])[0, 15, 20])
        {
            await server.UseAsync(_people[person].Identity, _clock.GetUtcNow().AddMinutes(-2), 777_000_000);
        }

        var after = await AllAsync(reader, addresses);
        Assert.All(addresses, address => Assert.True(before[address] == after[address], $"{address} tells of it:\n{before[address]}\n{after[address]}"));

        // A board that nobody has asked for in this hour is of the hour's state too.
        var whole = (await reader.ReadAsync("/api/v1/boards/tokens"))["standings"]!.AsArray();
        var part = (await reader.ReadAsync("/api/v1/boards/tokens?limit=4"))["standings"]!.AsArray();
        Assert.Equal(whole.Take(4).Select(static row => row!.ToJsonString()), part.Select(static row => row!.ToJsonString()));

        // They themselves see it at once, to the last token.
        using var worker = server.Client(await server.OwnKeyAsync(_people[0].Email));
        var own = (await worker.ReadAsync("/api/v1/me"))["boards"]!.AsArray().Single(static board => (string?)board!["board"] == BoardNames.Tokens);
        Assert.Equal(1_777_000_000 + 24 * 1_001, (long)own!["own"]!["standing"]!["tokens"]!["total"]!);

        await NextStepAsync(reader, policy);
        Assert.NotEqual(before["/api/v1/boards/tokens"], await BodyAsync(reader, "/api/v1/boards/tokens"));
    }

    /// <summary>When something is said tells as much as what is said: a stream that woke with somebody's calls would be a monitor of their presence.</summary>
    [Theory]
    [InlineData("open", true)]
    [InlineData("balanced", false)]
    [InlineData("strict", false)]
    public async Task Streams_BetweenTwoSteps_SayNothingWhateverOthersDo(string policy, bool isTold)
    {
        await using var server = await StartAsync(policy, people: 24);
        using var reader = server.Client(await server.OwnKeyAsync(_people[^1].Email));
        if (!isTold)
        {
            await NextStepAsync(reader, policy);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var said = new ConcurrentDictionary<string, int>();
        // Others' dollars, for one, nobody reads under such a policy.
        var addresses = new List<string>();
        foreach (var (board, view) in BoardNames.All.SelectMany(static board => new[] { (board, ""), (board, "?by=team"), (board, "?agent=claude-code") }))
        {
            if ((await reader.GetAsync($"/api/v1/boards/{board}{view}", stop.Token)).IsSuccessStatusCode)
            {
                addresses.Add($"/api/v1/boards/{board}/stream{view}");
            }
        }

        Assert.True(addresses.Count > 15, $"only {addresses.Count} streams");
        var listening = addresses.ConvertAll(address => ListenAsync(reader, address, said, stop.Token));
        await GamePlay.EventuallyAsync(() => Advanced(TimeSpan.FromSeconds(1), () => addresses.TrueForAll(said.ContainsKey)));
        await QuietAsync(said);
        var before = said.ToDictionary();

        foreach (var person in (int[])[0, 15, 20])
        {
            await server.UseAsync(_people[person].Identity, _clock.GetUtcNow().AddMinutes(-2), 777_000_000);
        }

        if (isTold)
        {
            await GamePlay.EventuallyAsync(() => Advanced(TimeSpan.FromSeconds(1), () => said["/api/v1/boards/tokens/stream"] > before["/api/v1/boards/tokens/stream"]));
        }
        else
        {
            await QuietAsync(said);
            Assert.Equal(before.OrderBy(static pair => pair.Key, StringComparer.Ordinal), said.OrderBy(static pair => pair.Key, StringComparer.Ordinal));

            // Whoever listens is there: the next step is told.
            await NextStepAsync(reader, policy);
            await GamePlay.EventuallyAsync(() => Advanced(TimeSpan.FromSeconds(1), () => said["/api/v1/boards/tokens/stream"] > before["/api/v1/boards/tokens/stream"]));
        }

        await stop.CancelAsync();
        await Task.WhenAll(listening);
    }

    [Theory]
    [InlineData("balanced", 3)]
    [InlineData("strict", 1)]
    public async Task Rows_OfOthers_AreAsCloseAsThePolicySays(string policy, int digits)
    {
        await using var server = await StartAsync(policy, people: 24);
        using var reader = server.Client(await server.OwnKeyAsync(_people[^1].Email));
        await NextStepAsync(reader, policy);

        var board = await reader.ReadAsync("/api/v1/boards/tokens");

        Assert.All(board["standings"]!.AsArray(), row =>
        {
            Assert.InRange(((long)row!["tokens"]!["total"]!).ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length, 1, digits);
            Assert.Equal((null, 0, null), ((decimal?)row["listCostUsd"], row["days"]!.AsArray().Count, (decimal?)row["costSpreadUsd"]));
        });
        Assert.All((await reader.ReadAsync("/api/v1/boards/breadth"))["standings"]!.AsArray(), static row => Assert.Null(row!["tokens"]));
        foreach (var refused in (string[])["tokens?window=today", "tokens?from=2026-11-01&to=2026-11-16", "cost"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await reader.GetAsync($"/api/v1/boards/{refused}")).StatusCode);
        }

        var other = (string)board["standings"]![0]!["person"]!["id"]!;
        var page = await reader.GetStringAsync($"/people/{other}");
        Assert.Contains("Days, models and dollars are a person’s own", page, StringComparison.Ordinal);
        Assert.DoesNotContain("list-price", page, StringComparison.Ordinal);
        var explanation = await reader.ReadAsync($"/api/v1/boards/tokens/explain?person={other}");
        Assert.Empty(explanation["inputs"]!.AsArray());
        Assert.Equal((null, null), ((int?)explanation["activeDays"]!["days"], (int?)explanation["activeDays"]!["byCalls"]));
        Assert.DoesNotContain("active day", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnPage_DaysThatOnlyCallsProve_AreActiveThereAsInTheEvidence()
    {
        await using var server = await StartAsync("balanced", people: 1);
        for (var minute = 1; minute <= 41; minute += 20)
        {
            await server.UseAsync(_people[0].Identity, _clock.GetUtcNow().AddHours(-2).AddMinutes(minute), 1_000);
        }

        _clock.Advance(Hour);
        using var client = server.Client(await server.OwnKeyAsync(_people[0].Email));
        var id = (string)(await client.ReadAsync("/api/v1/me"))["person"]!["id"]!;
        await GamePlay.EventuallyAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return (await client.GetStringAsync($"/people/{id}")).Contains("1 active day in the 30 days before", StringComparison.Ordinal);
        });
        Assert.Matches(@"<dt>active days, the last 30 days</dt>\s*<dd>1</dd>", await client.GetStringAsync($"/people/{id}"));
    }

    [Fact]
    public async Task Board_OfTooFew_SaysHowManyAreMissing()
    {
        await using var server = await StartAsync("balanced", people: 7);
        using var reader = server.Client(await server.OwnKeyAsync(_people[0].Email));
        await NextStepAsync(reader, "balanced");

        var board = await reader.ReadAsync("/api/v1/boards/tokens");
        Assert.Empty(board["standings"]!.AsArray());
        Assert.Equal((true, 7, 10), ((bool)board["population"]!["withheld"]!, (int)board["population"]!["participants"]!, (int)board["population"]!["needed"]!));
        Assert.Contains("7 of 10", await reader.GetStringAsync("/"), StringComparison.Ordinal);
    }

    // People 20 to 22 take part privately; the more somebody uses, the lower their number.
    private async Task<RunningServer> StartAsync(string policy, int people)
    {
        var server = await RunningServer.StartAsync(
            settings: [$"--Claudeonomics:Policy={policy}"], configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        for (var person = 0; person < people; person++)
        {
            var email = $"p{person}@example.com";
            await server.PutPersonAsync(email, $"Person {person}", team: person < 12 ? "One" : "Two", participates: person is >= 20 and < 23 ? "private" : "named");
            var identity = server.IdentityOf((await server.PostKeyAsync("ingest", email)).Key);
            _people.Add((identity, email));
            await server.UseAsync(identity, _clock.GetUtcNow().AddMinutes(-40), ((long)(people - person) * 1_001) + (person == 0 ? 1_000_000_000 : 0));
        }

        return server;
    }

    // Events by address, heartbeats not counted.
    private static async Task ListenAsync(HttpClient reader, string address, ConcurrentDictionary<string, int> said, CancellationToken stop)
    {
        try
        {
            using var lines = new StreamReader(await reader.GetStreamAsync(address, stop));
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                if (line.StartsWith("event:", StringComparison.Ordinal))
                {
                    said.AddOrUpdate(address, 1, static (_, events) => events + 1);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && stop.IsCancellationRequested)
        {
            // Listened for long enough.
        }
    }

    // Long enough for everything that is on its way to be said, on the server's clock and on the wall's.
    private async Task QuietAsync(ConcurrentDictionary<string, int> said)
    {
        for (var (quiet, known) = (0, -1); quiet < 10; known = said.Values.Sum())
        {
            quiet = known == said.Values.Sum() ? quiet + 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(200);
        }
    }

    private Task<bool> Advanced(TimeSpan by, Func<bool> isSo)
    {
        _clock.Advance(by);
        return Task.FromResult(isSo());
    }

    private async Task NextStepAsync(HttpClient reader, string policy)
    {
        var before = await BodyAsync(reader, "/api/v1/boards/tokens?window=all");
        _clock.Advance(policy == "strict" ? 24 * Hour : Hour);
        await GamePlay.EventuallyAsync(async () =>
        {
            // The roster and the day come before the sums, and a board is good enough for a moment.
            _clock.Advance(TimeSpan.FromSeconds(1));
            var board = await reader.ReadAsync("/api/v1/boards/tokens");
            return before != await BodyAsync(reader, "/api/v1/boards/tokens?window=all") && (board["standings"]!.AsArray().Count > 0 || board["population"]!["pulseTokens"] is not null);
        });
    }

    // Every address whose answer shows others, for every board and for somebody who is listed.
    private static List<string> Addresses(RunningServer server, JsonNode board)
    {
        var person = (string)board["standings"]![0]!["person"]!["id"]!;
        var addresses = new List<string>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = endpoint.RoutePattern.RawText!;
            if (endpoint.Metadata.GetMetadata<ShownFigures>() is not { Figures: Figures.Company or Figures.People }
                || !endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET") || path.EndsWith("/stream", StringComparison.Ordinal))
            {
                continue;
            }

            path = path.Replace("{month}", "2026-10", StringComparison.Ordinal).Replace("{id}", person, StringComparison.Ordinal);
            addresses.AddRange(path.Contains("{board}", StringComparison.Ordinal) ? BoardNames.All.Select(name => path.Replace("{board}", name, StringComparison.Ordinal)) : [path]);
        }

        foreach (var name in BoardNames.All)
        {
            addresses.AddRange([$"/api/v1/boards/{name}?by=team", $"/api/v1/boards/{name}?window=7d", $"/api/v1/boards/{name}?agent=claude-code", $"/api/v1/boards/{name}/explain?person={person}"]);
        }

        return [.. addresses.Select(address => OtherParameter.Replace(address, person)).Distinct()];
    }

    private static async Task<Dictionary<string, string>> AllAsync(HttpClient reader, IEnumerable<string> addresses)
    {
        var bodies = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            bodies[address] = await BodyAsync(reader, address);
        }

        return bodies;
    }

    // Tags are part of what is told; what protects forms and what a request is called is new each time.
    private static async Task<string> BodyAsync(HttpClient reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        return $"{(int)answer.StatusCode} {answer.Headers.ETag} {OfTheRequest.Replace(await answer.Content.ReadAsStringAsync(), "")}";
    }

    // <input name="__RequestVerificationToken" type="hidden" value="CfDJ8..." />  and  "traceId":"0HNQE5JLQG105:0000001A"
    [GeneratedRegex("<input[^>]*__RequestVerificationToken[^>]*>|\"traceId\":\"[^\"]*\"")]
    private static partial Regex OfTheRequest { get; }

    // /help/{topic}
    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex OtherParameter { get; }
}
