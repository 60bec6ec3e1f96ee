using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents;
using Claudeonomics.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.IntegrationTests.People;

/// <summary>Signing in with GitHub, for which a server of ours stands in: it answers as GitHub's API documentation says.</summary>
public sealed class GitHubSignInTests : IAsyncLifetime
{
    private const string Verified = """[{"email":"old@corp.example","primary":false,"verified":true},{"email":"octo@corp.example","primary":true,"verified":true}]""";

    private readonly GitHub _github = new();
    private LoopbackHost _host = null!;
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LoopbackHost.StartAsync(_github.Map, HttpProtocols.Http1);
        var address = _host.Addresses[0].ToString().TrimEnd('/');
        _server = await RunningServer.StartAsync(settings:
        [
            "--Claudeonomics:SignIn:Newcomers=create",
            "--Claudeonomics:SignIn:GitHub:ClientId=the-client", "--Claudeonomics:SignIn:GitHub:ClientSecret=the-secret",
            "--Claudeonomics:SignIn:GitHub:Organization=corp",
            $"--Claudeonomics:SignIn:GitHub:AuthorizeUrl={address}/login/oauth/authorize",
            $"--Claudeonomics:SignIn:GitHub:TokenUrl={address}/login/oauth/access_token",
            $"--Claudeonomics:SignIn:GitHub:ApiUrl={address}/api/v3",
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WithAnAccountOfTheOrganization_IsKnownByItsNumberFromThenOn()
    {
        _github.Emails = Verified;
        using var first = _server.Browser();
        using var second = _server.Browser();

        Assert.Equal("/device?code=A", await SignInAsync(first, "/device?code=A"));
        _github.Emails = """[{"email":"renamed@corp.example","primary":true,"verified":true}]""";
        Assert.Equal("/", await SignInAsync(second, "/"));

        var one = await first.ReadAsync("/api/v1/me");
        var two = await second.ReadAsync("/api/v1/me");
        Assert.Equal(("octo@corp.example", "The Octocat"), ((string?)one["person"]!["email"], (string?)one["person"]!["name"]));
        Assert.Equal((string?)one["person"]!["id"], (string?)two["person"]!["id"]);
        Assert.Equal("no", (string?)one["person"]!["participates"]);
    }

    [Theory]
    [InlineData("""[{"email":"octo@corp.example","primary":true,"verified":false}]""", "active", "email")]
    [InlineData("""[{"email":"octo@corp.example","primary":false,"verified":true}]""", "active", "email")]
    [InlineData("[]", "active", "email")]
    [InlineData(Verified, "pending", "organization")]
    [InlineData(Verified, null, "organization")]
    public async Task SignIn_WithAnAccountThatIsNotLetIn_SaysWhy(string emails, string? membership, string problem)
    {
        (_github.Emails, _github.Membership) = (emails, membership);
        using var browser = _server.Browser();

        Assert.Equal($"/signin?problem={problem}&returnUrl=%2F", await SignInAsync(browser, "/"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WithACodeThatGitHubRefuses_SignsNobodyIn()
    {
        _github.RefusesCodes = true;
        using var browser = _server.Browser();

        Assert.Equal("/signin?problem=provider&returnUrl=%2F", await SignInAsync(browser, "/"));
    }

    [Fact]
    public async Task SignIn_AfterTheDirectoryTookThemOut_IsRefusedUntilTheyAreBack()
    {
        _github.Emails = Verified;
        using var browser = _server.Browser();
        await SignInAsync(browser, "/");
        var own = await _server.PostKeyAsync("read", "octo@corp.example");
        using var reader = _server.Client(own.Key);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/me")).StatusCode);

        await SetActiveAsync(false);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal("/signin?problem=left&returnUrl=%2F", await SignInAsync(browser, "/"));

        await SetActiveAsync(true);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal("/", await SignInAsync(browser, "/"));
    }

    private async Task SetActiveAsync(bool active)
    {
        using var body = new StringContent(new JsonObject { ["active"] = active }.ToJsonString(), null, "application/json");
        (await _server.Admin.PutAsync("/api/v1/people/octo@corp.example", body)).EnsureSuccessStatusCode();
    }

    /// <returns>Where the browser is sent at last.</returns>
    private static async Task<string> SignInAsync(HttpClient browser, string returnUrl)
    {
        var away = await browser.GetAsync($"/signin/with/github?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var back = await browser.GetAsync(away.Headers.Location);
        return (await browser.GetAsync(back.Headers.Location)).Headers.Location!.OriginalString;
    }

    /// <summary>The five addresses of GitHub's that signing in asks.</summary>
    private sealed class GitHub
    {
        private string _challenge = "";

        public string Emails { get; set; } = Verified;

        public string? Membership { get; set; } = "active";

        public bool RefusesCodes { get; set; }

        public void Map(IEndpointRouteBuilder app)
        {
            app.MapGet("/login/oauth/authorize", (RequestDelegate)Authorize);
            app.MapPost("/login/oauth/access_token", (RequestDelegate)GiveTokenAsync);
            app.MapGet("/api/v3/user", (RequestDelegate)(context => AnswerAsync(context, """{"login":"octocat","id":583231,"name":"The Octocat","email":null}""")));
            app.MapGet("/api/v3/user/emails", (RequestDelegate)(context => AnswerAsync(context, Emails)));
            app.MapGet("/api/v3/user/memberships/orgs/corp", (RequestDelegate)(context => Membership is null
                ? AnswerAsync(context, """{"message":"Not Found"}""", StatusCodes.Status404NotFound)
                : AnswerAsync(context, $$"""{"state":"{{Membership}}","role":"member"}""")));
        }

        private Task Authorize(HttpContext context)
        {
            var query = context.Request.Query;
            Assert.Equal(("the-client", "S256"), (query["client_id"].ToString(), query["code_challenge_method"].ToString()));
            Assert.Equal("read:user user:email read:org", query["scope"].ToString());
            _challenge = query["code_challenge"].ToString();
            context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(),
                new Dictionary<string, string?> { ["code"] = "the-code", ["state"] = query["state"] }));
            return Task.CompletedTask;
        }

        private async Task GiveTokenAsync(HttpContext context)
        {
            var form = await context.Request.ReadFormAsync();
            var challenge = Base64UrlTextEncoder.Encode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            Assert.Equal(
                ("the-client", "the-secret", "the-code", _challenge),
                (form["client_id"].ToString(), form["client_secret"].ToString(), form["code"].ToString(), challenge));
            await AnswerAsync(context, RefusesCodes
                ? """{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired."}"""
                : """{"access_token":"gho_16C7e42F292c6912E7710c838347Ae178B4a","scope":"read:org,read:user,user:email","token_type":"bearer"}""", isOpen: true);
        }

        private static Task AnswerAsync(HttpContext context, string body, int status = StatusCodes.Status200OK, bool isOpen = false)
        {
            Assert.True(isOpen || context.Request.Headers.Authorization == "Bearer gho_16C7e42F292c6912E7710c838347Ae178B4a");
            // GitHub answers nobody who does not say what they are.
            Assert.NotEmpty(isOpen ? "token" : context.Request.Headers.UserAgent.ToString());
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json; charset=utf-8");
            return context.Response.WriteAsync(body);
        }
    }
}
