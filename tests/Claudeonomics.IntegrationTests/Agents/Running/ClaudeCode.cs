using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    public static Task<AgentRun> ClaudeCode(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "claude-opus-4-6", string? prompt = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = api.Address.ToString().TrimEnd('/'),
            ["ANTHROPIC_API_KEY"] = "sk-ant-not-a-key",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["CLAUDE_CODE_ENABLE_TELEMETRY"] = "1",
            ["OTEL_LOGS_EXPORTER"] = telemetry.Has(OtlpSignal.Logs) ? "otlp" : "none",
            ["OTEL_METRICS_EXPORTER"] = telemetry.Has(OtlpSignal.Metrics) ? "otlp" : "none",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = telemetry.Protocol.WireName(),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Base,
            ["OTEL_LOGS_EXPORT_INTERVAL"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        if (telemetry.UsesGzip)
        {
            environment["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip";
        }

        if (telemetry.Key is not null)
        {
            environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"Authorization=Bearer {telemetry.Key}";
        }

        if (telemetry.IsCumulative)
        {
            environment["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] = "cumulative";
        }

        if (telemetry.Has(OtlpSignal.Traces))
        {
            environment["CLAUDE_CODE_ENHANCED_TELEMETRY_BETA"] = "1";
            environment["OTEL_TRACES_EXPORTER"] = "otlp";
            environment["OTEL_TRACES_EXPORT_INTERVAL"] = "200";
        }

        if (telemetry.WithContent)
        {
            foreach (var content in new[] { "USER_PROMPTS", "ASSISTANT_RESPONSES", "TOOL_DETAILS", "TOOL_CONTENT", "RAW_API_BODIES" })
            {
                environment[$"OTEL_LOG_{content}"] = "1";
            }
        }

        var conversation = Guid.NewGuid().ToString();
        return StartAsync(api, new(), AgentInstall.ClaudeCode,
            ["-p", prompt ?? Prompt, "--model", model, "--session-id", conversation, "--allowedTools", "Write,Edit,Bash,Agent"],
            environment, () => conversation);
    }
}
