using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Privacy;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Shares;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>A link to one view, for one audience, that ends.</summary>
public sealed class ShareTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _ann = null!;
    private HttpClient _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        await _server.PutPersonAsync("ben@example.com", "Ben", participates: "named");
        _ann = _server.Client(await _server.OwnKeyAsync("ann@example.com"));
        _ben = _server.Client(await _server.OwnKeyAsync("ben@example.com"));
    }

    public ValueTask DisposeAsync()
    {
        _ann.Dispose();
        _ben.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Link_OpensForWhoeverHasIt_WithTheMarkOfWhoSharedIt()
    {
        var (_, path) = await MakeAsync(_ann, "window=7d", "the all-hands");

        var page = await _server.Anonymous.GetAsync(path);
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Shared by Ann with the all-hands, until ", html, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/people/", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await _server.Anonymous.GetAsync("/s/" + new string('a', 40))).StatusCode);
    }

    [Fact]
    public async Task Link_Revoked_IsOverAtOnce_AndOnlyForItsMakerAndAdministrators()
    {
        var (id, path) = await MakeAsync(_ann);
        Assert.Equal(HttpStatusCode.NotFound, (await _ben.DeleteAsync($"/api/v1/shares/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _server.Anonymous.GetAsync(path)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await _ann.DeleteAsync($"/api/v1/shares/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await _server.Anonymous.GetAsync(path)).StatusCode);

        var (other, its) = await MakeAsync(_ben);
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.DeleteAsync($"/api/v1/shares/{other}")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await _server.Anonymous.GetAsync(its)).StatusCode);
    }

    [Fact]
    public async Task Links_InPages_AreAllOfThem_TheLatestFirst()
    {
        var made = new List<string>();
        for (var link = 0; link < 5; link++)
        {
            made.Insert(0, (await MakeAsync(_ann)).Id);
            await Task.Delay(2);
        }

        await MakeAsync(_ben);

        Assert.Equal(made, await _ann.ReadIdsAsync("/api/v1/shares", limit: 2));
        Assert.Equal(made, await _ann.ReadIdsAsync("/api/v1/shares", limit: 5));
        foreach (var wrong in (string[])["limit=0", "limit=1001", "after=x", "after=1", "after=99999999999999999.a"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _ann.GetAsync($"/api/v1/shares?{wrong}")).StatusCode);
        }
    }

    [Fact]
    public async Task Link_AfterItsHours_IsOver()
    {
        var clock = new MovingClock(new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));
        var shares = Service(clock, PrivacyPolicy.Open);
        var (made, _) = await shares.CreateAsync("tokens", "", showsTeams: false, "a screen", 2, Ann(await IdAsync()), default);
        var secret = made!.Path[ShareService.Path.Length..];

        Assert.NotNull(await shares.FindAsync(secret, default));
        clock.Now += TimeSpan.FromHours(2);
        Assert.Null(await shares.FindAsync(secret, default));
        Assert.Equal("1 to 24 hours.", (await shares.CreateAsync("tokens", "", false, "a screen", 25, Ann(await IdAsync()), default)).Problem);
    }

    [Fact]
    public async Task Link_OfPeople_IsForPeopleWhoKnowEachOther()
    {
        var shares = Service(TimeProvider.System, PrivacyPolicy.Balanced);

        Assert.NotNull((await shares.CreateAsync("tokens", "", showsTeams: false, "a slide", 1, Ann(await IdAsync()), default)).Problem);
        Assert.Null((await shares.CreateAsync("tokens", "by=team", showsTeams: true, "a slide", 1, Ann(await IdAsync()), default)).Problem);
    }

    [Fact]
    public async Task Link_MadeOpenedAndRevoked_IsInTheLog_AndDarkWhilePaused()
    {
        await _server.PutPersonAsync("auditor@example.com", "Au");
        await _server.GiveRolesAsync("auditor@example.com", "auditor");
        using var auditor = _server.Client(await _server.OwnKeyAsync("auditor@example.com"));
        var (id, path) = await MakeAsync(_ann, "window=7d&q=Ben");
        (await _server.Anonymous.GetAsync(path)).EnsureSuccessStatusCode();
        (await _server.Admin.PostAsync("/api/v1/pause", null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _server.Anonymous.GetAsync(path)).StatusCode);
        (await _ann.DeleteAsync($"/api/v1/shares/{id}")).EnsureSuccessStatusCode();

        var entries = (await auditor.ReadAsync("/api/v1/access-log?act=share"))["items"]!.AsArray()
            .Select(static entry => ((string)entry!["by"]!, (string)entry["what"]!));

        Assert.Equal([("Ann", $"revokes {id}"), ($"share:{id}", "opens tokens?window=7d&q=…"), ("Ann", $"shares tokens {id}")], entries);
    }

    [Fact]
    public async Task Links_OpenAtOnce_AreBounded_AndADashboardMakesNone()
    {
        for (var i = 0; i < ShareService.MostOpen; i++)
        {
            await MakeAsync(_ann);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_ann, "", "one more")).StatusCode);
        using var dashboard = _server.Client((await _server.PostKeyAsync("read")).Key);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(dashboard, "", "a wall")).StatusCode);
    }

    private static Viewer Ann(string id) => new(id, IsAdministrator: false);

    private async Task<string> IdAsync() => (await _server.Services.GetRequiredService<PeopleService>().FindAsync("ann@example.com", default))!.Id;

    private ShareService Service(TimeProvider clock, PrivacyPolicy policy) => new(
        _server.Services.GetRequiredService<ControlDatabase>(), _server.Services.GetRequiredService<AccessLog>(), policy, clock);

    private static async Task<(string Id, string Path)> MakeAsync(HttpClient client, string view = "", string audience = "a screen")
    {
        var made = await PostAsync(client, view, audience);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var json = (await made.Content.ReadFromJsonAsync<JsonNode>())!;
        return ((string)json["id"]!, new Uri((string)json["url"]!).PathAndQuery);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string view, string audience) =>
        client.PostAsJsonAsync("/api/v1/shares", new { board = "tokens", view, audience, hours = 3 });

    private sealed class MovingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
