using System.Net;
using System.Net.Http.Json;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Another site's page makes a signed-in browser ask for something. The addresses come out of the route table.</summary>
public sealed class ForeignRequestTests : IAsyncLifetime
{
    // Whoever asks here needs a key, which no page has.
    private static bool NeedsAKey(string path) => RequestKind.IsIntake(path);

    private RunningServer _server = null!;
    private readonly List<HttpClient> _viewers = [];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.PutPersonAsync("ann@example.com", participates: "named");
        await _server.GiveRolesAsync("ann@example.com", "steward", "auditor", "lead", "finance");
        foreach (var key in (string[])[RunningServer.AdminKey, await _server.OwnKeyAsync("ann@example.com")])
        {
            var browser = _server.Browser();
            using var form = new FormUrlEncodedContent([.. Forms.TokenIn(await browser.GetStringAsync("/signin")), new("key", key)]);
            Assert.Equal("/", (await browser.PostAsync("/signin", form)).Headers.Location?.OriginalString);
            _viewers.Add(browser);
        }
    }

    public ValueTask DisposeAsync()
    {
        _viewers.ForEach(static viewer => viewer.Dispose());
        return _server.DisposeAsync();
    }

    /// <summary>As a form of another site would, from a browser that names no origin.</summary>
    [Fact]
    public async Task EveryForm_WithoutItsToken_IsRefused()
    {
        var forms = Changes().Where(static route => route.Method == "POST" && !RequestKind.IsForPrograms(route.Path)).ToList();

        var wrong = new List<string>();
        foreach (var (_, path) in forms)
        {
            var statuses = new List<HttpStatusCode>();
            foreach (var viewer in _viewers)
            {
                using var none = new FormUrlEncodedContent([new("key", "none"), new("name", "somebody")]);
                statuses.Add((await viewer.PostAsync(path, none)).StatusCode);
            }

            // Who may is refused for the token, who may not for that.
            if (!statuses.Contains(HttpStatusCode.BadRequest) || statuses.Except([HttpStatusCode.BadRequest, HttpStatusCode.Forbidden]).Any())
            {
                wrong.Add($"{path}: {string.Join(", ", statuses)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(forms.Count > 20, $"{forms.Count} forms");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task EveryChange_AskedByAnotherSitesPage_IsRefused(string header, string value)
    {
        var changes = Changes().ToList();

        var wrong = new List<string>();
        foreach (var (method, path) in changes)
        {
            foreach (var viewer in _viewers)
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = JsonContent.Create(new { }) };
                request.Headers.Add(header, value);
                var status = (await viewer.SendAsync(request)).StatusCode;
                if (status is not HttpStatusCode.Forbidden && !(NeedsAKey(path) && status is HttpStatusCode.Unauthorized or HttpStatusCode.UnsupportedMediaType))
                {
                    wrong.Add($"{method} {path}: {status}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(changes.Count > 60, $"{changes.Count} changes");
    }

    private IEnumerable<(string Method, string Path)> Changes() =>
        from endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        where method is not ("GET" or "HEAD")
        select (method, string.Join('/', ("/" + endpoint.RoutePattern.RawText!.Trim('/')).Split('/').Select(static part => part.StartsWith('{') ? "00000000" : part)));
}
