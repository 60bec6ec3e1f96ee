using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>One host and one browser for the tests of pages that change nothing.</summary>
public sealed class PagesFixture : IAsyncLifetime
{
    private PagesHost? _host;
    private ChromiumBrowser? _browser;

    internal PagesHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await Host.DisposeAsync();
    }

    /// <summary>A page in a fresh profile, with everything it complains about.</summary>
    internal async Task<OpenPage> OpenAsync(string path, BrowserNewContextOptions? options = null, string viewer = SampleCompany.Viewer)
    {
        // Not in InitializeAsync: a missing browser skips tests, and a fixture cannot.
        _browser ??= await ChromiumBrowser.StartAsync();
        var context = await _browser.SignedInAsync(Host, viewer, options);
        var open = new OpenPage(context, await context.NewPageAsync());
        await open.GoAsync(new Uri(Host.Address, path));
        return open;
    }
}

/// <summary>A page and what went wrong on it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        // Violations of the content security policy are console errors too. A missing page's own 404 is not the page's fault.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && message.Location?.StartsWith(page.Url, StringComparison.Ordinal) != true)
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        page.RequestFailed += (_, request) =>
        {
            if (!request.Url.EndsWith("/stream", StringComparison.Ordinal))
            {
                Complaints.Add($"{request.Url}: {request.Failure}");
            }
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public async Task GoAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await Page.EvaluateAsync("document.fonts.ready.then(() => 0)");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
