using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    /// <remarks>Gemini CLI sends all its signals or none, and over HTTP always JSON: the target's signals are not looked at.</remarks>
    public static Task<AgentRun> GeminiCli(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "gemini-3-pro-preview", string? prompt = null)
    {
        var home = new AgentHome();
        var settings = new JsonObject
        {
            ["security"] = new JsonObject { ["auth"] = new JsonObject { ["selectedType"] = "gemini-api-key" } },
            ["privacy"] = new JsonObject { ["usageStatisticsEnabled"] = false },
            ["general"] = new JsonObject { ["disableAutoUpdate"] = true, ["disableUpdateNag"] = true },
            ["telemetry"] = telemetry.SettingsText is { } text ? JsonNode.Parse(text)!["telemetry"]!.DeepClone() : new JsonObject
            {
                ["enabled"] = true,
                ["target"] = "local",
                ["otlpEndpoint"] = telemetry.Base,
                ["otlpProtocol"] = telemetry.Protocol == OtlpProtocol.Grpc ? "grpc" : "http",
                ["logPrompts"] = telemetry.WithContent,
            },
        };
        home.Write(".gemini/settings.json", settings.ToJsonString());
        var environment = new Dictionary<string, string>
        {
            ["GEMINI_API_KEY"] = "not-a-key",
            ["GOOGLE_GEMINI_BASE_URL"] = api.Address.ToString().TrimEnd('/'),
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
        return StartAsync(api, home, AgentInstall.GeminiCli,
            ["--skip-trust", "--approval-mode", "yolo", "-m", model, "--session-id", conversation, "-p", prompt ?? Prompt],
            environment, () => conversation);
    }
}
