using System.Text.Json.Nodes;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Core.Usage;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;
using Claudeonomics.IntegrationTests.CommandLine;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Real agents run against a stand-in of the model API; what their logs tell, and a report of them, is what it handed out.</summary>
public sealed class RealAgentLogTests
{
    public static TheoryData<string> Agents { get; } = new(LoggingAgent.All.Select(agent => agent.Name));

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Read_AfterARealRun_IsWhatWasHandedOut(string name)
    {
        var agent = LoggingAgent.Named(name);
        await using var api = await ModelApiStandIn.StartAsync(agent.Scenario);
        using var run = (await agent.RunAsync(api)).Succeeded();

        var read = LogHome.Read(run.Home.Path, new Dictionary<string, string>());

        Assert.Equal(LoggingAgent.Expected(name, run, api), read.Calls.Select(call => call.Essence()).Order());
        Assert.Empty(read.Unread);
        using var machine = new CliHome(run.Home.Path);
        Assert.Equal(Rows(api), Rows(machine.Report(ReportKind.Model)));
    }

    private static IEnumerable<string> Rows(ModelApiStandIn api) => api.HandedOut
        .GroupBy(call => call.Model)
        .Select(model => (model.Key, Calls: model.Count(), Usage: model.Select(call => call.Usage).Aggregate((sum, usage) => sum + usage)))
        .Select(model => SeenCall.Essence($"{model.Calls} calls", model.Key, "-", model.Usage))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Rows(JsonObject report) => report["rows"]!.AsArray()
        .Select(row => SeenCall.Essence($"{row!["requests"]} calls", (string)row["model"]!, "-", UsageOf(row)))
        .Order(StringComparer.Ordinal);

    private static TokenUsage UsageOf(JsonNode row)
    {
        return new(
            Count("uncachedInput"), Count("cacheRead"), Count("cacheWrite5m"), Count("cacheWrite1h"), Count("cacheWriteUnknown"), Count("output"),
            Count("reasoning"));

        long Count(string bucket) => (long)row[bucket + "Tokens"]!;
    }
}

/// <summary>A real agent that keeps a log of its own, run without telemetry.</summary>
/// <param name="Logs">Folders below the home folder that are worth a fixture, and the ending of the files in them.</param>
internal sealed record LoggingAgent(
    string Name, Scenario Scenario, Func<ModelApiStandIn, Task<AgentRun>> RunAsync, params IReadOnlyList<(string Folder, string Ending)> Logs)
{
    // Nothing listens there: what an agent tells besides its log is lost.
    private static readonly TelemetryTarget Nowhere =
        TelemetryTarget.To(new("http://127.0.0.1:9"), new("http://127.0.0.1:9"), null, AgentCase.All(OtlpProtocol.HttpJson, Scenario.ForGemini));

    public static IReadOnlyList<LoggingAgent> All { get; } =
    [
        new("claude-code", Scenario.ForAnthropic, api => AgentRun.ClaudeCode(api, Nowhere), (".claude/projects", ".jsonl")),
        new("codex", Scenario.ForOpenAiResponses, api => AgentRun.Codex(api, Nowhere), (".codex/sessions", ".jsonl")),
        new("gemini-cli", Scenario.ForGemini, api => AgentRun.GeminiCli(api, Nowhere), (".gemini/tmp", "")),
        new("qwen-code", Scenario.ForOpenAiChat, api => AgentRun.QwenCode(api, Nowhere), (".qwen/projects", ".jsonl")),
        new("github-copilot", Scenario.ForOpenAiChat, api => AgentRun.CopilotCli(api, Nowhere), (".copilot/session-state", "events.jsonl")),
        new("opencode", Scenario.ForOpenAiChat, api => AgentRun.OpenCode(api), (".local/share/opencode", ".db")),
    ];

    public static LoggingAgent Named(string name) => All.Single(agent => agent.Name == name);

    public IEnumerable<string> Files(string home) => Logs.SelectMany(logs =>
        Directory.EnumerateFiles(Path.Combine(home, logs.Folder), "*" + logs.Ending, SearchOption.AllDirectories));

    /// <summary>What the stand-in handed out, in the conversation that the agent says it held.</summary>
    public static IEnumerable<string> Expected(string agent, AgentRun run, ModelApiStandIn api) =>
        api.HandedOut.Select(call => SeenCall.Essence(agent, call.Model, run.Conversation, call.Usage)).Order();
}
