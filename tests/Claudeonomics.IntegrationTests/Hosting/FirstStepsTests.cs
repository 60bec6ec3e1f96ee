using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Claudeonomics.IntegrationTests.Web;
using Microsoft.Playwright;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>The whole server in a real browser: from nobody to the first number.</summary>
public sealed class FirstStepsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Call =
        """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}}]},
        "scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events"},"logRecords":[{
        "timeUnixNano":"TIME","body":{"stringValue":"claude_code.api_request"},
        "attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},
        {"key":"session.id","value":{"stringValue":"the-first-conversation"}},
        {"key":"request_id","value":{"stringValue":"req_the_first"}},
        {"key":"model","value":{"stringValue":"claude-opus-4-6"}},
        {"key":"input_tokens","value":{"intValue":"24"}},{"key":"output_tokens","value":{"intValue":"200"}},
        {"key":"cache_read_tokens","value":{"intValue":"30000"}},{"key":"cache_creation_tokens","value":{"intValue":"6800"}}]}]}]}]}
        """;

    private RunningServer Server => fixture.Server;

    [Fact(Timeout = 180_000)]
    public async Task Company_FromAnInviteToTheFirstNumber_InABrowser()
    {
        await using var browser = await ChromiumBrowser.StartAsync();

        // Administrators sign in with a link, find an empty company, and invite.
        await using var office = await browser.NewProfileAsync();
        var admin = await office.NewPageAsync();
        await admin.GotoAsync(await SignInLinkAsync());
        await admin.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToHaveTextAsync("No numbers yet. Three steps to the first one.");
        await admin.GetByRole(AriaRole.Link, new() { Name = "invite link" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make an invite" }).ClickAsync();
        var invite = await admin.InnerTextAsync(".made pre");
        await admin.GotoAsync(Server.Address.ToString());

        // A developer joins with it and has settings with a key.
        await using var desk = await browser.NewProfileAsync();
        var developer = await desk.NewPageAsync();
        await developer.GotoAsync(invite);
        await developer.FillAsync("#name", "Ana Ortega");
        await developer.FillAsync("#email", "ana@corp.example");
        await developer.GetByRole(AriaRole.Radio, new() { Name = "By name" }).CheckAsync();
        await developer.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        var key = await developer.InnerTextAsync(".copy pre >> nth=0");
        await Assertions.Expect(developer.GetByText("Waiting for the first event.")).ToBeVisibleAsync();

        // The agent reports its first call: the waiting page says so, and the administrator's empty board becomes a board.
        await SendAsync(key);
        await Assertions.Expect(developer.GetByText("It works.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(admin.Locator(".list .who a")).ToHaveTextAsync("Ana Ortega", new() { Timeout = 20_000 });
        await developer.GetByRole(AriaRole.Link, new() { Name = "See the board" }).ClickAsync();
        await Assertions.Expect(developer.Locator(".own .score data")).ToHaveAttributeAsync("value", "37024");
    }

    private async Task<string> SignInLinkAsync()
    {
        var answer = await Server.Admin.PostAsJsonAsync("/api/v1/signin-links", new { });
        return (await answer.Content.ReadFromJsonAsync<Link>())!.Url;
    }

    private async Task SendAsync(string key)
    {
        var time = $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}000000";
        using var body = new StringContent(Call.Replace("TIME", time, StringComparison.Ordinal), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var client = Server.Client(key);
        (await client.PostAsync("/v1/logs", body)).EnsureSuccessStatusCode();
    }

    private sealed record Link(string Url);
}
