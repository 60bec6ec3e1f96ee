using Claudeonomics.Cli.Setup;
using Claudeonomics.Core.Telemetry;

namespace Claudeonomics.Tests.CommandLine.Setup;

public sealed class OtherTelemetryTests
{
    private const string CodexFile = "/home/dev/.codex/config.toml";
    private const string GeminiFile = "/home/dev/.gemini/settings.json";
    private const string QwenFile = "/home/dev/.qwen/settings.json";
    private const string CodeFile = "/home/dev/.config/Code/User/settings.json";

    [Theory]
    [InlineData("Codex", CodexFile, "https://tokens.example/v1/logs")]
    [InlineData("Gemini CLI", GeminiFile, "https://tokens.example/k/…")]
    [InlineData("Qwen Code", QwenFile, "https://tokens.example/k/…")]
    [InlineData("Copilot CLI", "/home/dev/.bashrc", "https://tokens.example")]
    [InlineData("Copilot in VS Code", CodeFile, "https://tokens.example/k/…")]
    public void Look_SettingsOfTheConnectPage_Reports(string title, string path, string endpoint)
    {
        var page = AgentSettings.ForOne("https://tokens.example", "cn_1").Single(lines => lines.Agent == title);

        var setup = Look(title, new FakeSettings((path, page.Text)));

        Assert.Empty(setup.Notes);
        Assert.Equal(
            (page.Id, page.Agent, TelemetryState.On, endpoint, path), (setup.Agent, setup.Title, setup.State, setup.Endpoint, setup.SetIn));
    }

    [Fact]
    public void All_EveryAgent_HasLinesOnTheConnectPage() => Assert.Equal(
        AgentSettings.ForOne("http://h", "k").Select(static lines => (lines.Id, lines.Agent)),
        TelemetryLooks.All(Home.With(), new FakeSettings(), "/src").Select(static look => (look.Agent, look.Title)));

    [Fact]
    public void All_NothingSet_AreOff() =>
        Assert.All(TelemetryLooks.All(Home.With(), new FakeSettings(), "/src"), static look => Assert.Equal(TelemetryState.Off, look.Look().State));

    [Theory]
    [InlineData("otel.exporter = \"none\"", TelemetryState.Off, null, null)]
    [InlineData("[otel]\nlog_user_prompt = false", TelemetryState.Off, null, null)]
    [InlineData("otel = { exporter = \"otlp-http\" }", TelemetryState.Incomplete, null, "exporter = \"otlp-http\" names no endpoint.")]
    [InlineData("[otel.exporter.otlp-http]\nprotocol = 'json'", TelemetryState.Incomplete, null, "The exporter has no endpoint.")]
    [InlineData("[otel]\nexporter = { otlp-http = { endpoint = \"https://t/\", headers = { authorization = \"x\" } } }", TelemetryState.Incomplete, "https://t/",
        "Codex posts to the endpoint exactly as it stands; it should end in /v1/logs.")]
    [InlineData("[otel.exporter.otlp-grpc]\nendpoint = \"https://t:4317\"", TelemetryState.Incomplete, "https://t:4317",
        "No key is sent, since headers have no Authorization: a Claudeonomics server answers 401.")]
    [InlineData("[otel.exporter.otlp-grpc]\nendpoint = \"https://t:4317\"\n[otel.exporter.otlp-grpc.headers]\n\"Authorization\" = 'x'", TelemetryState.On, "https://t:4317", null)]
    [InlineData("[otel\n", TelemetryState.Unreadable, null, "It is no TOML: line 1: \"]\" is missing.")]
    internal void Look_CodexConfiguration_IsJudged(string toml, TelemetryState state, string? endpoint, string? note)
    {
        var setup = Look("Codex", new FakeSettings((CodexFile, toml)));

        Assert.Equal((state, endpoint, note), (setup.State, setup.Endpoint, setup.Notes.SingleOrDefault()));
    }

    [Fact]
    public void Look_CodexManaged_WinsOverOnesOwn()
    {
        const string Managed = "/etc/codex/managed_config.toml";

        var setup = Look("Codex", new FakeSettings((CodexFile, "otel.exporter = \"none\""), (Managed, """
            [otel.exporter.otlp-http]
            endpoint = "https://company.example/v1/logs"
            headers = { Authorization = "Bearer x" }
            """)));

        Assert.Equal((TelemetryState.On, Managed), (setup.State, setup.SetIn));
    }

    [Theory]
    [InlineData("""{"enabled": true}""", "otlpEndpoint is not set: it sends to this machine's port 4317.")]
    [InlineData("""{"enabled": true, "outfile": "/tmp/t.log"}""", "It writes to the file /tmp/t.log instead of reporting.")]
    [InlineData("""{"enabled": true, "otlpEndpoint": "http://t/k/x"}""", "otlpProtocol is not http: over gRPC the key in the address is lost.")]
    [InlineData("""{"enabled": true, "otlpProtocol": "http", "otlpEndpoint": "http://t"}""",
        "No key is sent, since there is none in otlpEndpoint (…/k/KEY) and no Authorization in OTEL_EXPORTER_OTLP_HEADERS: a Claudeonomics server answers 401.")]
    [InlineData("""{"enabled": true, "target": "gcp", "otlpProtocol": "http", "otlpEndpoint": "http://t/k/x"}""",
        "It reports to Google Cloud: /home/dev/.gemini/settings.json says target gcp.")]
    public void Look_GeminiSettingsAmiss_SaysWhat(string telemetry, string note)
    {
        var setup = Look("Gemini CLI", new FakeSettings((GeminiFile, $$"""{"telemetry": {{telemetry}} }""")));

        Assert.Equal((TelemetryState.Incomplete, note), (setup.State, Assert.Single(setup.Notes)));
    }

    [Fact]
    public void Look_GeminiVariables_WinOverSettings()
    {
        var files = new FakeSettings((GeminiFile, """{"telemetry": {"enabled": false, "otlpProtocol": "http"} }"""));

        var setup = Look("Gemini CLI", files,
            ("GEMINI_TELEMETRY_ENABLED", "true"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://t"), ("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer x"));

        Assert.Equal((TelemetryState.On, "http://t", "$OTEL_EXPORTER_OTLP_ENDPOINT"), (setup.State, setup.Endpoint, setup.SetIn));
    }

    [Fact]
    public void Look_QwenWithGeminisVariables_Counts()
    {
        var setup = Look("Qwen Code", new FakeSettings(),
            ("GEMINI_TELEMETRY_ENABLED", "1"), ("QWEN_TELEMETRY_OTLP_ENDPOINT", "http://t/k/x/"), ("QWEN_TELEMETRY_OTLP_PROTOCOL", "http"));

        Assert.Equal((TelemetryState.On, "http://t/k/…/"), (setup.State, setup.Endpoint));
    }

    [Fact]
    public void Look_CopilotVariablesOfOtherPrograms_SayNothing() => Assert.Equal(
        TelemetryState.Off,
        Look("Copilot CLI", new FakeSettings(("/home/dev/.zshrc", "export OTEL_EXPORTER_OTLP_ENDPOINT=http://collector"))).State);

    [Fact]
    public void Look_CopilotToAFile_SaysSo()
    {
        var setup = Look("Copilot CLI", new FakeSettings(), ("COPILOT_OTEL_FILE_EXPORTER_PATH", "/home/dev/.copilot/otel/a.jsonl"));

        Assert.Equal(
            (TelemetryState.Incomplete, "It writes to /home/dev/.copilot/otel/a.jsonl instead of reporting. This program reads such files."),
            (setup.State, Assert.Single(setup.Notes)));
    }

    [Fact]
    public void Look_CopilotInFish_IsRead()
    {
        var setup = Look("Copilot CLI", new FakeSettings(("/home/dev/.config/fish/config.fish",
            "set -gx COPILOT_OTEL_ENABLED true\nset -gx OTEL_EXPORTER_OTLP_ENDPOINT http://t\nset -gx OTEL_EXPORTER_OTLP_HEADERS \"Authorization=Bearer x\"\n")));

        Assert.Equal((TelemetryState.On, "http://t"), (setup.State, setup.Endpoint));
    }

    private static TelemetrySetup Look(string title, FakeSettings files, params (string Name, string Value)[] variables) =>
        TelemetrySetup.Of(TelemetryLooks.All(Home.With(variables), files, "/src/app").Single(look => look.Title == title));
}
