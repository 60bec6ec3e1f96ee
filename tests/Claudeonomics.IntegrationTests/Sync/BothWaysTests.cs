using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.EndToEnd;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Sync;

/// <summary>
/// A real agent reports its calls by telemetry, and the command line finds them in its logs and sends them too: whichever comes first, and
/// however often, the server counts what the models' side handed out, once.
/// </summary>
public sealed class BothWaysTests
{
    private const string Email = "ann@corp.example";

    // An acknowledged event is on the board within 2 s; a machine that also builds and runs agents gets more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("claude-code", "http-protobuf-both")]
    [InlineData("claude-code", "http-protobuf-subagent")]
    [InlineData("codex", "http-protobuf-events")]
    [InlineData("gemini-cli", "http-json-all")]
    [InlineData("qwen-code", "http-json-all")]
    [InlineData("copilot-cli", "http-json-all")]
    public async Task Usage_ByTelemetryAndSync_InEitherOrder_IsWhatWasHandedOut(string name, string agentCase)
    {
        var (agent, how) = RealAgent.Named(name, agentCase);
        await using var api = await ModelApiStandIn.StartAsync(how.Scenario);
        await using var telemetry = await OtlpSink.StartAsync();
        using var run = (await agent.RunAsync(api, TelemetryTarget.To(telemetry, how))).Succeeded();
        var handedOut = Totals.Of(api.HandedOut.Select(call => (Reporter.CanonicalOf(call.Model), new Tally(call.Usage, 1))));

        foreach (var isTelemetryFirst in new[] { true, false })
        {
            await using var server = await RunningServer.StartAsync();
            using var machine = new Machine(TimeProvider.System, run.Home.Path);
            await server.PutPersonAsync(Email, "ann", participates: true);
            await machine.LoginAsync(server, (await server.Services.GetRequiredService<PeopleService>().FindAsync(Email, default))!.Id);
            var key = (await server.PostKeyAsync("ingest", Email)).Key;
            using var reader = server.Client((await server.PostKeyAsync("read", Email)).Key);

            for (var step = 0; step < 4; step++)
            {
                if (step % 2 == 0 == isTelemetryFirst)
                {
                    await ReplayAsync(telemetry, server, key);
                }
                else
                {
                    Assert.Equal(0, (await machine.SyncAsync()).Exit);
                }

                // What was acknowledged is folded; this publishes it.
                await server.Services.GetRequiredService<EmbeddedLedger>().CheckpointAsync(TestContext.Current.CancellationToken);
                Assert.Equal((isTelemetryFirst, step, handedOut), (isTelemetryFirst, step, await UsageAsync(reader)));
            }

            await BoardShowsAsync(server, api.HandedOut.Select(call => new Tally(call.Usage, 1)).Aggregate((sum, call) => sum + call));
        }
    }

    private static async Task ReplayAsync(OtlpSink telemetry, RunningServer server, string key)
    {
        using var onward = new OtlpReplay(server.Address, server.Address);
        foreach (var post in telemetry.Posts)
        {
            var headers = new Dictionary<string, string>(post.Headers, StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {key}" };
            Assert.True((await onward.SendAsync(post with { Headers = headers })).IsSuccess);
        }
    }

    private static async Task<Totals> UsageAsync(HttpClient reader) => new(
        (await reader.ReadAsync("/api/v1/me/usage?by=model"))["rows"]!.AsArray().ToDictionary(row => (string)row!["key"]!, row => Tally.Of(row!["sums"]!)));

    private static async Task BoardShowsAsync(RunningServer server, Tally expected)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var standings = (await server.Admin.ReadAsync("/api/v1/boards/tokens?window=7d"))["standings"]!.AsArray();
            var shown = standings.Select(standing => Tally.Of(standing!)).ToList();
            if ((shown.Count == 1 && shown[0] == expected) || limit.IsCancellationRequested)
            {
                Assert.Equal([expected], shown);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }
}
