using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    /// <param name="parent">A run whose conversation is resumed in its home.</param>
    /// <param name="isFork">It is resumed under an id of its own, with all that was said before.</param>
    public static Task<AgentRun> ClaudeCode(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "claude-opus-4-6", string? prompt = null, AgentRun? parent = null,
        bool isFork = false)
    {
        var environment = new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = api.Address.ToString().TrimEnd('/'),
            ["ANTHROPIC_API_KEY"] = "sk-ant-not-a-key",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        };
        var home = parent?.Home ?? new AgentHome();
        if (telemetry.SettingsText is { } settings)
        {
            home.Write(".claude/settings.json", settings);
        }
        else
        {
            Point(environment, telemetry);
        }

        var conversation = parent is null || isFork ? Guid.NewGuid().ToString() : parent.Conversation;
        return StartAsync(api, home, AgentInstall.ClaudeCode,
            ["-p", prompt ?? Prompt, "--model", model, "--allowedTools", "Write,Edit,Bash,Agent", .. Begin(conversation, parent, isFork)],
            environment, () => conversation);
    }

    private static string[] Begin(string conversation, AgentRun? parent, bool isFork) => (parent, isFork) switch
    {
        (null, _) => ["--session-id", conversation],
        (_, true) => ["--session-id", conversation, "--resume", parent.Conversation, "--fork-session"],
        _ => ["--resume", conversation],
    };

    private static void Point(Dictionary<string, string> environment, TelemetryTarget telemetry)
    {
        environment["CLAUDE_CODE_ENABLE_TELEMETRY"] = "1";
        environment["OTEL_LOGS_EXPORTER"] = telemetry.Has(OtlpSignal.Logs) ? "otlp" : "none";
        environment["OTEL_METRICS_EXPORTER"] = telemetry.Has(OtlpSignal.Metrics) ? "otlp" : "none";
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = telemetry.Protocol.WireName();
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Base;
        environment["OTEL_LOGS_EXPORT_INTERVAL"] = "200";
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
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
    }
}
