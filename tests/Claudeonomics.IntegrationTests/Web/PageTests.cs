using System.Text.Json;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>What must hold on every page.</summary>
public sealed class PageTests(PagesFixture pages) : IClassFixture<PagesFixture>
{
    private static readonly string Axe = ReadAxe();

    public static TheoryData<string> Paths { get; } =
    [
        "/", "/boards/cost", "/boards/breadth", "/boards/cache", "/?by=team", "/?agent=codex&window=7d", "/?q=nobody-has-this-name",
        $"/people/{SampleCompany.Viewer}", "/people/p2", "/company", "/teams/t1", "/cost", "/connect", "/signout", "/signin", "/nothing/here",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_LightAndDark_IsAccessibleAndWithoutComplaints(string path)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var open = await pages.OpenAsync(path, new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } });
            await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(menu => menu.removeAttribute('name'))");
            Assert.Empty(await SeriousViolationsAsync(open.Page));
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
    public async Task Choices_Opened_AreAccessible()
    {
        await using var open = await pages.OpenAsync("/");
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(menu => { menu.removeAttribute('name'); menu.open = true; })");
        Assert.Empty(await SeriousViolationsAsync(open.Page));
    }

    /// <summary>Violations of WCAG 2.2 A and AA that axe-core calls serious or critical, in words.</summary>
    private static async Task<IReadOnlyList<string>> SeriousViolationsAsync(IPage page)
    {
        // Evaluated by the debugger and not by the page, so the content security policy stays as it is.
        await page.EvaluateAsync(Axe);
        var result = await page.EvaluateAsync<JsonElement>(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })");
        return [.. result.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{violation.GetProperty("id")}: {violation.GetProperty("nodes")[0].GetProperty("html")} {violation.GetProperty("nodes")[0].GetProperty("failureSummary")}")];
    }

    private static string ReadAxe()
    {
        using var reader = new StreamReader(typeof(PageTests).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
