using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>A real agent and the ways its telemetry can go.</summary>
/// <param name="Name">As in <c>CallOrigin.Agent</c> and in the folders of the fixtures.</param>
/// <param name="Scenario">Three calls in terms that the agent's API has.</param>
/// <param name="Cases">The protocols and sets of signals that it can be told to use; for the names see <see cref="SignalsNamed"/>.</param>
internal sealed record RealAgent(
    string Name,
    Scenario Scenario,
    IReadOnlyList<(OtlpProtocol Protocol, string Signals)> Cases,
    Func<ModelApiStandIn, TelemetryTarget, Task<AgentRun>> RunAsync)
{
    public static RealAgent ClaudeCode { get; } = new("claude-code", Scenario.ForAnthropic,
        [.. EveryProtocol("events", "counters", "both", "all"), (OtlpProtocol.HttpProtobuf, "content")],
        (api, telemetry) => AgentRun.ClaudeCode(api, telemetry));

    public static RealAgent Codex { get; } = new("codex", Scenario.ForOpenAiResponses,
        [.. EveryProtocol("events", "counters", "all"), (OtlpProtocol.HttpProtobuf, "content")],
        (api, telemetry) => AgentRun.Codex(api, telemetry));

    /// <summary>Gemini CLI sends everything or nothing, and over HTTP always JSON.</summary>
    public static RealAgent GeminiCli { get; } = new("gemini-cli", Scenario.ForGemini,
        [(OtlpProtocol.HttpJson, "all"), (OtlpProtocol.HttpJson, "content"), (OtlpProtocol.Grpc, "all")],
        (api, telemetry) => AgentRun.GeminiCli(api, telemetry));

    public static RealAgent QwenCode { get; } = new("qwen-code", Scenario.ForOpenAiChat,
        [(OtlpProtocol.HttpJson, "all"), (OtlpProtocol.HttpProtobuf, "all"), (OtlpProtocol.Grpc, "all")],
        (api, telemetry) => AgentRun.QwenCode(api, telemetry));

    public static RealAgent CopilotCli { get; } = new("copilot-cli", Scenario.ForOpenAiChat,
        [(OtlpProtocol.HttpJson, "all"), (OtlpProtocol.HttpProtobuf, "all")],
        (api, telemetry) => AgentRun.CopilotCli(api, telemetry));

    public static IReadOnlyList<RealAgent> All { get; } = [ClaudeCode, Codex, GeminiCli, QwenCode, CopilotCli];

    public static RealAgent Named(string name) => All.Single(agent => agent.Name == name);

    public static OtlpSignal SignalsNamed(string name) => name switch
    {
        "events" => OtlpSignal.Logs,
        "counters" => OtlpSignal.Metrics,
        "both" => OtlpSignal.Logs | OtlpSignal.Metrics,
        "all" or "content" => OtlpSignal.Logs | OtlpSignal.Metrics | OtlpSignal.Traces,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such set of signals."),
    };

    private static IEnumerable<(OtlpProtocol Protocol, string Signals)> EveryProtocol(params string[] signals) =>
        Enum.GetValues<OtlpProtocol>().SelectMany(_ => signals, (protocol, set) => (protocol, set));
}
