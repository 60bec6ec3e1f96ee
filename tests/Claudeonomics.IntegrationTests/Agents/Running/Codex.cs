using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    public static Task<AgentRun> Codex(
        ModelApiStandIn api, TelemetryTarget telemetry, string model = "gpt-5.4", string? prompt = null)
    {
        var home = new AgentHome();
        home.Write(".codex/config.toml", $$"""
            model = "{{model}}"
            model_provider = "standin"
            [model_providers.standin]
            name = "Stand-in"
            base_url = "{{api.Address}}v1"
            wire_api = "responses"
            env_key = "STANDIN_KEY"
            [analytics]
            enabled = false
            {{telemetry.SettingsText ?? Settings(telemetry)}}
            """);
        return StartAsync(api, home, AgentInstall.Codex,
            ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", prompt ?? Prompt],
            new Dictionary<string, string> { ["STANDIN_KEY"] = "not-a-key" },
            // Codex picks its own id, and shows it with every call.
            () => api.HandedOut.Select(call => call.Conversation).FirstOrDefault() ?? "");
    }

    private static string Settings(TelemetryTarget telemetry) => $"""
        [otel]
        log_user_prompt = {(telemetry.WithContent ? "true" : "false")}
        exporter = {Exporter(telemetry, OtlpSignal.Logs)}
        metrics_exporter = {Exporter(telemetry, OtlpSignal.Metrics)}
        trace_exporter = {Exporter(telemetry, OtlpSignal.Traces)}
        """;

    private static string Exporter(TelemetryTarget telemetry, OtlpSignal signal)
    {
        if (!telemetry.Has(signal))
        {
            return "\"none\"";
        }

        var headers = telemetry.Key is null ? "" : $$""", headers = { "Authorization" = "Bearer {{telemetry.Key}}" }""";
        return telemetry.Protocol switch
        {
            OtlpProtocol.Grpc => $$"""{ otlp-grpc = { endpoint = "{{telemetry.Base}}"{{headers}} } }""",
            // Codex posts to its endpoint as it stands, path and all.
            _ => $$"""
                { otlp-http = { endpoint = "{{telemetry.Base}}/v1/{{signal.PathName()}}", protocol = "{{(
                telemetry.Protocol == OtlpProtocol.HttpJson ? "json" : "binary")}}"{{headers}} } }
                """,
        };
    }
}
