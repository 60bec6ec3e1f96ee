using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Privacy;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>A policy under which people take part is kept from start to start, and what shows more than it takes two people.</summary>
public sealed class KeptPolicyTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("claudeonomics-policy-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Policy_WhileNobodyTakesPart_IsWhatTheSettingSays()
    {
        Assert.Equal(["strict", "open", "balanced", "balanced"], [await InForceAsync("strict"), await InForceAsync("open"), await InForceAsync("balanced"), await InForceAsync("")]);
    }

    [Fact]
    public async Task Policy_ThatShowsLess_IsTakenAtOnceAndKept()
    {
        await FillAsync();

        Assert.Equal("strict", await InForceAsync("strict"));
        Assert.Equal("strict", await InForceAsync(""));
    }

    [Fact]
    public async Task Policy_ThatShowsMore_TakesAnApprovalForEachTime()
    {
        await FillAsync();
        Assert.Equal("Claudeonomics:Policy", (await RefusedAsync("open")).Key);

        // Lines by themselves are no way around it, and neither is a request that nobody approved or that is about another policy.
        await RefusedAsync("balanced", "--Claudeonomics:Privacy:Step=live");
        await AskAsync("open", approve: false);
        await AskAsync("balanced", approve: true);
        await RefusedAsync("open");
        await RefusedAsync("balanced", "--Claudeonomics:Privacy:Step=live");
        await AskAsync("balanced, step=live", approve: true);
        await RefusedAsync("balanced", "--Claudeonomics:Privacy:Step=live", "--Claudeonomics:Privacy:Detail=exact");
        Assert.Equal("balanced", await InForceAsync(""));

        await AskAsync("open", approve: true);
        Assert.Equal("open", await InForceAsync("open"));
        Assert.Equal("balanced", await InForceAsync("balanced"));
        await RefusedAsync("open");
    }

    [Fact]
    public async Task PolicyPage_SaysWhatEachWouldChange()
    {
        await using var server = await RunningServer.StartAsync(settings: ["--Claudeonomics:Policy=balanced"]);
        for (var person = 0; person < 12; person++)
        {
            await server.PutPersonAsync($"p{person}@example.com", $"Person {person}", team: person < 6 ? "One" : "Two", participates: "named");
        }

        var page = await server.Admin.GetStringAsync("/admin/policy");

        Assert.Contains("balanced, in force", page, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Count(page, "a second person approves"), Count(page, "set it and start again")));
        Assert.Equal((2, 1), (Count(page, "there is a board"), Count(page, "no board yet")));
        Assert.Equal((2, 1), (Count(page, "<td>2 of 2</td>"), Count(page, "<td>0 of 2</td>")));
        Assert.Contains("<strong>in bands</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong>to three digits</strong>", page, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private Task<RunningServer> StartAsync(string policy, params string[] lines) =>
        RunningServer.StartAsync(_data, settings: [$"--Claudeonomics:Policy={policy}", .. lines]);

    private async Task<string> InForceAsync(string policy)
    {
        var server = await StartAsync(policy);
        var name = server.Services.GetRequiredService<PrivacyPolicy>().Name;
        await server.StopAsync();
        return name;
    }

    private async Task<SettingsException> RefusedAsync(string policy, params string[] lines) =>
        await Assert.ThrowsAsync<SettingsException>(() => StartAsync(policy, lines));

    // Two who review and one who takes part, under the default.
    private async Task FillAsync()
    {
        var server = await StartAsync("balanced");
        await server.PutPersonAsync("auditor@example.com", "Audrey", participates: "named");
        await server.GiveRolesAsync("auditor@example.com", "auditor");
        await server.StopAsync();
    }

    private async Task AskAsync(string policy, bool approve)
    {
        var server = await StartAsync("");
        var asked = await server.Admin.PostAsJsonAsync("/api/v1/approvals", new { kind = "lift-policy", subject = policy, reason = "the council agreed" });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        if (approve)
        {
            using var auditor = server.Client(await server.OwnKeyAsync("auditor@example.com"));
            var id = (string)(await asked.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
            Assert.Equal(HttpStatusCode.NoContent, (await auditor.PostAsJsonAsync($"/api/v1/approvals/{id}/decide", new { decision = "approve" })).StatusCode);
        }

        await server.StopAsync();
    }
}
