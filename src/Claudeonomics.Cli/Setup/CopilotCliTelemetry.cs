using System.Text.RegularExpressions;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>Copilot CLI: variables, which are mostly set for it alone by an alias in a shell's start file.</summary>
/// <remarks>See https://docs.github.com/en/copilot/reference/enterprise-administrators/opentelemetry-reference.</remarks>
internal sealed partial class CopilotCliTelemetry(Surroundings surroundings, ISettingsFiles files) : ITelemetryLook
{
    public string Agent => "github-copilot";

    public string Title => "Copilot CLI";

    // alias copilot='COPILOT_OTEL_ENABLED=true OTEL_EXPORTER_OTLP_ENDPOINT=https://... copilot'
    // export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer ..."
    // set -gx COPILOT_OTEL_ENABLED true
    [GeneratedRegex("""(?<name>COPILOT_OTEL_[A-Z_]+|OTEL_EXPORTER_OTLP_[A-Z_]+)(?:=|\s+)(?:"(?<value>[^"\r\n]*)"|(?<value>[^\s"';]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment { get; }

    private IEnumerable<string> ShellFiles =>
    [
        surroundings.InHome(".bashrc"), surroundings.InHome(".bash_aliases"), surroundings.InHome(".bash_profile"), surroundings.InHome(".profile"),
        surroundings.InHome(".zshrc"), surroundings.InHome(".zshenv"), surroundings.InHome(".zprofile"),
        Path.Combine(surroundings.ConfigHome, "fish", "config.fish"),
    ];

    public TelemetrySetup Look() =>
        Judge(name => Setting.OfVariable(surroundings, name))
        ?? ShellFiles.Select(LookInto).FirstOrDefault(static found => found is not null)
        ?? TelemetrySetup.Off(this);

    private TelemetrySetup? LookInto(string path)
    {
        string? text;
        try
        {
            text = files.Read(path);
        }
        catch (IOException fault)
        {
            throw new SettingsException(path, fault.Message);
        }

        // Without a word of Copilot's the variables are for other programs.
        if (text is null || !text.Contains("COPILOT_OTEL", StringComparison.Ordinal))
        {
            return null;
        }

        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (Match match in Assignment.Matches(text))
        {
            settings[match.Groups["name"].Value] = new(match.Groups["value"].Value, path);
        }

        return Judge(settings.GetValueOrDefault);
    }

    private TelemetrySetup? Judge(Func<string, Setting?> find)
    {
        var endpoint = find("OTEL_EXPORTER_OTLP_ENDPOINT");
        var enabled = find("COPILOT_OTEL_ENABLED") is { IsTrue: true } asked ? asked : endpoint;
        var file = find("COPILOT_OTEL_FILE_EXPORTER_PATH");
        if (file is not null || find("COPILOT_OTEL_EXPORTER_TYPE") is { Value: "file" })
        {
            return TelemetrySetup.Reporting(this, null, file ?? find("COPILOT_OTEL_EXPORTER_TYPE")!,
                [$"It writes to {(file is null ? "a file" : file.Value)} instead of reporting. This program reads such files."]);
        }

        if (enabled is null)
        {
            return null;
        }

        var notes = new List<string>();
        if (endpoint is null)
        {
            notes.Add("OTEL_EXPORTER_OTLP_ENDPOINT is not set: it sends to this machine's port 4318.");
        }
        else if (!Endpoint.HasKey(endpoint, find("OTEL_EXPORTER_OTLP_HEADERS")))
        {
            notes.Add(Endpoint.NoKey("OTEL_EXPORTER_OTLP_HEADERS has no Authorization"));
        }

        return TelemetrySetup.Reporting(this, endpoint, enabled, notes);
    }
}
