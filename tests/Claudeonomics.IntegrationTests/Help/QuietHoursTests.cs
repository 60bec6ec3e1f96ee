using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.People;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>Hours of one's own day in which supervised time does not count: set by oneself, seen by nobody else.</summary>
public sealed class QuietHoursTests : IAsyncLifetime
{
    private HelpCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        await _company.AddAsync("Ann");
        await _company.AddAsync("Ben");

        // From 06:00 to 06:40 UTC, which is 15:00 to 15:40 in Tokyo.
        await _company.BeActiveAsync("Ann", new DateOnly(2026, 11, 13));
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task SupervisedTime_InQuietHours_DoesNotCount()
    {
        await _company.EventuallyAsync(async () => await SupervisedSecondsAsync() == 2_400);

        Assert.Equal(HttpStatusCode.OK, await PutAsync(new { quietHours = "15:20-16:00" }));
        await _company.EventuallyAsync(async () => await SupervisedSecondsAsync() == 2_400);
        Assert.Equal(HttpStatusCode.OK, await PutAsync(new { timeZone = "Asia/Tokyo" }));
        await _company.EventuallyAsync(async () => await SupervisedSecondsAsync() == 1_200);
        Assert.Equal(HttpStatusCode.OK, await PutAsync(new { quietHours = "" }));
        await _company.EventuallyAsync(async () => await SupervisedSecondsAsync() == 2_400);
    }

    [Fact]
    public async Task QuietHours_AreTheirOwnersToSet_AndToSee()
    {
        foreach (var wrong in (string[])["22:00", "22:00-22:00", "ten to seven"])
        {
            Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(new { quietHours = wrong }));
        }

        var half = await SaveAsync("22:00", "");
        Assert.Contains("Not saved", half, StringComparison.Ordinal);
        var saved = await SaveAsync("22:00", "06:30");
        Assert.Contains("Saved.", saved, StringComparison.Ordinal);
        Assert.Contains("value=\"06:30\"", saved, StringComparison.Ordinal);
        Assert.Equal("22:00-06:30", await OwnAsync());
        using var herself = _company.Server.Client(await _company.Server.OwnKeyAsync("ann@corp.example"));
        Assert.Contains("22:00-06:30", await herself.GetStringAsync("/api/v1/me/export"), StringComparison.Ordinal);

        // An administrator may change a pattern of work, and neither sees nor sets these.
        var path = $"/api/v1/people/{Uri.EscapeDataString("ann@corp.example")}";
        Assert.Null((await _company.Server.Admin.ReadAsync(path))["quietHours"]);
        using var body = new StringContent("""{"quietHours":"09:00-17:00"}""", null, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await _company.Server.Admin.PutAsync(path, body)).StatusCode);

        Assert.Contains("Saved.", await SaveAsync("", ""), StringComparison.Ordinal);
        Assert.Null(await OwnAsync());
    }

    private Task<HttpStatusCode> PutAsync(object pattern) => _company.PutAsync("Ann", "/api/v1/me/pattern", pattern);

    private async Task<string?> OwnAsync() => (string?)(await _company.ReadAsync("Ann", "/api/v1/me"))["person"]!["quietHours"];

    private async Task<string> SaveAsync(string from, string until)
    {
        var page = await _company.PostFormAsync("Ann", "/settings", "/settings", ("participation", "named"), ("quietFrom", from), ("quietUntil", until));
        return await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<long> SupervisedSecondsAsync()
    {
        var days = (await _company.ReadAsync("Ann", "/api/v1/me/activity?from=2026-11-13&to=2026-11-14"))["days"]!.AsArray();
        return days.Count == 0 ? 0 : (long)days.Single()!["supervisedSeconds"]!;
    }
}
