using System.Net.Http.Json;
using System.Text;
using Claudeonomics.Core.People;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Teams that move in the tree: over the API and by a table, and what a restart knows of it.</summary>
public sealed class TeamMoveTests : IAsyncLifetime
{
    private static readonly DateOnly FirstDay = new(2026, 11, 2);

    private readonly ManualClock _clock = new(new(FirstDay, new TimeOnly(9, 0), TimeSpan.Zero));
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(null);
        foreach (var name in (string[])["Product", "Research", "Search"])
        {
            await _server.Admin.PostAsJsonAsync("/api/v1/teams", new { name });
        }

        await PlaceAsync("search", "product");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Placed_OnTheDayItWasMade_StandsThereFromTheBeginning() =>
        Assert.Equal("product until the end", PlacesOf("search"));

    [Fact]
    public async Task Moved_OnLaterDays_StandsWhereItStoodOnTheDaysBefore()
    {
        _clock.Jump(TimeSpan.FromDays(3));
        await PlaceAsync("search", "research");
        _clock.Jump(TimeSpan.FromDays(2));
        await PlaceAsync("search", "");

        const string Expected = "product until 2026-11-05, research until 2026-11-07, none until the end";
        Assert.Equal(Expected, PlacesOf("search"));
        await _server.StopAsync();
        _server = await StartAsync(_server.DataDirectory);
        Assert.Equal(Expected, PlacesOf("search"));
    }

    [Fact]
    public async Task Moved_TwiceWithinADay_StoodNowhereInBetween()
    {
        _clock.Jump(TimeSpan.FromDays(3));
        await PlaceAsync("search", "");
        await PlaceAsync("search", "research");
        Assert.Equal("product until 2026-11-05, research until the end", PlacesOf("search"));

        await PlaceAsync("search", "product");
        Assert.Equal("product until the end", PlacesOf("search"));
    }

    [Fact]
    public async Task Moved_ByATable_IsDatedToo()
    {
        _clock.Jump(TimeSpan.FromDays(3));
        using var table = new StringContent("team,parent\nResearch,Product\nSearch,Research\nMaps,Search\n", Encoding.UTF8, "text/csv");
        (await _server.Admin.PostAsync("/api/v1/import?apply=true", table)).EnsureSuccessStatusCode();

        Assert.Equal("none until 2026-11-05, product until the end", PlacesOf("research"));
        Assert.Equal("product until 2026-11-05, research until the end", PlacesOf("search"));
        Assert.Equal("search until the end", PlacesOf("maps"));
    }

    private async Task PlaceAsync(string team, string parent) =>
        (await _server.Admin.PutAsJsonAsync($"/api/v1/teams/{team}", new { parent })).EnsureSuccessStatusCode();

    private Task<RunningServer> StartAsync(string? dataDirectory) => RunningServer.StartAsync(
        dataDirectory, configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));

    private string PlacesOf(string id)
    {
        var roster = _server.Services.GetRequiredService<IRosterSource>().Current;
        var team = roster.Teams.ToList().FindIndex(team => team.Id == id);
        var former = roster.FormerPlaces.Where(place => place.Team == team).OrderBy(static place => place.Until)
            .Select(place => $"{NameOf(roster, place.Parent)} until {place.Until:yyyy-MM-dd}");
        return string.Join(", ", former.Append($"{NameOf(roster, roster.Teams[team].Parent)} until the end"));
    }

    private static string NameOf(Roster roster, int team) => team < 0 ? "none" : roster.Teams[team].Id;
}
