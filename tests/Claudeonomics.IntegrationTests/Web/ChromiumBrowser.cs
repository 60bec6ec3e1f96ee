using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>Debian's Chromium (or the one that <c>CHROMIUM_PATH</c> names), driven by Playwright.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Where it is; without one the test is skipped.</summary>
    public static string FindPath()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            RealPart.Missing($"There is no Chromium at {path}: install the package chromium, or name one with CHROMIUM_PATH.");
        }

        return path;
    }

    public static async Task<ChromiumBrowser> StartAsync()
    {
        var path = FindPath();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // Containers have no namespaces to build a sandbox from, and these pages are our own.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new(playwright, browser);
    }

    /// <summary>A fresh profile in which nobody has signed in.</summary>
    public Task<IBrowserContext> NewProfileAsync() => _browser.NewContextAsync();

    /// <summary>A fresh profile in which somebody has signed in.</summary>
    public async Task<IBrowserContext> SignedInAsync(PagesHost host, string viewer, BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options);
        if (viewer.Length > 0)
        {
            await context.AddCookiesAsync([new() { Name = "viewer", Value = viewer, Url = host.Address.ToString() }]);
        }

        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
