using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.Web;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Tracing;

/// <summary><c>trace</c> as an operator runs it, on what a browser really shows.</summary>
public sealed class TraceVerbTests : IAsyncLifetime
{
    private const string AdminKey = "trace-admin-key";

    private readonly string _root = Directory.CreateTempSubdirectory("claudeonomics-trace-").FullName;
    private ServerProcess _server = null!;
    private HttpClient _admin = null!;

    private string Data => $"--Claudeonomics:DataDirectory={_root}/data";

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(Data, $"--Claudeonomics:BootstrapAdminKey={AdminKey}");
        _admin = new() { BaseAddress = _server.Address };
        _admin.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Trace_ScreenshotsOfTwoPeople_NamesEachAndTheTime()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var before = DateTimeOffset.UtcNow;
        var ann = await ScreenshotAsync(browser, await LinkAsync("ann"), "ann.png", new());
        var bob = await ScreenshotAsync(browser, await LinkAsync("bob"), "bob.jpg", new() { Type = ScreenshotType.Jpeg, Quality = 60 });
        var after = DateTimeOffset.UtcNow;

        var traced = await TraceAsync(ann, exitCode: 0);
        Assert.Equal(("person", "ann@example.com"), Who(traced));
        Assert.InRange(Moment(traced, "from"), before.AddMinutes(-6), after);
        Assert.Equal(Moment(traced, "from").AddMinutes(6), Moment(traced, "until"));
        Assert.Equal(("person", "bob@example.com"), Who(await TraceAsync(bob, exitCode: 0)));
    }

    [Fact]
    public async Task Trace_OfSomebodyErased_SaysSoAndKeepsTheNumberForNobodyElse()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var ann = await ScreenshotAsync(browser, await LinkAsync("ann"), "ann.png", new());
        var number = (await TraceAsync(ann, exitCode: 0))["viewer"]!["number"]!.GetValue<int>();
        (await _admin.DeleteAsync("/api/v1/people/ann@example.com")).EnsureSuccessStatusCode();
        var bob = await ScreenshotAsync(browser, await LinkAsync("bob"), "bob.png", new());

        var traced = await TraceAsync(ann, exitCode: 0);
        Assert.Equal(("erased", null), Who(traced));
        Assert.Equal(number, traced["viewer"]!["number"]!.GetValue<int>());
        Assert.NotEqual(number, (await TraceAsync(bob, exitCode: 0))["viewer"]!["number"]!.GetValue<int>());
    }

    [Fact]
    public async Task Trace_AKeyThatAnotherMadeForAPerson_NamesTheKey()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        await PutPersonAsync("ann");
        var made = await _admin.PostAsJsonAsync("/api/v1/keys", new JsonObject { ["kind"] = "read", ["person"] = "ann@example.com" });
        var key = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        await using var profile = await browser.NewProfileAsync();
        await profile.SetExtraHTTPHeadersAsync([new("Authorization", $"Bearer {key["key"]}")]);
        var traced = await TraceAsync(await ScreenshotAsync(await profile.NewPageAsync(), "key.png", new()), exitCode: 0);

        Assert.Equal(("key", null), Who(traced));
        Assert.Equal(key["id"]!.GetValue<string>(), traced["viewer"]!["keyId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Trace_APictureWithoutAMark_NamesNobody()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var stranger = await ScreenshotAsync(browser, link: null, "stranger.png", new());

        Assert.Equal("""{"found":false,"viewer":null,"from":null,"until":null}""", (await TraceAsync(stranger, exitCode: 1)).ToJsonString());
    }

    [Fact]
    public async Task Trace_WhatIsNeitherPictureNorText_SaysWhy()
    {
        var file = Path.Combine(_root, "bytes.png");
        await File.WriteAllBytesAsync(file, [1, 0, 2, 0]);
        var (exitCode, output) = await ServerProcess.RunAsync("trace", file, Data);

        Assert.Equal(1, exitCode);
        Assert.Contains("neither PNG nor JPEG", output, StringComparison.Ordinal);
    }

    private async Task PutPersonAsync(string name)
    {
        var person = new JsonObject { ["name"] = name, ["team"] = "Platform", ["participates"] = "named" };
        (await _admin.PutAsJsonAsync($"/api/v1/people/{name}@example.com", person)).EnsureSuccessStatusCode();
    }

    private async Task<string> LinkAsync(string name)
    {
        await PutPersonAsync(name);
        var link = await _admin.PostAsJsonAsync("/api/v1/signin-links", new JsonObject { ["person"] = $"{name}@example.com" });
        return JsonNode.Parse(await link.Content.ReadAsStringAsync())!["url"]!.GetValue<string>();
    }

    /// <param name="link">A one-time link that signs somebody in; <see langword="null"/> for a stranger.</param>
    private async Task<string> ScreenshotAsync(ChromiumBrowser browser, string? link, string name, PageScreenshotOptions options)
    {
        await using var profile = await browser.NewProfileAsync();
        var page = await profile.NewPageAsync();
        if (link is not null)
        {
            await page.GotoAsync(link);
            await page.ClickAsync("main button");
            // Playwright's own waiting wants the load event too, and misses one that came before it asked.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (page.Url.Contains("/signin", StringComparison.Ordinal))
            {
                await Task.Delay(50, patience.Token);
            }
        }

        return await ScreenshotAsync(page, name, options);
    }

    private async Task<string> ScreenshotAsync(IPage page, string name, PageScreenshotOptions options)
    {
        await page.GotoAsync(_server.Address.ToString());
        options.Path = Path.Combine(_root, name);
        await page.ScreenshotAsync(options);
        return options.Path;
    }

    private async Task<JsonNode> TraceAsync(string file, int exitCode)
    {
        var traced = await ServerProcess.RunAsync("trace", file, Data);
        Assert.True(exitCode == traced.ExitCode, traced.Output);
        return JsonNode.Parse(traced.Output)!;
    }

    private static (string Who, string? Email) Who(JsonNode traced) =>
        (traced["viewer"]!["who"]!.GetValue<string>(), traced["viewer"]!["email"]?.GetValue<string>());

    private static DateTimeOffset Moment(JsonNode traced, string name) =>
        DateTimeOffset.Parse(traced[name]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
