using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.People;

public sealed class SignInTests(SignInTests.Fixture fixture) : IClassFixture<SignInTests.Fixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task SignIn_WithAOneTimeLink_WorksOnceAndLookingDoesNotUseItUp()
    {
        await Server.PutPersonAsync("link@example.com");
        var link = await LinkAsync("link@example.com");
        using var browser = Server.Browser();
        using var second = Server.Browser();

        await browser.GetAsync(link);
        var first = await PostFormAsync(browser, link);
        var again = await PostFormAsync(second, link);

        Assert.Equal(("/", HttpStatusCode.OK), (Target(first), (await browser.GetAsync("/api/v1/people/link@example.com")).StatusCode));
        Assert.Equal("/signin?problem=link", Target(again));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/v1/people/link@example.com")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WithAOneTimeLink_SetsACookieThatScriptsAndOtherSitesDoNotGet()
    {
        await Server.PutPersonAsync("cookie@example.com");
        using var browser = Server.Browser();

        var response = await PostFormAsync(browser, await LinkAsync("cookie@example.com"));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("claudeonomics=", StringComparison.Ordinal));

        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("read", "/")]
    [InlineData("admin", "/")]
    [InlineData("ingest", "/signin?problem=key")]
    public async Task SignIn_WithAKey_DependsOnItsKind(string kind, string expected)
    {
        await Server.PutPersonAsync("keys@example.com");
        var key = await Server.PostKeyAsync(kind, "keys@example.com");
        using var browser = Server.Browser();

        Assert.Equal(expected, Target(await PostFormAsync(browser, "/signin", ("key", key.Key))));
    }

    [Theory]
    [InlineData("/teams/ads?window=7d", "/teams/ads?window=7d")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    public async Task SignIn_WithAReturnUrl_StaysOnThisServer(string returnUrl, string expected)
    {
        using var browser = Server.Browser();

        Assert.Equal(expected, Target(await PostFormAsync(browser, "/signin", ("key", RunningServer.AdminKey), ("returnUrl", returnUrl))));
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var browser = Server.Browser();
        using var form = new FormUrlEncodedContent([new("key", RunningServer.AdminKey)]);
        using var none = new FormUrlEncodedContent([]);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/signin", form)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(await LinkAsync(null), none)).StatusCode);
    }

    [Fact]
    public async Task SignOut_SignedIn_EndsTheSessionForACopyOfTheCookieToo()
    {
        using var browser = Server.Browser();
        var signedIn = await PostFormAsync(browser, "/signin", ("key", RunningServer.AdminKey));
        using var copy = Server.Client(null);
        copy.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").First(value => value.StartsWith("claudeonomics=", StringComparison.Ordinal)).Split(';')[0]);
        var before = (await copy.GetAsync("/api/v1/people")).StatusCode;

        await PostFormAsync(browser, "/signout");

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/people")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await copy.GetAsync("/api/v1/people")).StatusCode);
    }

    [Fact]
    public async Task Session_OpenedWithAKey_EndsWithTheKey()
    {
        await Server.PutPersonAsync("ends@example.com");
        var key = await Server.PostKeyAsync("read", "ends@example.com");
        using var browser = Server.Browser();
        await PostFormAsync(browser, "/signin", ("key", key.Key));
        var before = (await browser.GetAsync("/api/v1/people/ends@example.com")).StatusCode;

        await Server.Admin.DeleteAsync($"/api/v1/keys/{key.Id}");

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/people/ends@example.com")).StatusCode);
    }

    [Fact]
    public async Task Session_OfAnErasedPerson_Ends()
    {
        await Server.PutPersonAsync("erased@example.com");
        using var browser = Server.Browser();
        await PostFormAsync(browser, await LinkAsync("erased@example.com"));

        await Server.Admin.DeleteAsync("/api/v1/people/erased@example.com");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/keys")).StatusCode);
    }

    [Fact]
    public async Task SignedInPerson_MakesKeysForThemselvesOnly()
    {
        await Server.PutPersonAsync("maker@example.com");
        await Server.PutPersonAsync("colleague@example.com");
        using var browser = Server.Browser();
        await PostFormAsync(browser, await LinkAsync("maker@example.com"));

        var own = await browser.PostAsJsonAsync("/api/v1/keys", new { kind = "ingest", person = "maker@example.com" });
        var shared = await browser.PostAsJsonAsync("/api/v1/keys", new { kind = "ingest" });
        var others = await browser.PostAsJsonAsync("/api/v1/keys", new { kind = "ingest", person = "colleague@example.com" });
        var admin = await browser.PostAsJsonAsync("/api/v1/keys", new { kind = "admin", person = "maker@example.com" });

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (own.StatusCode, shared.StatusCode, others.StatusCode, admin.StatusCode));
    }

    [Fact]
    public async Task SignedInBrowser_AskedByAnotherSitesPage_ChangesNothing()
    {
        await Server.PutPersonAsync("victim@example.com");
        using var browser = Server.Browser();
        await PostFormAsync(browser, await LinkAsync("victim@example.com"));
        browser.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        var response = await browser.PostAsJsonAsync("/api/v1/keys", new { kind = "ingest", person = "victim@example.com" });

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task PostLink_WithAReadKey_IsForOneselfOnly()
    {
        await Server.PutPersonAsync("reader@example.com");
        await Server.PutPersonAsync("another@example.com");
        using var reader = Server.Client((await Server.PostKeyAsync("read", "reader@example.com")).Key);

        async Task<HttpStatusCode> PostAsync(string? person) => (await reader.PostAsJsonAsync("/api/v1/signin-links", new { person })).StatusCode;

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (await PostAsync("reader@example.com"), await PostAsync("another@example.com"), await PostAsync("no.such@example.com"), await PostAsync(null)));
    }

    private async Task<string> LinkAsync(string? person)
    {
        var response = await Server.Admin.PostAsJsonAsync("/api/v1/signin-links", new { person });
        var url = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["url"]!;
        Assert.StartsWith($"{Server.Address}signin/cn_signin_", url, StringComparison.Ordinal);
        return new Uri(url).AbsolutePath;
    }

    private static string Target(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    // As a page does it: the token is in the form, its other half in a cookie.
    private static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var token = await browser.GetStringAsync(Fixture.TokenPath);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        return await browser.PostAsync(path, form);
    }

    /// <summary>A server with one more address, which gives the forms' token without a page around it.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public const string TokenPath = "/tests/forms-token";

        public RunningServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync(extend: app =>
            app.MapGet(TokenPath, (HttpContext context) =>
                context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken!).AllowAnonymous());

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
