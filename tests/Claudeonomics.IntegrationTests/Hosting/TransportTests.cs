using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.People;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>Behind a proxy that ends TLS: whom to believe about the scheme and the asker's address.</summary>
public sealed class TransportTests
{
    private const string Named = "--Claudeonomics:TrustedProxies=10.9.8.7, 127.0.0.0/8";

    [Fact]
    public async Task Proxy_ThatIsNamed_MakesCookiesSecureAndLinksHttps()
    {
        await using var server = await RunningServer.StartAsync(settings: [Named]);
        using var browser = ThroughProxy(server);

        var page = await browser.GetAsync("/signin");
        var signedIn = await SignInAsync(browser, page);
        var cookies = (List<string>)[.. page.Headers.GetValues("Set-Cookie"), .. signedIn.Headers.GetValues("Set-Cookie")];

        Assert.Contains(cookies, static cookie => cookie.StartsWith("claudeonomics=", StringComparison.Ordinal));
        Assert.Contains(cookies, static cookie => cookie.StartsWith("claudeonomics-forms=", StringComparison.Ordinal));
        Assert.All(cookies, static cookie =>
        {
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal("max-age=31536000", page.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Equal("max-age=31536000", (await browser.GetAsync("/api/v1/people")).Headers.GetValues("Strict-Transport-Security").Single());
        Assert.StartsWith("https://", await LinkAsync(server, browser), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("--Claudeonomics:TrustedProxies=10.9.8.7, 2001:db8::/32")]
    public async Task Proxy_ThatIsNotNamed_IsNotBelieved(string? setting)
    {
        await using var server = await RunningServer.StartAsync(settings: setting is null ? [] : [setting]);
        using var browser = ThroughProxy(server);

        var page = await browser.GetAsync("/signin");

        Assert.DoesNotContain("; secure", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        Assert.StartsWith("http://", await LinkAsync(server, browser), StringComparison.Ordinal);
    }

    /// <summary>Behind a proxy each asker has a limit of their own; and nobody gets another one by writing an address into a header.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limit_OfTries_IsTheAskersOwn(bool isNamed)
    {
        await using var server = await RunningServer.StartAsync(settings: isNamed ? [Named] : []);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
        {
            // What an asker puts before the proxy's word is nobody's word.
            statuses.Add(await TryAsync(server, $"203.0.113.{i}, 198.51.100.1"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[60]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses[..60]);
        Assert.Equal(isNamed ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests, await TryAsync(server, "198.51.100.2"));
    }

    [Theory]
    [InlineData("--Claudeonomics:PublicUrl=https://board.example.com", true)]
    [InlineData("--Claudeonomics:PublicUrl=http://board.example.com", false)]
    public async Task Start_BehindAProxyThatNobodyNamed_Warns(string setting, bool isWarned)
    {
        using var log = new LogCollector();
        await using var server = await RunningServer.StartAsync(settings: [setting], configure: builder => builder.Logging.AddProvider(log));

        Assert.Equal(isWarned, log.Messages.Any(static message => message.Contains("TrustedProxies", StringComparison.Ordinal)));
    }

    // Cookies that are secure go over https only, so the test sends them itself, as the proxy would.
    private static HttpClient ThroughProxy(RunningServer server)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        return client;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, HttpResponseMessage page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signin")
        {
            Content = new FormUrlEncodedContent([.. Forms.TokenIn(await page.Content.ReadAsStringAsync()), new("key", RunningServer.AdminKey)]),
        };
        request.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return await browser.SendAsync(request);
    }

    private static async Task<string> LinkAsync(RunningServer server, HttpClient browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/signin-links") { Content = JsonContent.Create(new { person = (string?)null }) };
        request.Headers.Authorization = server.Admin.DefaultRequestHeaders.Authorization;
        var response = await browser.SendAsync(request);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["url"]!;
    }

    private static async Task<HttpStatusCode> TryAsync(RunningServer server, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signin") { Content = new FormUrlEncodedContent([new("key", "none")]) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return (await server.Anonymous.SendAsync(request)).StatusCode;
    }
}
