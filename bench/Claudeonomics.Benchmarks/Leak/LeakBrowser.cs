using System.Text.Json;
using Microsoft.Playwright;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>Debian's Chromium (or the one that <c>CHROMIUM_PATH</c> names): it shows the pages, takes the screenshots, and scales and saves their pieces.</summary>
internal sealed class LeakBrowser : IAsyncDisposable
{
    // Pieces travel as text, as everything between a page and its driver does.
    private const string Cut =
        "async ([png, pieces]) => { const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob()); "
        + "return pieces.map(([x, y, w, h, W, H, smoothing, type]) => { const canvas = document.createElement('canvas'); canvas.width = W; canvas.height = H; "
        + "const pen = canvas.getContext('2d'); pen.imageSmoothingQuality = smoothing; pen.drawImage(picture, x, y, w, h, 0, 0, W, H); "
        + "return canvas.toDataURL(type, 0.6).split(',')[1]; }); }";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private IPage? _bench;

    private LeakBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<LeakBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            // Containers have no namespaces to build a sandbox from, and these pages are our own.
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>Uses up a link.</summary>
    /// <returns>What lets other windows look as the same person.</returns>
    public async Task<string> SignInAsync(Uri link)
    {
        await using var context = await _browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(link.ToString());
        await page.ClickAsync("main button");
        await page.WaitForURLAsync(static url => !url.Contains("/signin", StringComparison.Ordinal));
        return await context.StorageStateAsync();
    }

    /// <param name="state">Who looks.</param>
    public LeakVisit Visit(Uri address, string state) => new(_browser, address, state);

    /// <returns>Pieces of a picture as files.</returns>
    public async Task<IReadOnlyList<byte[]>> CutAsync(byte[] png, IReadOnlyList<LeakPiece> pieces)
    {
        // A page of its own, whose policy lets pieces be cut.
        _bench ??= await _browser.NewPageAsync();
        var cut = await _bench.EvaluateAsync<JsonElement>(Cut, new object[]
        {
            Convert.ToBase64String(png),
            pieces.Select(static piece => new object[]
            {
                piece.X, piece.Y, piece.Width, piece.Height, piece.SavedWidth, piece.SavedHeight, piece.Smoothing, piece.IsJpeg ? "image/jpeg" : "image/png",
            }).ToArray(),
        });
        return [.. cut.EnumerateArray().Select(static piece => piece.GetBytesFromBase64())];
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
