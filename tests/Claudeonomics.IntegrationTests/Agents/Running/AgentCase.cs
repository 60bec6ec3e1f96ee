using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>One way to run an agent: how and what it exports, and what the model answers.</summary>
/// <param name="Kind">The second half of the case's name, as tests/fixtures/otlp/README.md explains it.</param>
internal sealed record AgentCase(OtlpProtocol Protocol, string Kind, OtlpSignal Signals, Scenario Scenario)
{
    private const OtlpSignal Everything = OtlpSignal.Logs | OtlpSignal.Metrics | OtlpSignal.Traces;

    /// <summary>Such as <c>http-json-events</c>.</summary>
    public string Name => $"{Protocol.WireName().Replace('/', '-')}-{Kind}";

    public bool WithContent { get; init; }

    public bool IsCumulative { get; init; }

    public static AgentCase Events(OtlpProtocol protocol, Scenario scenario) => new(protocol, "events", OtlpSignal.Logs, scenario);

    public static AgentCase Counters(OtlpProtocol protocol, Scenario scenario) => new(protocol, "counters", OtlpSignal.Metrics, scenario);

    public static AgentCase CumulativeCounters(OtlpProtocol protocol, Scenario scenario) =>
        new(protocol, "counters-cumulative", OtlpSignal.Metrics, scenario) { IsCumulative = true };

    public static AgentCase Both(OtlpProtocol protocol, Scenario scenario) =>
        new(protocol, "both", OtlpSignal.Logs | OtlpSignal.Metrics, scenario);

    public static AgentCase All(OtlpProtocol protocol, Scenario scenario) => new(protocol, "all", Everything, scenario);

    public static AgentCase Content(OtlpProtocol protocol, Scenario scenario) =>
        new(protocol, "content", Everything, scenario) { WithContent = true };

    /// <summary>A sub-agent on another model answers in between.</summary>
    public static AgentCase SubAgent(OtlpProtocol protocol) => new(protocol, "subagent", Everything, Scenario.WithSubAgent);
}
