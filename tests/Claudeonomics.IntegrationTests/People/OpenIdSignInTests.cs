using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Signing in with a real OpenID Connect provider, in a real browser.</summary>
public sealed class OpenIdSignInTests(OpenIdSignInTests.Fixture fixture) : IClassFixture<OpenIdSignInTests.Fixture>
{
    private RunningServer Server => fixture.Server;

    [Fact(Timeout = 180_000)]
    public async Task SignIn_WithAnAccountOfTheDirectory_LeadsWhereOneWanted()
    {
        await Server.PutPersonAsync("ana@corp.example", "Ana Ortega");
        await using var profile = await fixture.Browser.NewProfileAsync();
        var page = await profile.NewPageAsync();

        await page.GotoAsync($"{Server.Address}settings?saved=1");
        await page.SignInAtProviderAsync("ana");

        await Assertions.Expect(page).ToHaveURLAsync($"{Server.Address}settings?saved=1");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("How you appear");
        var person = await Server.Admin.ReadAsync("/api/v1/people/ana@corp.example");
        Assert.Equal("no", (string?)person["participates"]);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(profile, "/api/v1/people"));
    }

    [Fact(Timeout = 180_000)]
    public async Task SignOut_AfterwardsAndWithACopyOfTheCookie_IsNobody()
    {
        await Server.PutPersonAsync("nia@corp.example");
        await using var profile = await fixture.Browser.NewProfileAsync();
        await using var copy = await fixture.Browser.NewProfileAsync();
        var page = await OpenAsync(profile, "nia", "/settings");
        await copy.AddCookiesAsync((await profile.CookiesAsync()).Where(cookie => cookie.Name == "claudeonomics")
            .Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = Server.Address.ToString() }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(copy, "/api/v1/me"));

        await page.GotoAsync($"{Server.Address}signout");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync($"{Server.Address}signin?left=true");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(profile, "/api/v1/me"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(copy, "/api/v1/me"));

        // At the provider one is signed in still, until one leaves there too; it asks first.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out with Corp too" }).ClickAsync();
        await page.Locator("button[name=logout], button[value=yes]").First.ClickAsync();
        await page.GotoAsync($"{Server.Address}signin/with/openid");
        await Assertions.Expect(page.Locator("input[name=login]")).ToBeVisibleAsync();
    }

    [Theory(Timeout = 180_000)]
    [InlineData("uma", "email")]
    [InlineData("otto", "domain")]
    [InlineData("noa", "email")]
    [InlineData("ned", "unknown")]
    public async Task SignIn_WithAnAccountThatIsNotLetIn_SaysWhy(string login, string problem)
    {
        await Server.PutPersonAsync("uma@corp.example");
        await using var profile = await fixture.Browser.NewProfileAsync();

        var page = await OpenAsync(profile, login, "/settings", problem);

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(profile, "/api/v1/me"));
    }

    [Theory]
    [InlineData("""{"set":{"nonce":"of-another-request"}}""")]
    [InlineData("""{"expired":true}""")]
    [InlineData("""{"set":{"aud":"another-client"}}""")]
    [InlineData("""{"set":{"aud":["claudeonomics","another-client"]}}""")]
    [InlineData("""{"set":{"iss":"http://127.0.0.1:1"}}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"key":"strange"}""")]
    public async Task SignIn_WithATokenThatIsNotToBeTrusted_IsRefused(string change)
    {
        await Server.PutPersonAsync("ana@corp.example");
        using var browser = Server.Browser();
        var callback = await OpenIdProvider.SignInAsync(browser, new(Server.Address, "/signin/with/openid?returnUrl=/settings"), "ana");
        await fixture.Provider.ChangeNextTokenAsync(change);

        var response = await browser.GetAsync(callback);

        Assert.Equal("/signin?problem=provider&returnUrl=%2Fsettings", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task Callback_InAnotherBrowserOrASecondTime_SignsNobodyIn()
    {
        await Server.PutPersonAsync("ana@corp.example");
        using var attacker = Server.Browser();
        await using var victim = await fixture.Browser.NewProfileAsync();
        var callback = await OpenIdProvider.SignInAsync(attacker, new(Server.Address, "/signin/with/openid"), "ana");

        // Somebody is led to the end of a sign-in that an attacker began: they do not become the attacker.
        var page = await victim.NewPageAsync();
        await page.GotoAsync(callback.ToString());
        Assert.Equal($"{Server.Address}signin?problem=expired&returnUrl=%2F", page.Url);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(victim, "/api/v1/me"));

        Assert.Equal("/", (await attacker.GetAsync(callback)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await attacker.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal("/signin?problem=expired&returnUrl=%2F", (await attacker.GetAsync(callback)).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=stolen&state=made-up")]
    [InlineData("?code=stolen&state=made-up&iss=http://evil.example")]
    [InlineData("?error=server_error&error_description=%3Cscript%3E")]
    public async Task Callback_NobodyAskedFor_SendsToTheSignInPage(string query)
    {
        using var browser = Server.Browser();

        var response = await browser.GetAsync($"/signin/openid/callback{query}");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Matches("^/signin\\?problem=(expired|provider)&returnUrl=%2F$", response.Headers.Location!.OriginalString);
        Assert.DoesNotContain(response.Headers.NonValidated, header => header.Key == "Set-Cookie" && header.Value.ToString().StartsWith("claudeonomics=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task SignIn_WithAForeignReturnAddress_IsFollowedHomeOnly(string returnUrl)
    {
        using var browser = Server.Browser();

        var response = await browser.GetAsync($"/signin/with/openid?returnUrl={Uri.EscapeDataString(returnUrl)}");
        // The address is sealed in the state; what it is shows where somebody lands who says no.
        var state = Regex.Match(response.Headers.Location!.OriginalString, "state=([^&]+)").Groups[1].Value;
        var back = await browser.GetAsync($"/signin/openid/callback?error=access_denied&state={state}");

        Assert.StartsWith($"{fixture.Provider.Address}auth?", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("/signin?problem=cancelled&returnUrl=%2F", back.Headers.Location!.OriginalString);
    }

    [Fact(Timeout = 180_000)]
    public async Task SignIn_AsAMemberOfTheAdministratorsGroup_OpensTheAdministration()
    {
        await Server.PutPersonAsync("ben@corp.example", "Ben Adler");
        await using var profile = await fixture.Browser.NewProfileAsync();

        var page = await OpenAsync(profile, "ben", "/admin");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Administration");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(profile, "/api/v1/people"));
    }

    [Fact(Timeout = 180_000)]
    public async Task SignIn_WithTooManyGroups_IsSignedInAndToldToBeUnknownNotToBeNone()
    {
        await Server.PutPersonAsync("max@corp.example", "Max Moreau");
        await using var profile = await fixture.Browser.NewProfileAsync();

        await OpenAsync(profile, "max", "/settings");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(profile, "/api/v1/me"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(profile, "/api/v1/people"));
        Assert.Contains(fixture.Logs.Messages, message => message.Contains("too many groups", StringComparison.Ordinal));
    }

    [Fact(Timeout = 180_000)]
    public async Task SignIn_WithAnotherAccountOfTheSameEmail_IsRefusedUntilTheOldOneIsLetGo()
    {
        await Server.PutPersonAsync("ana@corp.example");
        await using var first = await fixture.Browser.NewProfileAsync();
        await using var second = await fixture.Browser.NewProfileAsync();
        await using var third = await fixture.Browser.NewProfileAsync();
        await OpenAsync(first, "ana", "/settings");

        await OpenAsync(second, "eve", "/settings", "account");
        (await Server.Admin.DeleteAsync("/api/v1/people/ana@corp.example/accounts")).EnsureSuccessStatusCode();
        await OpenAsync(third, "eve", "/settings");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(first, "/api/v1/me"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(third, "/api/v1/me"));
        (await Server.Admin.DeleteAsync("/api/v1/people/ana@corp.example/accounts")).EnsureSuccessStatusCode();
    }

    [Fact(Timeout = 180_000)]
    public async Task Device_ConfirmedByTheCompanysSignIn_GetsItsKey()
    {
        await Server.PutPersonAsync("nia@corp.example", "Nia Okafor");
        var codes = await Server.BeginDeviceAsync("laptop");
        await using var profile = await fixture.Browser.NewProfileAsync();
        var page = await profile.NewPageAsync();

        await page.GotoAsync(codes.VerificationUriComplete);
        await page.SignInAtProviderAsync("nia");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("laptop is connected");

        var (status, key, _) = await Server.PollAsync(codes.DeviceCode);
        Assert.Equal((HttpStatusCode.OK, "Nia Okafor"), (status, key!.Person));
    }

    [Fact(Timeout = 180_000)]
    public async Task SignIn_WithClaimsAtUserInfoAlone_CreatesWhoIsNewWithoutTakingPart()
    {
        await using var provider = await OpenIdProvider.StartAsync("userinfo");
        await using var server = await RunningServer.StartAsync(settings:
        [
            .. provider.Settings, "--Claudeonomics:SignIn:Newcomers=create", "--Claudeonomics:SignIn:OpenId:EmployeeNumberClaim=/employee/number",
        ]);
        await using var profile = await fixture.Browser.NewProfileAsync();
        var page = await profile.NewPageAsync();

        await page.GotoAsync($"{server.Address}settings");
        await page.SignInAtProviderAsync("ned");

        await Assertions.Expect(page).ToHaveURLAsync($"{server.Address}settings");
        var person = await server.Admin.ReadAsync("/api/v1/people/ned.new@corp.example");
        Assert.Equal(("Ned", "no"), ((string?)person["name"], (string?)person["participates"]));
    }

    [Fact]
    public async Task SignIn_WithAProviderThatIsDown_SaysSo()
    {
        await using var server = await RunningServer.StartAsync(settings:
        [
            "--Claudeonomics:SignIn:OpenId:Authority=http://127.0.0.1:1",
            "--Claudeonomics:SignIn:OpenId:ClientId=c", "--Claudeonomics:SignIn:OpenId:ClientSecret=s",
        ]);
        using var browser = server.Browser();

        var response = await browser.GetAsync("/signin/with/openid?returnUrl=/device");

        Assert.Equal("/signin?problem=provider&returnUrl=%2Fdevice", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/signin/with/github")).StatusCode);
    }

    private async Task<IPage> OpenAsync(IBrowserContext profile, string login, string path, string? problem = null)
    {
        var page = await profile.NewPageAsync();
        await page.GotoAsync(new Uri(Server.Address, path).ToString());
        await page.SignInAtProviderAsync(login);
        await Assertions.Expect(page).ToHaveURLAsync(problem is null
            ? new Uri(Server.Address, path).ToString()
            : $"{Server.Address}signin?problem={problem}&returnUrl={Uri.EscapeDataString(path)}");
        return page;
    }

    private async Task<HttpStatusCode> StatusAsync(IBrowserContext profile, string path) =>
        (HttpStatusCode)(await profile.APIRequest.GetAsync(new Uri(Server.Address, path).ToString(), new() { MaxRedirects = 0 })).Status;

    /// <summary>One provider, one browser and one server that lets in who is in the directory and at corp.example.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        internal OpenIdProvider Provider { get; private set; } = null!;

        internal ChromiumBrowser Browser { get; private set; } = null!;

        internal LogCollector Logs { get; } = new();

        public RunningServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Browser = await ChromiumBrowser.StartAsync();
            Provider = await OpenIdProvider.StartAsync("token");
            Server = await RunningServer.StartAsync(
                settings: [.. Provider.Settings, "--Claudeonomics:SignIn:AllowedDomains=corp.example", "--Claudeonomics:SignIn:AdministratorsGroup=board-admins"],
                configure: builder => builder.Logging.AddProvider(Logs));
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Provider.DisposeAsync();
            await Browser.DisposeAsync();
        }
    }
}

internal static class ProviderPages
{
    /// <summary>From our sign-in page through the provider's own pages and back.</summary>
    public static async Task SignInAtProviderAsync(this IPage page, string login)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Corp" }).ClickAsync();
        await page.FillAsync("input[name=login]", login);
        await page.FillAsync("input[name=password]", "any");
        await page.ClickAsync("button[type=submit]");
        await page.ClickAsync("button[type=submit]");
    }
}
