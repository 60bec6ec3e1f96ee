using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>What must hold on every page.</summary>
public sealed class PageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    public static TheoryData<string> Paths { get; } =
    [
        "/", "/boards/cost", "/boards/breadth", "/boards/cache", "/?by=team", "/?agent=codex&window=7d", "/?q=nobody-has-this-name",
        $"/people/{SampleCompany.Viewer}", $"/people/{SampleCompany.Viewer}?span=year", "/people/p2", "/help", "/company", "/teams/t1", "/cost", "/connect", "/signout", "/signin", "/nothing/here",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_LightAndDark_IsAccessibleAndWithoutComplaints(string path)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var open = await pages.OpenAsync(path, new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } });
            await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(menu => menu.removeAttribute('name'))");
            if (path != "/")
            {
                // Every board draws its rows alike, and 250 take half a minute: all of them are looked at on the first board.
                await open.Page.EvaluateAsync("document.querySelectorAll('tbody tr:nth-child(n+51)').forEach(row => row.style.display = 'none')");
            }

            Assert.Empty(await open.SeriousViolationsAsync());
            Assert.Empty(open.Complaints);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_At320Pixels_NeverScrollsSideways(string path)
    {
        await using var open = await pages.OpenAsync(path, new() { ViewportSize = new() { Width = 320, Height = 700 } });
        Assert.Equal(320, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task PersonChart_YearChosen_GoesWeekByWeek()
    {
        await using var open = await pages.OpenAsync($"/people/{SampleCompany.Viewer}");
        var steps = open.Page.Locator(".as-table tbody tr");
        Assert.Equal(30, await steps.CountAsync());

        await open.Page.Locator("figcaption summary").ClickAsync();
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "week by week" }).ClickAsync();

        Assert.EndsWith("?span=year", open.Page.Url, StringComparison.Ordinal);
        Assert.Equal(53, await steps.CountAsync());
    }

    [Fact]
    public async Task Choices_Opened_AreAccessible()
    {
        await using var open = await pages.OpenAsync("/");
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(menu => { menu.removeAttribute('name'); menu.open = true; })");
        Assert.Empty(await open.SeriousViolationsAsync());
    }
}
