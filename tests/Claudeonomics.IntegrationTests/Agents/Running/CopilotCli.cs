using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    /// <remarks>Copilot CLI sends spans and counters over HTTP, always both: the target's signals are not looked at.</remarks>
    public static Task<AgentRun> CopilotCli(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "gpt-4.1", string? prompt = null)
    {
        var environment = new Dictionary<string, string>
        {
            // With a provider of one's own Copilot needs no GitHub account.
            ["COPILOT_PROVIDER_BASE_URL"] = $"{api.Address}v1",
            ["COPILOT_PROVIDER_API_KEY"] = "not-a-key",
            ["COPILOT_MODEL"] = model,
            ["COPILOT_OFFLINE"] = "true",
            ["COPILOT_AUTO_UPDATE"] = "false",
            // It unpacks itself at its first start, which takes longer than the rest of a run.
            ["COPILOT_CACHE_HOME"] = TestShared.Repository.PathTo("artifacts", "copilot"),
            ["COPILOT_OTEL_ENABLED"] = "true",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Base,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = telemetry.Protocol.WireName(),
        };
        if (telemetry.Key is not null)
        {
            environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"Authorization=Bearer {telemetry.Key}";
        }

        if (telemetry.WithContent)
        {
            environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
        }

        var conversation = Guid.NewGuid().ToString();
        return StartAsync(api, new(), AgentInstall.CopilotCli,
            ["-p", prompt ?? Prompt, "--allow-all-tools", "--allow-all-paths", "--session-id", conversation],
            environment, () => conversation);
    }
}
