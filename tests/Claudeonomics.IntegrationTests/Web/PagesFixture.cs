using System.Text.Json;
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
    private static readonly string Axe = ReadAxe();
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

    /// <summary>Violations of WCAG 2.2 A and AA that axe-core calls serious or critical, in words.</summary>
    public async Task<IReadOnlyList<string>> SeriousViolationsAsync()
    {
        // Evaluated by the debugger and not by the page, so the content security policy stays as it is.
        await Page.EvaluateAsync(Axe);
        var result = await Page.EvaluateAsync<JsonElement>(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })");
        return [.. result.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{violation.GetProperty("id")}: {violation.GetProperty("nodes")[0].GetProperty("html")} {violation.GetProperty("nodes")[0].GetProperty("failureSummary")}")];
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static string ReadAxe()
    {
        using var reader = new StreamReader(typeof(OpenPage).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
