using System.Net;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.People;

namespace Claudeonomics.IntegrationTests.Hosting;

public sealed class HostTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task Health_OfARunningServer_IsGood()
    {
        Assert.Equal("ok", await Server.Anonymous.GetStringAsync("/healthz"));
        Assert.Equal("ok", (string?)(await Server.Anonymous.ReadAsync("/readyz"))["checks"]!["control"]);
        Assert.Contains("dotnet_process_memory_working_set_bytes ", await Server.Anonymous.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAddress_OfTheApi_IsAProblem()
    {
        var response = await Server.Admin.GetAsync("/api/v1/nosuch");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Pages_Headers_AllowNothingInlineAndNoFrames()
    {
        var response = await Server.Anonymous.GetAsync("/healthz");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task OpenApi_OfTheServer_DescribesEveryRouteAndHowToAuthenticate()
    {
        var document = await Server.Anonymous.ReadAsync("/openapi/v1.json");

        Assert.Equal("http", (string?)document["components"]!["securitySchemes"]!["key"]!["type"]);
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["key"]!["scheme"]);
        Assert.NotNull(document["paths"]!["/api/v1/people/{email}"]!["put"]);
        Assert.NotNull(document["paths"]!["/api/v1/keys"]!["post"]);
    }

    [Fact]
    public async Task LargeBody_OnASmallAddress_IsRefusedUnread()
    {
        using var content = new ByteArrayContent(new byte[100_000]);
        content.Headers.ContentType = new("application/json");

        var response = await Server.Admin.PutAsync("/api/v1/people/large@example.com", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    /// <summary>The token is looked for in the whole form, before it is known who sent it: so a form has bounds too.</summary>
    [Theory]
    [InlineData(200_000, HttpStatusCode.Found)]
    [InlineData(300_000, HttpStatusCode.BadRequest)]
    public async Task LargeForm_ByWhoIsNobody_IsNotRead(int chars, HttpStatusCode expected)
    {
        using var browser = Server.Browser();
        using var form = new FormUrlEncodedContent([.. Forms.TokenIn(await browser.GetStringAsync("/signin")), new("key", "none"), new("more", new string('a', chars))]);

        Assert.Equal(expected, (await browser.PostAsync("/signin", form)).StatusCode);
    }
}
