using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>A real agent and the ways its telemetry can go.</summary>
/// <param name="Name">As in <c>CallOrigin.Agent</c> and in the folders of the fixtures.</param>
internal sealed record RealAgent(
    string Name, IReadOnlyList<AgentCase> Cases, Func<ModelApiStandIn, TelemetryTarget, Task<AgentRun>> RunAsync)
{
    public static RealAgent ClaudeCode { get; } = new("claude-code",
    [
        .. OnEvery(Scenario.ForAnthropic, AgentCase.Events, AgentCase.Counters, AgentCase.Both, AgentCase.All),
        AgentCase.CumulativeCounters(OtlpProtocol.HttpProtobuf, Scenario.ForAnthropic),
        AgentCase.SubAgent(OtlpProtocol.HttpProtobuf),
        AgentCase.Content(OtlpProtocol.HttpProtobuf, Scenario.ForAnthropic),
    ], (api, telemetry) => AgentRun.ClaudeCode(api, telemetry));

    public static RealAgent Codex { get; } = new("codex",
    [
        .. OnEvery(Scenario.ForOpenAiResponses, AgentCase.Events, AgentCase.Counters, AgentCase.All),
        AgentCase.Content(OtlpProtocol.HttpProtobuf, Scenario.ForOpenAiResponses),
    ], (api, telemetry) => AgentRun.Codex(api, telemetry));

    /// <summary>Gemini CLI sends everything or nothing, and over HTTP always JSON.</summary>
    public static RealAgent GeminiCli { get; } = new("gemini-cli",
    [
        AgentCase.All(OtlpProtocol.HttpJson, Scenario.ForGemini),
        AgentCase.All(OtlpProtocol.Grpc, Scenario.ForGemini),
        AgentCase.Content(OtlpProtocol.HttpJson, Scenario.ForGemini),
    ], (api, telemetry) => AgentRun.GeminiCli(api, telemetry));

    /// <summary>Like Gemini CLI, everything or nothing, and over HTTP always JSON.</summary>
    public static RealAgent QwenCode { get; } = new("qwen-code",
    [
        AgentCase.All(OtlpProtocol.HttpJson, Scenario.ForOpenAiChat),
        AgentCase.All(OtlpProtocol.Grpc, Scenario.ForOpenAiChat),
    ], (api, telemetry) => AgentRun.QwenCode(api, telemetry));

    public static RealAgent CopilotCli { get; } = new("copilot-cli",
    [
        AgentCase.All(OtlpProtocol.HttpJson, Scenario.ForOpenAiChat),
        AgentCase.All(OtlpProtocol.HttpProtobuf, Scenario.ForOpenAiChat),
    ], (api, telemetry) => AgentRun.CopilotCli(api, telemetry));

    public static IReadOnlyList<RealAgent> All { get; } = [ClaudeCode, Codex, GeminiCli, QwenCode, CopilotCli];

    /// <summary>Names of agents and their cases, as test parameters.</summary>
    public static TheoryData<string, string> AllCases => new(
        All.SelectMany(agent => agent.Cases, (agent, agentCase) => (agent.Name, agentCase.Name)));

    public static (RealAgent Agent, AgentCase Case) Named(string agent, string agentCase)
    {
        var found = All.Single(candidate => candidate.Name == agent);
        return (found, found.Cases.Single(candidate => candidate.Name == agentCase));
    }

    private static IEnumerable<AgentCase> OnEvery(
        Scenario scenario, params IEnumerable<Func<OtlpProtocol, Scenario, AgentCase>> cases) =>
        Enum.GetValues<OtlpProtocol>().SelectMany(_ => cases, (protocol, agentCase) => agentCase(protocol, scenario));
}
