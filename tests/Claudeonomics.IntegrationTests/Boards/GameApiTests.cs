using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards.Seasons;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;
using static Claudeonomics.IntegrationTests.Boards.GamePlay;

namespace Claudeonomics.IntegrationTests.Boards;

/// <summary>Seasons and declared automation through the whole server.</summary>
public sealed class GameApiTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Seal_AMonthThatIsOver_StandsAndReplaysForThoseWhoStay()
    {
        var stop = TestContext.Current.CancellationToken;
        var (ann, ofAnn) = await PersonAsync("ann@example.com", "Ann");
        var (_, ofBen) = await PersonAsync("ben@example.com", "Ben");
        await _server.UseAsync(ofAnn, new(2026, 10, 12, 9, 0, 0, TimeSpan.Zero), 500_000);
        await _server.UseAsync(ofBen, new(2026, 10, 13, 9, 0, 0, TimeSpan.Zero), 900_000);
        await _server.UseAsync(ofAnn, Now.AddHours(-1), 1_000);
        var keeper = _server.Services.GetRequiredService<SeasonKeeper>();

        // The roster that boards and seasons go by is a moment behind; and the server seals by itself too, and may be first.
        await EventuallyAsync(async () =>
        {
            await keeper.SealAsync(stop);
            return (await ann.GetAsync("/api/v1/seasons/2026-10", stop)).IsSuccessStatusCode;
        });
        Assert.Empty(await keeper.SealAsync(stop));

        var season = await ann.ReadAsync("/api/v1/seasons/2026-10");
        Assert.Equal(["Ben", "Ann"], season["standings"]!.AsArray().Select(row => (string?)row!["name"]));
        Assert.Equal(2, (int)season["own"]!["rank"]!);
        var hash = (string?)season["season"]!["hash"];
        Assert.Equal(("true", hash), ((await ann.ReadAsync("/api/v1/seasons/2026-10/verify"))["ok"]!.ToJsonString(), (string?)(await ann.ReadAsync("/api/v1/seasons"))["seasons"]![0]!["hash"]));

        // Later facts of the month change boards and no sealed season; who goes takes their line along.
        await _server.UseAsync(ofAnn, new(2026, 10, 20, 9, 0, 0, TimeSpan.Zero), 90_000_000);
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Admin.DeleteAsync("/api/v1/people/ben@example.com", stop)).StatusCode);
        await EventuallyAsync(async () => (await ann.ReadAsync("/api/v1/seasons/2026-10"))["standings"]!.AsArray().Count == 1);
        var after = await ann.ReadAsync("/api/v1/seasons/2026-10");
        Assert.Equal((season["own"]!.ToJsonString(), hash), (after["own"]!.ToJsonString(), (string?)after["season"]!["hash"]));
        Assert.Equal("true", (await ann.ReadAsync("/api/v1/seasons/2026-10/verify"))["ok"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync("/api/v1/seasons/2026-09", stop)).StatusCode);
    }

    [Theory]
    [InlineData(5, 0, 0, 5)]
    [InlineData(3, 9, 0, 12)]
    [InlineData(12, 6, 4, 18)]
    [InlineData(12, 2, 4, 12)]
    public async Task Hall_UnderAPolicyThatGuardsGroups_TellsNoMoreThanTheBoardOfWhomOthersSee(int named, int hidden, int listed, int told)
    {
        await using var server = await RunningServer.StartAsync(
            settings: ["--Claudeonomics:Policy=balanced", "--Claudeonomics:Rules:2026-10:cohort.smallest=12"], configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));
        for (var person = 0; person < named + hidden; person++)
        {
            var email = $"p{person}@example.com";
            await server.PutPersonAsync(email, $"Person {person}", participates: person < named ? "named" : "private");
            await server.UseAsync(server.IdentityOf((await server.PostKeyAsync("ingest", email)).Key), new(2026, 10, 12, 9, 0, 0, TimeSpan.Zero), 50_000 * (20 - person));
        }

        using var reader = server.Client(await server.OwnKeyAsync("p0@example.com"));
        await EventuallyAsync(async () => (int)(await reader.ReadAsync("/api/v1/boards/tokens"))["population"]!["participants"]! == named + hidden);
        await server.UseAsync(server.IdentityOf((await server.PostKeyAsync("ingest", "p0@example.com")).Key), Now.AddHours(-1), 1_000);
        var keeper = server.Services.GetRequiredService<SeasonKeeper>();
        await EventuallyAsync(async () =>
        {
            await keeper.SealAsync(TestContext.Current.CancellationToken);
            return (await reader.GetAsync("/api/v1/seasons/2026-10")).IsSuccessStatusCode;
        });

        var season = await reader.ReadAsync("/api/v1/seasons/2026-10");

        Assert.Equal(told, (int)season["season"]!["sealed"]!);
        Assert.Equal(told, (int)(await reader.ReadAsync("/api/v1/seasons"))["seasons"]![0]!["sealed"]!);
        Assert.Contains($"{told} people took part", await reader.GetStringAsync("/seasons"), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, listed).Select(static person => $"Person {person}"), season["standings"]!.AsArray().Select(static row => (string)row!["name"]!));
        Assert.NotNull(season["own"]);

        // What took a tier was somebody's score: the two highest are the first one's, and a tenth above it.
        Assert.All(season["season"]!["nextTiers"]!.AsArray(), static score => Assert.Equal(0, (double)score! % 1));
    }

    [Fact]
    public async Task PutPerson_DeclaredAutomation_MovesToTheFleet()
    {
        var (ann, ofAnn) = await PersonAsync("ann@example.com", "Ann");
        var (_, ofRobot) = await PersonAsync("ci@example.com", "Nightly build");
        await _server.UseAsync(ofAnn, Now.AddHours(-1), 10);
        await _server.UseAsync(ofRobot, Now.AddHours(-1), 900);

        var put = await _server.Admin.PutAsJsonAsync("/api/v1/people/ci@example.com", new { automation = true }, TestContext.Current.CancellationToken);

        Assert.True((bool)(await put.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["automation"]!);
        await EventuallyAsync(async () => (await ann.ReadAsync("/api/v1/boards/fleet"))["standings"]!.AsArray().Count == 1);
        var fleet = await ann.ReadAsync("/api/v1/boards/fleet");
        Assert.Equal(("Nightly build", 900.0), ((string?)fleet["standings"]![0]!["person"]!["name"], (double)fleet["standings"]![0]!["score"]!));
        await EventuallyAsync(async () => (int)(await ann.ReadAsync("/api/v1/boards/tokens"))["population"]!["participants"]! == 1);
        Assert.Equal(["Ann"], (await ann.ReadAsync("/api/v1/boards/tokens"))["standings"]!.AsArray().Select(row => (string?)row!["person"]!["name"]));
    }

    private async Task<(HttpClient Reader, int Identity)> PersonAsync(string email, string name)
    {
        await _server.PutPersonAsync(email, name, participates: "named");
        var ingest = await _server.PostKeyAsync("ingest", email);
        var identity = _server.IdentityOf(ingest.Key);
        return (_server.Client((await _server.PostKeyAsync("read", email)).Key), identity);
    }
}
