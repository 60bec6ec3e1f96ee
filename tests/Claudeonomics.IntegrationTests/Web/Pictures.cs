using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>Pictures of the pages for people to look at; asked for by name, not part of a test run.</summary>
public sealed class Pictures
{
    private static readonly int[] Widths = [320, 390, 768, 1280, 1920, 2560];

    /// <summary>All pages at all widths in light and dark, into the folder that <c>PICTURES</c> names; <c>PAGES</c> and <c>WIDTHS</c> narrow it.</summary>
    [Fact(Explicit = true)]
    public async Task Take_AllPages_IntoFolder()
    {
        var folder = Environment.GetEnvironmentVariable("PICTURES") ?? "artifacts/pictures";
        var widths = Environment.GetEnvironmentVariable("WIDTHS")?.Split(',').Select(int.Parse) ?? Widths;
        var pages = Environment.GetEnvironmentVariable("PAGES")?.Split(' ') ?? ["/"];
        var schemes = Environment.GetEnvironmentVariable("SCHEMES")?.Split(',') ?? ["light", "dark"];
        await using var host = await PagesHost.StartAsync(59_500);
        await using var browser = await ChromiumBrowser.StartAsync();
        foreach (var scheme in schemes)
        {
            foreach (var width in widths)
            {
                await using var context = await browser.SignedInAsync(host, SampleCompany.Viewer, new()
                {
                    ViewportSize = new() { Width = width, Height = width < 700 ? 844 : width * 10 / 16 },
                    ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                });
                var page = await context.NewPageAsync();
                foreach (var path in pages)
                {
                    await page.GotoAsync(new Uri(host.Address, path).ToString());
                    await page.EvaluateAsync("document.fonts.ready");
                    var name = path.Trim('/').Replace('/', '-').Replace('?', '-') is { Length: > 0 } words ? words : "board";
                    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png"), FullPage = Environment.GetEnvironmentVariable("FULL") == "1" });
                }
            }
        }
    }
}
