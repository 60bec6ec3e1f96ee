using Claudeonomics.Cli.Setup;
using Claudeonomics.Core.Telemetry;

namespace Claudeonomics.Tests.CommandLine.Setup;

public sealed class ClaudeCodeTelemetryTests
{
    private const string User = "/home/dev/.claude/settings.json";
    private const string Managed = "/etc/claude-code/managed-settings.json";

    private const string Variables = """
        "CLAUDE_CODE_ENABLE_TELEMETRY": "1", "OTEL_LOGS_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer cn_1"
        """;

    [Fact]
    public void Look_NothingSet_IsOff() => Assert.Equal(TelemetryState.Off, Look(new FakeSettings()).State);

    [Fact]
    public void Look_SettingsOfTheConnectPage_Reports()
    {
        var page = AgentSettings.ForOne("https://tokens.example", "cn_1").Single(static lines => lines.Id == "claude-code").Text;

        AssertReports("https://tokens.example", User, Look(new FakeSettings((User, page))));
    }

    [Fact]
    public void Look_ManagedAndUserSettings_ManagedWins()
    {
        var setup = Look(new FakeSettings(
            (User, $$"""{"env": { {{Variables}}, "OTEL_EXPORTER_OTLP_ENDPOINT": "https://own.example" } }"""),
            (Managed, """{"env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "https://company.example" } }""")));

        AssertReports("https://company.example", Managed, setup);
    }

    [Fact]
    public void Look_SeveralManagedParts_TheLastByNameWins()
    {
        var setup = Look(new FakeSettings(
            (User, $$"""{"env": { {{Variables}} } }"""),
            ("/etc/claude-code/managed-settings.d/10-a.json", """{"env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "https://a.example" } }"""),
            ("/etc/claude-code/managed-settings.d/20-b.json", """{"env": { "OTEL_EXPORTER_OTLP_ENDPOINT": "https://b.example" } }""")));

        AssertReports("https://b.example", "/etc/claude-code/managed-settings.d/20-b.json", setup);
    }

    [Fact]
    public void Look_VariablesOfTheShell_Count()
    {
        var setup = Look(
            new FakeSettings((User, $$"""{"env": { {{Variables}} } }""")), ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://shell.example"));

        AssertReports("https://shell.example", "$OTEL_EXPORTER_OTLP_ENDPOINT", setup);
    }

    [Fact]
    public void Look_KeyInTheAddress_IsEnoughAndIsNotShown()
    {
        var setup = Look(new FakeSettings((User, """
            {"env": { "CLAUDE_CODE_ENABLE_TELEMETRY": "true", "OTEL_LOGS_EXPORTER": "console,otlp", "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL": "http/json",
              "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://tokens.example/k/cn_secret/v1/logs" } }
            """)));

        AssertReports("https://tokens.example/k/…/v1/logs", User, setup);
    }

    [Fact]
    public void Look_AHelperForHeaders_CountsAsKey() => AssertReports("https://t.example", User, Look(new FakeSettings((User, """
        { // comments are allowed
          "otelHeadersHelper": "/bin/token",
          "env": { "CLAUDE_CODE_ENABLE_TELEMETRY": 1, "OTEL_LOGS_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_ENDPOINT": "https://t.example", },
        }
        """))));

    [Theory]
    [InlineData("""{"OTEL_LOGS_EXPORTER": "otlp"}""", "OTEL_LOGS_EXPORTER is not otlp")]
    [InlineData("""{"OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"}""", "has no default for it")]
    [InlineData("""{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://t.example"}""", "OTEL_EXPORTER_OTLP_ENDPOINT is not set")]
    [InlineData("""{"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer cn_1"}""", "a Claudeonomics server answers 401")]
    public void Look_OneSettingMissing_SaysWhich(string without, string said)
    {
        var all = System.Text.Json.Nodes.JsonNode.Parse($$"""{ {{Variables}}, "OTEL_EXPORTER_OTLP_ENDPOINT": "https://t.example" }""")!.AsObject();
        foreach (var (name, _) in System.Text.Json.Nodes.JsonNode.Parse(without)!.AsObject())
        {
            all.Remove(name);
        }

        var setup = Look(new FakeSettings((User, $$"""{"env": {{all.ToJsonString()}} }""")));

        Assert.Equal(TelemetryState.Incomplete, setup.State);
        Assert.Contains(said, Assert.Single(setup.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_CountersOnly_SaysWhatIsLost()
    {
        var setup = Look(new FakeSettings((User, """
            {"env": { "CLAUDE_CODE_ENABLE_TELEMETRY": "1", "OTEL_METRICS_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
              "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://t.example/v1/metrics", "OTEL_EXPORTER_OTLP_METRICS_HEADERS": "authorization=Bearer x" } }
            """)));

        Assert.Equal((TelemetryState.Incomplete, "https://t.example/v1/metrics"), (setup.State, setup.Endpoint));
        Assert.StartsWith("Only counters are sent.", Assert.Single(setup.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"env\": {\n", "It is no JSON: see line 3.")]
    [InlineData("[]", "It is JSON, but no object.")]
    [InlineData(null, "Permission denied")]
    public void Of_SettingsThatCannotBeRead_NamesTheFile(string? text, string said)
    {
        var setup = Look(new FakeSettings((User, text)));

        Assert.Equal((TelemetryState.Unreadable, User, said), (setup.State, setup.SetIn, Assert.Single(setup.Notes)));
    }

    private static void AssertReports(string endpoint, string setIn, TelemetrySetup setup)
    {
        Assert.Empty(setup.Notes);
        Assert.Equal((TelemetryState.On, endpoint, setIn), (setup.State, setup.Endpoint, setup.SetIn));
    }

    private static TelemetrySetup Look(FakeSettings files, params (string Name, string Value)[] variables) =>
        TelemetrySetup.Of(new ClaudeCodeTelemetry(Home.With(variables), files, "/src/app"));
}
