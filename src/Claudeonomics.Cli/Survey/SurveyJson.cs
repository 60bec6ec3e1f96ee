using System.Globalization;
using System.Text.Json;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Setup;
using Claudeonomics.Core.Telemetry;

namespace Claudeonomics.Cli.Survey;

/// <summary>What was found, as programs read it: properties of the object that is open.</summary>
internal static class SurveyJson
{
    public static void WriteAgents(Utf8JsonWriter json, IEnumerable<AgentFinding> findings)
    {
        json.WriteStartArray("agents"u8);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("agent"u8, finding.Agent.Name);
            json.WriteString("title"u8, finding.Agent.Title);
            json.WriteBoolean("found"u8, finding.IsFound);
            json.WriteBoolean("countable"u8, finding.Agent.WhyNotCounted is null);
            json.WriteString("whyNotCounted"u8, finding.Agent.WhyNotCounted);
            json.WriteStartArray("folders"u8);
            foreach (var folder in finding.Folders)
            {
                json.WriteStringValue(folder);
            }

            json.WriteEndArray();
            json.WriteNumber("files"u8, finding.Files);
            json.WriteNumber("bytes"u8, finding.Bytes);
            json.WriteString("lastAt"u8, finding.LastAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            ReportJson.WriteSums(json, finding.Sums);
            json.WriteNumber("unreadLines"u8, finding.Unread.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <param name="settings">The lines that set each agent up.</param>
    public static void WriteTelemetry(Utf8JsonWriter json, IEnumerable<TelemetrySetup> setups, IReadOnlyList<AgentSettings> settings)
    {
        json.WriteStartArray("telemetry"u8);
        foreach (var setup in setups)
        {
            json.WriteStartObject();
            json.WriteString("agent"u8, setup.Agent);
            json.WriteString("title"u8, setup.Title);
            json.WriteString("state"u8, setup.State.ToString().ToLowerInvariant());
            json.WriteString("endpoint"u8, setup.Endpoint);
            json.WriteString("setIn"u8, setup.SetIn);
            json.WriteStartArray("notes"u8);
            foreach (var note in setup.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            WriteSettings(json, settings.Single(lines => lines.Agent == setup.Title));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSettings(Utf8JsonWriter json, AgentSettings settings)
    {
        json.WriteStartObject("settings"u8);
        json.WriteStartArray("places"u8);
        foreach (var (system, path) in settings.Places)
        {
            json.WriteStartObject();
            json.WriteString("system"u8, system);
            json.WriteString("path"u8, path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("text"u8, settings.Text);
        json.WriteString("note"u8, settings.Note);
        json.WriteEndObject();
    }
}
