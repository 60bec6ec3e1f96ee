using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.Server.People;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>A team's goal for a season, through the whole server. The clock stands at the 16th of November.</summary>
public sealed class GoalTests : IAsyncLifetime
{
    private HelpCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        foreach (var name in (string[])["Ann", "Ben", "Cat"])
        {
            await _company.AddAsync(name, team: "Ads");
        }

        await _company.AddAsync("Dan", team: "Maps");
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Set_ByAMemberInTime_Stands()
    {
        // November's first days are over; December's goal is set ahead, and no later one.
        Assert.Equal(HttpStatusCode.Conflict, await SetAsync("Ann", new { month = "2026-11", kind = "floor", percent = 60, weeks = 1 }));
        Assert.Equal(HttpStatusCode.Conflict, await SetAsync("Ann", new { month = "2027-02", kind = "floor", percent = 60, weeks = 1 }));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("Ann", new { kind = "tokens", percent = 60 }));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("Ann", new { kind = "floor", percent = 40, weeks = 9 }));
        Assert.Equal(HttpStatusCode.BadRequest, await SetAsync("Ann", new { month = "soon", kind = "floor", percent = 60, weeks = 1 }));
        Assert.Equal(HttpStatusCode.Forbidden, await SetAsync("Dan", new { kind = "floor", percent = 60, weeks = 1 }));
        Assert.Equal(HttpStatusCode.NoContent, await SetAsync("Ann", new { kind = "floor", percent = 60, weeks = 1 }));
        Assert.Equal(HttpStatusCode.NoContent, await SetAsync("Ben", new { kind = "floor", percent = 100, weeks = 2 }));

        var goal = await _company.ReadAsync("Dan", "/api/v1/teams/ads/goal?month=2026-12");
        Assert.Equal(("2026-12", "floor", 100, 2, false), ((string?)goal["month"], (string?)goal["kind"], (int)goal["percent"]!, (int)goal["weeks"]!, (bool)goal["reached"]!));
        Assert.Equal(HttpStatusCode.Forbidden, await _company.DeleteAsync("Dan", "/api/v1/teams/ads/goal"));
        Assert.Equal(HttpStatusCode.NoContent, await _company.DeleteAsync("Cat", "/api/v1/teams/ads/goal"));
        Assert.Equal(HttpStatusCode.NotFound, await _company.DeleteAsync("Cat", "/api/v1/teams/ads/goal"));

        // A team above is theirs too; who stops taking part sets nothing.
        await _company.Server.Services.GetRequiredService<TeamService>().ArrangeAsync([new("Company", null), new("Ads", "Company")], default);
        Assert.Equal(HttpStatusCode.NoContent, await _company.PutAsync("Ann", "/api/v1/teams/company/goal", new { kind = "focus", percent = 50 }));
        await _company.TakePartAsync("Ann", "no");
        Assert.Equal(HttpStatusCode.Forbidden, await SetAsync("Ann", new { kind = "floor", percent = 60, weeks = 1 }));
    }

    [Fact]
    public async Task Reached_ByEverybody_IsTheTeamsAndEachOnesTitle()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SetAsync("Ann", new { kind = "floor", percent = 100, weeks = 1 }));
        // In a small team only once the goal stands.
        _company.Clock.Advance(TimeSpan.FromDays(26));
        foreach (var name in (string[])["Ann", "Ben"])
        {
            await BeActiveAsync(name);
        }

        await _company.EventuallyAsync(async () => (int?)(await GoalAsync())?["members"] == 3);
        Assert.Equal((false, null), ((bool)(await GoalAsync())!["reached"]!, (int?)(await GoalAsync())!["there"]));
        Assert.Contains("Not yet.", await _company["Dan"].GetStringAsync("/teams/ads"), StringComparison.Ordinal);

        await BeActiveAsync("Cat");
        await _company.EventuallyAsync(async () => (bool?)(await GoalAsync())?["reached"] == true);
        Assert.Contains("<strong>Reached.</strong>", await _company["Dan"].GetStringAsync("/teams/ads"), StringComparison.Ordinal);
        await _company.EventuallyAsync(async () => (await TitlesAsync("Ann")).Contains("team-goal"));
        Assert.DoesNotContain("team-goal", await TitlesAsync("Dan"));

        // Of two people nothing is told.
        await _company.TakePartAsync("Cat", "no");
        await _company.EventuallyAsync(async () => (await GoalAsync())!["members"] is null);
        Assert.False((bool)(await GoalAsync())!["reached"]!);
    }

    [Fact]
    public async Task Page_Form_IsForMembers()
    {
        Assert.DoesNotContain("/teams/ads/goal\"", await _company["Dan"].GetStringAsync("/teams/ads"), StringComparison.Ordinal);
        var set = await _company.PostFormAsync("Ann", "/teams/ads", "/teams/ads/goal", ("kind", "focus"), ("percent", "70"), ("weeks", "3"));
        Assert.Contains(
            "Goal of December 2026: at least 70% of the people who take part fill the month’s focus, documentation.",
            WebUtility.HtmlDecode(await set.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        var refused = await _company.PostFormAsync("Ann", "/teams/ads", "/teams/ads/goal", ("kind", "floor"), ("percent", "5"), ("weeks", "3"));
        Assert.Contains("That is no goal", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await _company.PostFormAsync("Dan", $"/people/{_company.Ids["Ann"]}", "/teams/ads/goal/remove")).StatusCode);
        await _company.PostFormAsync("Ann", "/teams/ads", "/teams/ads/goal/remove");
        Assert.DoesNotContain("Goal of December 2026: at", await _company["Ann"].GetStringAsync("/teams/ads"), StringComparison.Ordinal);
    }

    private Task<HttpStatusCode> SetAsync(string by, object goal) => _company.PutAsync(by, "/api/v1/teams/ads/goal", goal);

    private async Task<JsonNode?> GoalAsync()
    {
        var response = await _company["Dan"].GetAsync("/api/v1/teams/ads/goal", TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)) : null;
    }

    private async Task<List<string>> TitlesAsync(string name) =>
        [.. ((await _company.ExplainAsync(name, "tokens"))?["titles"]?.AsArray() ?? []).Where(static title => (bool)title!["awarded"]!).Select(static title => (string)title!["title"]!)];

    // Three days of the week that began on the 7th of December.
    private Task BeActiveAsync(string name) => _company.BeActiveAsync(name, new(2026, 12, 7), new(2026, 12, 8), new(2026, 12, 9));
}
