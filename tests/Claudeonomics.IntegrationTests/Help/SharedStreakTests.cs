using System.Net;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>A streak is one's own until it is shared, and one's hours are in one's own time zone.</summary>
public sealed class SharedStreakTests : IAsyncLifetime
{
    private HelpCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        await _company.AddAsync("Ann");
        await _company.AddAsync("Ben");
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Streak_UntilItIsShared_IsForItsOwnerOnly()
    {
        // The floors of the two weeks before the present one.
        await _company.UseAsync("Ann");
        await _company.BeActiveAsync("Ann", new(2026, 11, 2), new(2026, 11, 3), new(2026, 11, 4), new(2026, 11, 9), new(2026, 11, 10), new(2026, 11, 11));
        await _company.EventuallyAsync(async () => (int?)(await StreakAsync("Ann", "me"))?["length"] == 2);

        Assert.Equal(2, (int)(await StreakAsync("Ann", "me"))!["freezesLeft"]!);
        Assert.Equal(
            ["missed", "met", "met", "open"],
            (await StreakAsync("Ann", "me"))!["weeks"]!.AsArray().TakeLast(4).Select(static week => (string)week!["kind"]!));
        Assert.Contains("2 weeks in a row", await PageAsync("Ann"), StringComparison.Ordinal);
        Assert.Null(await StreakAsync("Ben", _company.Ids["Ann"]));
        Assert.DoesNotContain("in a row", await PageAsync("Ben"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await _company.PutAsync("Ann", "/api/v1/me/consent", new { sharesStreak = true }));
        await _company.EventuallyAsync(async () => await StreakAsync("Ben", _company.Ids["Ann"]) is not null);
        var shared = (await StreakAsync("Ben", _company.Ids["Ann"]))!;
        Assert.Equal((2, null, null), ((int)shared["length"]!, shared["freezesLeft"], shared["weeks"]));
        Assert.Contains("2 weeks in a row", await PageAsync("Ben"), StringComparison.Ordinal);

        // How one takes part stayed as it was, and nothing about it was written down.
        var consent = (await _company.ReadAsync("Ann", "/api/v1/me"))["consent"]!;
        Assert.Equal(("named", true, 1), ((string?)consent["participates"], (bool)consent["sharesStreak"]!, consent["history"]!.AsArray().Count));
        await _company.PutAsync("Ann", "/api/v1/me/consent", new { sharesStreak = false });
        await _company.EventuallyAsync(async () => await StreakAsync("Ben", _company.Ids["Ann"]) is null);
    }

    [Fact]
    public async Task Pattern_OfOnesOwn_IsSetByOneself()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await _company.PutAsync("Ann", "/api/v1/me/pattern", new { timeZone = "Middle/Earth" }));
        Assert.Equal(HttpStatusCode.BadRequest, await _company.PutAsync("Ann", "/api/v1/me/pattern", new { workingDays = 9 }));
        Assert.Equal(HttpStatusCode.OK, await _company.PutAsync("Ann", "/api/v1/me/pattern", new { timeZone = "Asia/Tokyo", workingDays = 2.5 }));
        await _company.UseAsync("Ann");

        var person = (await _company.ReadAsync("Ann", "/api/v1/me"))["person"]!;
        Assert.Equal(("Asia/Tokyo", 2.5), ((string?)person["timeZone"], (double)person["workingDays"]!));
        Assert.Contains("Asia/Tokyo time", await PageAsync("Ann"), StringComparison.Ordinal);
        Assert.Contains("16 November, 16:00", await PageAsync("Ann"), StringComparison.Ordinal);
        Assert.DoesNotContain("Tokyo", await PageAsync("Ben"), StringComparison.Ordinal);

        var saved = await _company.PostFormAsync("Ann", "/settings", "/settings", ("participation", "named"), ("workingDays", "4"), ("timeZone", ""), ("sharesStreak", "true"));
        Assert.Contains("Saved.", await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Null((await _company.ReadAsync("Ann", "/api/v1/me"))["person"]!["timeZone"]);
        var refused = await _company.PostFormAsync("Ann", "/settings", "/settings", ("participation", "named"), ("workingDays", "4"), ("timeZone", "Nowhere"));
        Assert.Contains("Not saved", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<JsonNode?> StreakAsync(string by, string person) => (await _company.ExplainAsync(by, "tokens", person))?["streak"];

    private Task<string> PageAsync(string by) => _company[by].GetStringAsync($"/people/{_company.Ids["Ann"]}");
}
