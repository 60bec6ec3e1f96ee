using System.Net;
using System.Text;
using System.Text.Json;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Tools;
using Claudeonomics.Storage.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Help;

/// <summary>From an agent's telemetry to the names that five people use.</summary>
public sealed class ToolsInUseTests : IAsyncLifetime
{
    private static readonly string[] Six = ["Ann", "Ben", "Cat", "Dan", "Eve", "Finn"];

    private readonly Dictionary<string, HttpClient> _agents = [];
    private HelpCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await HelpCompany.StartAsync();
        foreach (var name in Six)
        {
            await _company.AddAsync(name, name == "Eve" ? "private" : "named");
            _agents[name] = _company.Server.Client((await _company.Server.PostKeyAsync("ingest", $"{name.ToLowerInvariant()}@corp.example")).Key);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents.Values)
        {
            agent.Dispose();
        }

        await _company.DisposeAsync();
    }

    [Fact]
    public async Task Used_ByFive_IsShownAndNothingElse()
    {
        foreach (var name in Six)
        {
            await SendAsync(name, "api_request", ("skill.name", name == "Finn" ? "canary-finn" : "pdf"), ("mcp_server.name", "GitHub"), ("plugin.name", "/home/canary/plans"));
        }

        foreach (var name in Six.Take(4))
        {
            await SendAsync(name, "tool_decision", ("tool_name", "mcp__tracker__create_canary"), ("decision", "accept"), ("source", "user_temporary"));
        }

        Assert.Equal([("server", "github", 6), ("skill", "pdf", 5)], await InUseAsync());
        var page = await _company["Ann"].GetStringAsync("/help");
        Assert.Contains("github", page, StringComparison.Ordinal);
        Assert.DoesNotContain("tracker", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);

        // What does not fit the pattern, and what a server was asked for, was forgotten while it was read.
        await using (var db = _company.Server.Services.GetRequiredService<ControlDatabase>().Read())
        {
            Assert.Equal(["canary-finn", "github", "pdf", "tracker"], db.IdentityTools.Select(static tool => tool.Name).Distinct().Order());
        }

        // Who stops taking part is out of the count, and four are too few to be told of.
        await _company.TakePartAsync("Ben", "no");
        _company.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([("server", "github", 5)], await InUseAsync());

        // What nobody used for a month is not in use, and after two it is forgotten.
        _company.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await InUseAsync());
        _company.Clock.Advance(TimeSpan.FromDays(40));
        await InUseAsync();
        await using var later = _company.Server.Services.GetRequiredService<ControlDatabase>().Read();
        Assert.Empty(later.IdentityTools);
    }

    [Fact]
    public async Task Sent_AgainTheNextDay_CountsAPersonOnce()
    {
        for (var day = 0; day < 2; day++)
        {
            foreach (var name in Six.Take(4))
            {
                await SendAsync(name, "api_request", ("skill.name", "pdf"));
                await SendAsync(name, "api_request", ("skill.name", "pdf"));
            }

            Assert.Empty(await InUseAsync());
            _company.Clock.Advance(TimeSpan.FromDays(1));
        }

        await SendAsync("Eve", "api_request", ("skill.name", "pdf"));
        Assert.Equal([("skill", "pdf", 5)], await InUseAsync());
    }

    private async Task<List<(string Kind, string Name, int People)>> InUseAsync()
    {
        await _company.Server.Services.GetRequiredService<ToolRegister>().FlushAsync(TestContext.Current.CancellationToken);
        _company.Clock.Advance(TimeSpan.FromSeconds(31));
        return [.. (await _company.ReadAsync("Ann", "/api/v1/tools"))["tools"]!.AsArray()
            .Select(static tool => ((string)tool!["kind"]!, (string)tool["name"]!, (int)tool["people"]!))];
    }

    private async Task SendAsync(string name, string @event, params (string Name, string Value)[] attributes)
    {
        var at = _company.Clock.GetUtcNow();
        (string Name, string Value)[] all =
        [
            ("event.name", @event), ("session.id", $"session of {name}"), ("event.sequence", at.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture)[8..]),
            ("model", "claude-opus-4-6"), ("input_tokens", "10"), ("output_tokens", "5"), ("request_id", $"req_{name}_{at.Ticks}"), .. attributes,
        ];
        var json = JsonSerializer.Serialize(new
        {
            resourceLogs = new[]
            {
                new
                {
                    resource = new { attributes = new[] { AttributeOf("service.name", "claude-code") } },
                    scopeLogs = new[]
                    {
                        new
                        {
                            scope = new { name = "com.anthropic.claude_code.events" },
                            logRecords = new[]
                            {
                                new
                                {
                                    timeUnixNano = $"{at.ToUnixTimeMilliseconds()}000000",
                                    body = new { stringValue = $"claude_code.{@event}" },
                                    attributes = all.Select(static a => AttributeOf(a.Name, a.Value)),
                                },
                            },
                        },
                    },
                },
            },
        });
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await _agents[name].PostAsync("/v1/logs", body, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        _company.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static object AttributeOf(string key, string value) => new { key, value = new { stringValue = value } };
}
