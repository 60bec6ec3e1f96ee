using System.Text.Json;
using Claudeonomics.Core.Telemetry;

namespace Claudeonomics.Tests.Telemetry;

public sealed class AgentSettingsTests
{
    private const string Server = "https://tokens.corp.example";

    [Fact]
    public void ForOne_ClaudeCode_SendsEventsAndCountersWithTheKey()
    {
        using var settings = JsonDocument.Parse(TextOf("Claude Code"));
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["CLAUDE_CODE_ENABLE_TELEMETRY"] = "1",
                ["OTEL_METRICS_EXPORTER"] = "otlp",
                ["OTEL_LOGS_EXPORTER"] = "otlp",
                ["OTEL_METRICS_INCLUDE_ENTRYPOINT"] = "true",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Server,
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "Authorization=Bearer cn_ingest_1",
            },
            settings.RootElement.GetProperty("env").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()));
    }

    [Fact]
    public void ForOne_GeminiCli_CarriesTheKeyInThePathAndNoPrompts()
    {
        using var settings = JsonDocument.Parse(TextOf("Gemini CLI"));
        var telemetry = settings.RootElement.GetProperty("telemetry");
        Assert.Equal($"{Server}/k/cn_ingest_1", telemetry.GetProperty("otlpEndpoint").GetString());
        Assert.False(telemetry.GetProperty("logPrompts").GetBoolean());
    }

    [Fact]
    public void ForOne_Codex_NamesTheWholeAddressOfLogs() =>
        Assert.Contains($"endpoint = \"{Server}/v1/logs\"", TextOf("Codex"), StringComparison.Ordinal);

    [Fact]
    public void ForFleet_EveryAgent_HasManagedFilesInsteadOfHomes() =>
        Assert.All(
            AgentSettings.ForFleet(Server, "cn_ingest_1").Where(agent => agent.Agent != "Codex").SelectMany(agent => agent.Places),
            place => Assert.DoesNotContain("~", place.Path, StringComparison.Ordinal));

    private static string TextOf(string agent) =>
        AgentSettings.ForOne(Server, "cn_ingest_1").Single(settings => settings.Agent == agent).Text;
}
