using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>Copilot in VS Code: the editor's own settings.</summary>
/// <remarks>See https://code.visualstudio.com/docs/copilot/guides/monitoring-agents.</remarks>
internal sealed class CopilotInCodeTelemetry(Surroundings surroundings, ISettingsFiles files, string workFolder) : ITelemetryLook
{
    private const string Settings = "github.copilot.chat.otel.";

    public string Agent => "github-copilot";

    public string Title => "Copilot in VS Code";

    public TelemetrySetup Look()
    {
        var stack = new SettingsStack(files,
        [
            Path.Combine(workFolder, ".vscode", "settings.json"),
            .. from folder in surroundings.ApplicationHomes
               from channel in (string[])["Code", "Code - Insiders"]
               select Path.Combine(folder, channel, "User", "settings.json"),
            surroundings.InHome(".vscode-server", "data", "Machine", "settings.json"),
        ]);
        Setting? Find(string name) => stack.Find(Settings + name);

        if (Find("enabled") is not { IsTrue: true } enabled)
        {
            return TelemetrySetup.Off(this);
        }

        var notes = new List<string>();
        var endpoint = Find("otlpEndpoint");
        if (Find("exporterType") is { Value: not ("otlp-http" or "otlp-grpc") } exporter)
        {
            notes.Add($"exporterType is {exporter.Value}: nothing is reported.");
        }
        else if (endpoint is null)
        {
            notes.Add("otlpEndpoint is not set: it sends to this machine's port 4318.");
        }
        else if (!Endpoint.HasKey(endpoint, Setting.OfVariable(surroundings, "OTEL_EXPORTER_OTLP_HEADERS")))
        {
            notes.Add(Endpoint.NoKey("there is none in otlpEndpoint (…/k/KEY)"));
        }

        return TelemetrySetup.Reporting(this, endpoint, enabled, notes);
    }
}
