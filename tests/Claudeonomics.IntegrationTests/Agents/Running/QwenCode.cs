using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    /// <remarks>Qwen Code sends all its signals or none: the target's signals are not looked at.</remarks>
    public static Task<AgentRun> QwenCode(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "qwen3-coder-plus", string? prompt = null)
    {
        var home = new AgentHome();
        home.Write(".qwen/settings.json", new JsonObject
        {
            ["security"] = new JsonObject { ["auth"] = new JsonObject { ["selectedType"] = "openai" } },
            ["privacy"] = new JsonObject { ["usageStatisticsEnabled"] = false },
            ["general"] = new JsonObject { ["enableAutoUpdate"] = false },
            ["telemetry"] = telemetry.SettingsText is { } text ? JsonNode.Parse(text)!["telemetry"]!.DeepClone() : new JsonObject
            {
                ["enabled"] = true,
                ["target"] = "local",
                ["otlpEndpoint"] = telemetry.Base,
                ["otlpProtocol"] = telemetry.Protocol == OtlpProtocol.Grpc ? "grpc" : "http",
                ["logPrompts"] = telemetry.WithContent,
            },
        }.ToJsonString());
        var environment = new Dictionary<string, string>
        {
            ["OPENAI_API_KEY"] = "not-a-key",
            ["OPENAI_BASE_URL"] = $"{api.Address}v1",
            ["OPENAI_MODEL"] = model,
        };
        if (telemetry.UsesGzip)
        {
            environment["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip";
        }

        if (telemetry.Key is not null)
        {
            environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"Authorization=Bearer {telemetry.Key}";
        }

        var conversation = Guid.NewGuid().ToString();
        return StartAsync(api, home, AgentInstall.QwenCode,
            ["--approval-mode", "yolo", "-m", model, "--session-id", conversation, prompt ?? Prompt],
            environment, () => conversation);
    }
}
