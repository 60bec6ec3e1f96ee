using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards.Seasons;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;
using static Claudeonomics.IntegrationTests.Boards.GamePlay;

namespace Claudeonomics.IntegrationTests.Boards;

/// <summary>Leagues through the whole server: made when a month is sealed, seen by their members.</summary>
public sealed class LeagueApiTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    // Strongest first in October; in November the other way round.
    private static readonly (string Name, string Participates)[] People =
        [("Ann", "named"), ("Ben", "named"), ("Cleo", "private"), ("Dan", "named"), ("Eve", "pseudonym"), ("Finn", "named")];

    private readonly HttpClient[] _readers = new HttpClient[People.Length];
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        settings: ["--Claudeonomics:Rules:2026-10:league.size=3", "--Claudeonomics:Rules:2026-10:league.participants=4", "--Claudeonomics:Rules:2026-10:league.promoted=1"],
        configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(Now, rate: 0, TimeProvider.System)));

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_readers, static reader => reader?.Dispose());
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task League_AfterAMonthWasSealed_IsTheBoardAmongThoseNearby()
    {
        var identities = await PlayOctoberAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _readers[0].GetAsync("/api/v1/me/league")).StatusCode);
        for (var person = 0; person < People.Length; person++)
        {
            await _server.UseAsync(identities[person], Now.AddHours(-1), (person + 1) * 200_000);
        }

        var keeper = _server.Services.GetRequiredService<SeasonKeeper>();
        await EventuallyAsync(async () =>
        {
            await keeper.SealAsync(TestContext.Current.CancellationToken);
            return (await _readers[0].GetAsync("/api/v1/me/league")).IsSuccessStatusCode && (await LeagueAsync(0))["own"] is not null;
        });

        var ofAnn = await LeagueAsync(0);
        Assert.Equal(("2026-10", 1, 2, 1, 3, 1), ((string?)ofAnn["season"], (int)ofAnn["number"]!, (int)ofAnn["leagues"]!, (int)ofAnn["level"]!, (int)ofAnn["members"]!, (int)ofAnn["promoted"]!));

        // Cleo is ranked first and shown to nobody; in her own league she sees herself.
        Assert.Equal(["2 Ben", "3 Ann"], Rows(ofAnn));
        Assert.Equal(3, (int)ofAnn["own"]!["rank"]!);
        Assert.True((double)ofAnn["toNextRank"]! > 0);
        var ofCleo = await LeagueAsync(2);
        Assert.Equal((1, null), ((int)ofCleo["own"]!["rank"]!, ofCleo["toNextRank"]));
        Assert.Equal(["2 Ben", "3 Ann"], Rows(ofCleo));

        var ofFinn = await LeagueAsync(5);
        Assert.Equal((2, 1), ((int)ofFinn["number"]!, (int)ofFinn["own"]!["rank"]!));
        Assert.Equal(3, Rows(ofFinn).Length);
        Assert.DoesNotContain(Rows(ofFinn), static row => row.Contains("Eve", StringComparison.Ordinal));
        Assert.Contains("League 2 of 2, level 1", await _readers[5].GetStringAsync("/league"), StringComparison.Ordinal);
        Assert.Contains("You are in no league", await _server.Admin.GetStringAsync("/league"), StringComparison.Ordinal);
        Assert.Equal("true", (await _readers[0].ReadAsync("/api/v1/seasons/2026-10/verify"))["ok"]!.ToJsonString());

        // Whoever takes no part any more is gone from it.
        (await _server.Admin.DeleteAsync("/api/v1/people/ben@example.com")).EnsureSuccessStatusCode();
        await EventuallyAsync(async () => Rows(await LeagueAsync(0)) is ["2 Ann"]);
    }

    private async Task<int[]> PlayOctoberAsync()
    {
        var identities = new int[People.Length];
        for (var person = 0; person < People.Length; person++)
        {
            var email = $"{People[person].Name.ToLowerInvariant()}@example.com";
            await _server.PutPersonAsync(email, People[person].Name, participates: People[person].Participates);
            identities[person] = _server.IdentityOf((await _server.PostKeyAsync("ingest", email)).Key);
            _readers[person] = _server.Client((await _server.PostKeyAsync("read", email)).Key);
            await _server.UseAsync(identities[person], new(2026, 10, 12, 9, 0, 0, TimeSpan.Zero), (People.Length - person) * 200_000);
        }

        // A month is sealed with whom the roster knows, which is a moment behind.
        await EventuallyAsync(async () => (int)(await _readers[0].ReadAsync("/api/v1/boards/tokens?window=all"))["population"]!["participants"]! == People.Length);
        return identities;
    }

    private Task<JsonNode> LeagueAsync(int person) => _readers[person].ReadAsync("/api/v1/me/league");

    private static string[] Rows(JsonNode league) => [.. league["standings"]!.AsArray().Select(static row => $"{row!["rank"]} {row["name"]}")];
}
