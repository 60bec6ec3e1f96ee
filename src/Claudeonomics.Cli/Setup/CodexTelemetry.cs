using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>Codex: <c>[otel]</c> in its own and in managed configuration. What a project says there, Codex does not heed.</summary>
/// <remarks>See https://developers.openai.com/codex/config-reference.</remarks>
internal sealed class CodexTelemetry(Surroundings surroundings, ISettingsFiles files) : ITelemetryLook
{
    private const string LogsPath = "/v1/logs";

    public string Agent => "codex";

    public string Title => "Codex";

    public TelemetrySetup Look()
    {
        var home = surroundings.Folders("CODEX_HOME") is [var named, ..] ? named : surroundings.InHome(".codex");
        string[] paths =
        [
            OperatingSystem.IsWindows() ? Path.Combine(home, "managed_config.toml") : "/etc/codex/managed_config.toml",
            Path.Combine(home, "config.toml"),
        ];
        foreach (var path in paths)
        {
            if (Read(path)?.Table("otel") is { } otel && (otel.Text("exporter") is not null || otel.Table("exporter") is not null))
            {
                return Judge(otel, path);
            }
        }

        return TelemetrySetup.Off(this);
    }

    // exporter = "none", or { otlp-http = { endpoint = "...", protocol = "binary", headers = { ... } } }, or otlp-grpc likewise.
    private TelemetrySetup Judge(TomlTable otel, string path)
    {
        if (otel.Text("exporter") is { } word)
        {
            return word == "none" ? TelemetrySetup.Off(this) : Incomplete(null, path, $"exporter = \"{word}\" names no endpoint.");
        }

        var exporter = otel.Table("exporter", "otlp-http") ?? otel.Table("exporter", "otlp-grpc");
        if (exporter?.Text("endpoint") is not { } endpoint)
        {
            return Incomplete(null, path, "The exporter has no endpoint.");
        }

        var notes = new List<string>();
        if (otel.Table("exporter", "otlp-http") is not null && !endpoint.EndsWith(LogsPath, StringComparison.Ordinal))
        {
            notes.Add($"Codex posts to the endpoint exactly as it stands; it should end in {LogsPath}.");
        }

        var header = exporter.Table("headers")?.Names.FirstOrDefault(static name => name.Equals("authorization", StringComparison.OrdinalIgnoreCase));
        var setting = new Setting(endpoint, path);
        if (!Endpoint.HasKey(setting, header is null ? null : new Setting(header, path)))
        {
            notes.Add(Endpoint.NoKey("headers have no Authorization"));
        }

        return TelemetrySetup.Reporting(this, setting, setting, notes);
    }

    private TelemetrySetup Incomplete(Setting? endpoint, string path, string note) =>
        TelemetrySetup.Reporting(this, endpoint, new("", path), [note]);

    private TomlTable? Read(string path)
    {
        try
        {
            return files.Read(path) is { } text ? TomlReader.Read(text) : null;
        }
        catch (FormatException fault)
        {
            throw new SettingsException(path, $"It is no TOML: {fault.Message}.");
        }
        catch (IOException fault)
        {
            throw new SettingsException(path, fault.Message);
        }
    }
}
