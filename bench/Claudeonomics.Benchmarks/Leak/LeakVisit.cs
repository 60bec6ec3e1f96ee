using Microsoft.Playwright;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>Somebody's windows: one for each kind of screen, in which they look at one page after the other.</summary>
internal sealed class LeakVisit(IBrowser browser, Uri address, string state) : IAsyncDisposable
{
    private const string ScrollDown =
        "part => window.scrollTo(0, part * Math.max(0, document.documentElement.scrollHeight - window.innerHeight))";

    private const string TakeMarksOut = "[...document.querySelectorAll('.imprint')].map(imprint => imprint.remove()).length";
    private const string CountMarks = "document.querySelectorAll('.imprint').length";

    private readonly Dictionary<int, IPage> _windows = [];

    /// <param name="isPlain">Takes what marks the page out of it first.</param>
    /// <returns>A screenshot as PNG.</returns>
    public async Task<byte[]> LookAsync(LeakView view, bool isPlain)
    {
        var page = await WindowAsync(view.Window);
        await page.EmulateMediaAsync(new() { ColorScheme = view.IsDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        var answer = await page.GotoAsync(new Uri(address, view.Page).ToString());
        if (answer is not { Ok: true })
        {
            throw new InvalidOperationException($"{view.Page} answers {answer?.Status}.");
        }

        await page.EvaluateAsync("document.fonts.ready.then(() => 0)");
        if (await page.EvaluateAsync<int>(isPlain ? TakeMarksOut : CountMarks) is var marks && marks != 1)
        {
            throw new InvalidOperationException($"{view.Page} has {marks} imprints.");
        }

        await page.EvaluateAsync(ScrollDown, view.Scroll);
        return await page.ScreenshotAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _windows.Values)
        {
            await page.Context.DisposeAsync();
        }
    }

    // The density of a screen is fixed when its window is made; its size is not.
    private async Task<IPage> WindowAsync(LeakWindow window)
    {
        if (!_windows.TryGetValue(window.Scale, out var page))
        {
            var context = await browser.NewContextAsync(new() { StorageState = state, DeviceScaleFactor = window.Scale });
            _windows.Add(window.Scale, page = await context.NewPageAsync());
        }

        await page.SetViewportSizeAsync(window.Width, window.Height);
        return page;
    }
}
