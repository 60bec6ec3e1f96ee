using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>Gemini CLI and its fork Qwen Code: variables before settings files.</summary>
/// <remarks>The strongest come first: variables, the system's settings, the project's, the user's.
/// See https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/telemetry.md and
/// https://qwenlm.github.io/qwen-code-docs/en/developers/development/telemetry/.</remarks>
internal sealed class GeminiTelemetry : ITelemetryLook
{
    private readonly Surroundings _surroundings;
    private readonly ISettingsFiles _files;
    private readonly IReadOnlyList<string> _prefixes;
    private readonly IReadOnlyList<string> _paths;

    private GeminiTelemetry(
        string agent, string title, Surroundings surroundings, ISettingsFiles files, IReadOnlyList<string> prefixes, IReadOnlyList<string> paths) =>
        (Agent, Title, _surroundings, _files, _prefixes, _paths) = (agent, title, surroundings, files, prefixes, paths);

    public string Agent { get; }

    public string Title { get; }

    public static GeminiTelemetry OfGeminiCli(Surroundings surroundings, ISettingsFiles files, string workFolder) => new(
        "gemini-cli", "Gemini CLI", surroundings, files, ["GEMINI_TELEMETRY_"],
        [
            surroundings.Variable("GEMINI_CLI_SYSTEM_SETTINGS_PATH") ?? SystemSettings("gemini-cli", "GeminiCli"),
            Path.Combine(workFolder, ".gemini", "settings.json"),
            Path.Combine(surroundings.Variable("GEMINI_CLI_HOME") ?? surroundings.Home, ".gemini", "settings.json"),
        ]);

    // Its first releases still had Gemini's names for variables.
    public static GeminiTelemetry OfQwenCode(Surroundings surroundings, ISettingsFiles files, string workFolder) => new(
        "qwen-code", "Qwen Code", surroundings, files, ["QWEN_TELEMETRY_", "GEMINI_TELEMETRY_"],
        [
            surroundings.Variable("QWEN_CODE_SYSTEM_SETTINGS_PATH") ?? SystemSettings("qwen-code", "QwenCode"),
            Path.Combine(workFolder, ".qwen", "settings.json"),
            surroundings.InHome(".qwen", "settings.json"),
        ]);

    public TelemetrySetup Look()
    {
        var stack = new SettingsStack(_files, _paths);
        Setting? Find(string variable, string name) => Variable(variable) ?? stack.Find("telemetry", name);

        if (Find("ENABLED", "enabled") is not { IsTrue: true } enabled)
        {
            return TelemetrySetup.Off(this);
        }

        var notes = new List<string>();
        if (Find("OUTFILE", "outfile") is { } file)
        {
            notes.Add($"It writes to the file {file.Value} instead of reporting.");
            return TelemetrySetup.Reporting(this, null, enabled, notes);
        }

        if (Find("TARGET", "target") is { Value: "gcp" } target)
        {
            notes.Add($"It reports to Google Cloud: {target.From} says target gcp.");
        }

        var endpoint = Variable("OTLP_ENDPOINT") ?? Setting.OfVariable(_surroundings, "OTEL_EXPORTER_OTLP_ENDPOINT") ?? stack.Find("telemetry", "otlpEndpoint");
        if (endpoint is null)
        {
            notes.Add("otlpEndpoint is not set: it sends to this machine's port 4317.");
        }
        else if (!Endpoint.HasKey(endpoint, Setting.OfVariable(_surroundings, "OTEL_EXPORTER_OTLP_HEADERS")))
        {
            notes.Add(Endpoint.NoKey("there is none in otlpEndpoint (…/k/KEY) and no Authorization in OTEL_EXPORTER_OTLP_HEADERS"));
        }

        if (endpoint is not null && Endpoint.HasKeyInPath(endpoint) && Find("OTLP_PROTOCOL", "otlpProtocol") is not { Value: "http" })
        {
            notes.Add("otlpProtocol is not http: over gRPC the key in the address is lost.");
        }

        return TelemetrySetup.Reporting(this, endpoint, enabled, notes);
    }

    private static string SystemSettings(string linux, string mac) =>
        OperatingSystem.IsMacOS() ? $"/Library/Application Support/{mac}/settings.json"
        : OperatingSystem.IsWindows() ? $@"C:\ProgramData\{linux}\settings.json"
        : $"/etc/{linux}/settings.json";

    private Setting? Variable(string name) =>
        _prefixes.Select(prefix => Setting.OfVariable(_surroundings, prefix + name)).FirstOrDefault(static setting => setting is not null);
}
