using System.Net;
using System.Net.Http.Json;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>One switch darkens every figure of people and company, whichever route shows it, and nothing else.</summary>
public sealed class PauseTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private string _ann = "";
    private string _annId = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _annId = (string)(await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named"))["id"]!;
        await _server.PutPersonAsync("ben@example.com", "Ben", participates: "named");
        _ann = await _server.OwnKeyAsync("ann@example.com");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Paused_EveryRouteThatShowsPeopleOrCompany_IsDarkForEverybody()
    {
        await PauseAsync();

        var shown = new List<string>();
        foreach (var (method, pattern, _) in Routes().Where(static route => route.Shown is { Figures: > Figures.Own, EverybodysFor: null }))
        {
            foreach (var key in (string[])[_ann, RunningServer.AdminKey])
            {
                using var client = _server.Client(key);
                using var request = new HttpRequestMessage(new(method), Filled(pattern, "somebody-else"));
                var status = (await client.SendAsync(request)).StatusCode;
                // What the caller may not read at all stays refused.
                if (status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Forbidden))
                {
                    shown.Add($"{method} {pattern}: {(int)status}");
                }
            }
        }

        Assert.Empty(shown);

        // What shows everybody's to one role is dark for that role, and shows all others their own.
        await _server.GiveRolesAsync("ann@example.com", "steward");
        using var steward = _server.Client(_ann);
        using var ben = _server.Client(await _server.OwnKeyAsync("ben@example.com"));
        var everybodys = Routes().Where(static route => route.Shown.EverybodysFor is not null).Select(static route => route.Pattern).ToList();
        Assert.Equal(["/api/v1/findings"], everybodys);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await steward.GetAsync(everybodys[0])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync(everybodys[0])).StatusCode);
    }

    [Fact]
    public async Task Paused_EveryRouteThatShowsTheCallersOwn_AnswersAsBefore()
    {
        var own = Routes().Where(static route => route is { Method: "GET", Shown.Figures: Figures.Own }).Select(static route => route.Pattern).Order().ToList();
        using var ann = _server.Client(_ann);
        async Task<List<HttpStatusCode>> StatusesAsync()
        {
            var statuses = new List<HttpStatusCode>();
            foreach (var pattern in own)
            {
                statuses.Add((await ann.GetAsync(Filled(pattern, "tokens").Replace("/people/tokens/", "/people/ann@example.com/", StringComparison.Ordinal))).StatusCode);
            }

            return statuses;
        }

        // Her row is on the board as soon as the next one is built.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await ann.GetAsync("/boards/tokens/rows/own", patience.Token)).StatusCode is HttpStatusCode.NotFound)
        {
            await Task.Delay(100, patience.Token);
        }

        var before = await StatusesAsync();
        await PauseAsync();

        Assert.Equal(before, await StatusesAsync());
        Assert.DoesNotContain(HttpStatusCode.ServiceUnavailable, before);
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync($"/people/{_annId}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, (await ann.GetAsync("/api/v1/boards/tokens/explain?person=me")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ann.GetAsync("/api/v1/boards/tokens/explain?person=somebody")).StatusCode);
    }

    [Fact]
    public async Task Paused_KeptBoardsAndPages_AreNotServedFromWhatIsKept()
    {
        using var ann = _server.Client(_ann);
        // Twice: the second is served before anything is routed.
        foreach (var address in (string[])["/api/v1/boards/tokens", "/", "/boards/score", "/api/v1/boards/tokens", "/", "/boards/score"])
        {
            Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync(address)).StatusCode);
        }

        await PauseAsync();
        foreach (var address in (string[])["/api/v1/boards/tokens", "/", "/boards/score"])
        {
            var dark = await ann.GetAsync(address);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, dark.StatusCode);
            Assert.DoesNotContain("Ben", await dark.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        (await _server.Admin.DeleteAsync("/api/v1/pause")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/api/v1/boards/tokens")).StatusCode);
    }

    [Fact]
    public async Task Paused_StreamThatIsOpen_EndsWithinFiveSeconds()
    {
        using var ann = _server.Client(_ann);
        using var stream = new StreamReader(await ann.GetStreamAsync("/api/v1/boards/tokens/stream"));
        Assert.Equal("event: board", await stream.ReadLineAsync());

        await PauseAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var rest = await stream.ReadToEndAsync(limit.Token);

        Assert.EndsWith("event: paused\ndata: {}\n\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paused_ServerThatStartsAgain_IsStillDarkAndCountsOn()
    {
        var ingest = (await _server.PostKeyAsync("ingest", "ann@example.com")).Key;
        await PauseAsync();
        await _server.StopAsync();
        _server = await RunningServer.StartAsync(_server.DataDirectory);

        using var ann = _server.Client(_ann);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ann.GetAsync("/api/v1/boards/tokens")).StatusCode);
        using var agent = _server.Client(ingest);
        Assert.Equal(HttpStatusCode.OK, (await agent.PostAsJsonAsync("/v1/logs", new { resourceLogs = Array.Empty<object>() })).StatusCode);
    }

    [Fact]
    public async Task Pause_IsForAdministratorsAndStewards()
    {
        using var ann = _server.Client(_ann);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.PostAsync("/api/v1/pause", null)).StatusCode);

        await _server.GiveRolesAsync("ann@example.com", "steward");
        Assert.True((bool)(await (await ann.PostAsync("/api/v1/pause", null)).Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["paused"]!);
        Assert.False((bool)(await (await _server.Admin.DeleteAsync("/api/v1/pause")).Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["paused"]!);
    }

    private async Task PauseAsync() => (await _server.Admin.PostAsync("/api/v1/pause", null)).EnsureSuccessStatusCode();

    private List<(string Method, string Pattern, ShownFigures Shown)> Routes() =>
    [
        .. from endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<ShownFigures>()!),
    ];

    private static string Filled(string pattern, string value) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? value : part));
}
