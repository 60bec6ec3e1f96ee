using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>Claude Code: variables, from the <c>env</c> of its settings files or from the shell.</summary>
/// <remarks>The strongest come first: managed settings, the project's own, the user's, the shell's.
/// See https://code.claude.com/docs/en/monitoring-usage and https://code.claude.com/docs/en/settings.</remarks>
internal sealed class ClaudeCodeTelemetry(Surroundings surroundings, ISettingsFiles files, string workFolder) : ITelemetryLook
{
    public string Agent => "claude-code";

    public string Title => "Claude Code";

    private static string ManagedFolder =>
        OperatingSystem.IsMacOS() ? "/Library/Application Support/ClaudeCode"
        : OperatingSystem.IsWindows() ? @"C:\Program Files\ClaudeCode"
        : "/etc/claude-code";

    public TelemetrySetup Look()
    {
        var user = surroundings.Folders("CLAUDE_CONFIG_DIR") is [var named, ..] ? named : surroundings.InHome(".claude");
        var stack = new SettingsStack(files,
        [
            .. files.List(Path.Combine(ManagedFolder, "managed-settings.d"), ".json").Reverse(),
            Path.Combine(ManagedFolder, "managed-settings.json"),
            Path.Combine(workFolder, ".claude", "settings.local.json"),
            Path.Combine(workFolder, ".claude", "settings.json"),
            Path.Combine(user, "settings.json"),
        ]);
        return Judge(name => stack.Find("env", name) ?? Setting.OfVariable(surroundings, name), stack.Find("otelHeadersHelper") is not null);
    }

    private TelemetrySetup Judge(Func<string, Setting?> find, bool hasHelper)
    {
        if (find("CLAUDE_CODE_ENABLE_TELEMETRY") is not { IsTrue: true } enabled)
        {
            return TelemetrySetup.Off(this);
        }

        var (logs, metrics) = (find("OTEL_LOGS_EXPORTER")?.Names("otlp") ?? false, find("OTEL_METRICS_EXPORTER")?.Names("otlp") ?? false);
        var signal = logs || !metrics ? "LOGS" : "METRICS";
        var endpoint = find($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") ?? find("OTEL_EXPORTER_OTLP_ENDPOINT");
        var notes = new List<string>();
        if (!logs)
        {
            notes.Add(metrics
                ? "Only counters are sent. Set OTEL_LOGS_EXPORTER to otlp, so that calls are told one by one."
                : "OTEL_LOGS_EXPORTER is not otlp: nothing is sent.");
        }

        if ((find($"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL") ?? find("OTEL_EXPORTER_OTLP_PROTOCOL")) is null)
        {
            notes.Add("OTEL_EXPORTER_OTLP_PROTOCOL is not set, and Claude Code has no default for it: nothing is sent.");
        }

        if (endpoint is null)
        {
            notes.Add("OTEL_EXPORTER_OTLP_ENDPOINT is not set: it sends to this machine's port for collectors.");
        }
        else if (!hasHelper && !Endpoint.HasKey(endpoint, find($"OTEL_EXPORTER_OTLP_{signal}_HEADERS"), find("OTEL_EXPORTER_OTLP_HEADERS")))
        {
            notes.Add(Endpoint.NoKey("OTEL_EXPORTER_OTLP_HEADERS has no Authorization"));
        }

        return TelemetrySetup.Reporting(this, endpoint, enabled, notes);
    }
}
