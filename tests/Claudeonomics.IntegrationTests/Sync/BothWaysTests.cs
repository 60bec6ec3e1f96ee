using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.EndToEnd;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.Logs;
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

        await CountsOnceAsync(run.Home, api, telemetry);
    }

    [Fact]
    public async Task Usage_OfAForkWhoseOriginalWentOn_IsWhatWasHandedOut()
    {
        // The fork's log repeats the original's calls under its own id, telemetry has them under the original's. The original is written to
        // last, and the fork's name may come first in the folder.
        var (_, how) = RealAgent.Named("claude-code", "http-protobuf-both");
        await using var api = await ModelApiStandIn.StartAsync(how.Scenario);
        await using var telemetry = await OtlpSink.StartAsync();
        var target = TelemetryTarget.To(telemetry, how);
        using var run = (await AgentRun.ClaudeCode(api, target)).Succeeded();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await AgentRun.ClaudeCode(api, target, parent: run, isFork: true)).Succeeded();
        }

        (await AgentRun.ClaudeCode(api, target, parent: run)).Succeeded();

        await CountsOnceAsync(run.Home, api, telemetry);
    }

    private static async Task CountsOnceAsync(AgentHome home, ModelApiStandIn api, OtlpSink telemetry)
    {
        var handedOut = Totals.Of(api.HandedOut.Select(call => (Reporter.CanonicalOf(call.Model), new Tally(call.Usage, 1))));

        // An agent that ends on a busy machine may leave its last answer out of its log: what the log does not have sync cannot send.
        var logged = Totals.Of(LogHome.Read(home.Path, new Dictionary<string, string>()).Calls
            .Select(call => (Reporter.CanonicalOf(call.Model), new Tally(call.Usage, 1))));
        foreach (var isTelemetryFirst in new[] { true, false })
        {
            await using var server = await RunningServer.StartAsync();
            using var machine = new Machine(TimeProvider.System, home.Path);
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
                var expected = !isTelemetryFirst && step == 0 ? logged : handedOut;
                Assert.Equal((isTelemetryFirst, step, expected), (isTelemetryFirst, step, await UsageAsync(reader)));
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
