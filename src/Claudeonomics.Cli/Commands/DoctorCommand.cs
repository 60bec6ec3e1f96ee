using System.CommandLine;
using System.Reflection;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Setup;
using Claudeonomics.Cli.Survey;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Telemetry;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics doctor</c>: everything that one asks before believing a number.</summary>
internal static class DoctorCommand
{
    private const string LocalServer = "http://127.0.0.1:8080";

    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var json = SharedOptions.Json();
        var server = new Option<string>("--server")
        {
            Description = "The server that the printed settings point at",
            HelpName = "URL",
            DefaultValueFactory = static _ => LocalServer,
        };
        server.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError($"--server takes an address such as https://tokens.example, not \"{text}\".");
            }
        });
        var command = new Command("doctor", "What was found, what could not be read and why, and whether agents report.") { json, server };
        command.SetAction((parsed, cancellationToken) =>
        {
            var state = new UsageMemory(surroundings, ScanProgress.OfProcess).Refresh(AgentRegistry.All, cancellationToken);
            var diagnosis = new Diagnosis(
                AgentSurvey.Take(surroundings, state, cancellationToken),
                [.. state.Unread()],
                [.. TelemetryLooks.All(surroundings, new DiskSettings(), Environment.CurrentDirectory).Select(TelemetrySetup.Of)],
                AgentSettings.ForOne(parsed.GetValue(server)!.TrimEnd('/'), "YOUR-KEY"));
            using var output = new CommandOutput(surroundings);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(output.Stream, document => WriteJson(document, surroundings, diagnosis));
            }
            else
            {
                WriteText(output, surroundings, diagnosis, clock.GetUtcNow());
            }

            return Task.FromResult(0);
        });
        return command;
    }

    private static string Version => typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, Surroundings surroundings, Diagnosis diagnosis)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, Version);
        json.WriteString("priceBook"u8, PriceBook.Embedded.Version);
        json.WriteString("timeZone"u8, TimeZoneInfo.Local.Id);
        json.WriteString("memory"u8, MemoryFolder.Of(surroundings));
        SurveyJson.WriteAgents(json, diagnosis.Agents);
        ReportJson.WriteUnread(json, diagnosis.Unread);
        SurveyJson.WriteTelemetry(json, diagnosis.Telemetry, diagnosis.Settings);
        json.WriteEndObject();
    }

    private static void WriteText(CommandOutput output, Surroundings surroundings, Diagnosis diagnosis, DateTimeOffset now)
    {
        var (text, screen) = (output.Text, output.Screen);
        text.WriteLine($"claudeonomics {Version}, prices {PriceBook.Embedded.Version}, days begin in {TimeZoneInfo.Local.Id}");
        text.WriteLine(screen.Paint($"Remembers in {Columns.Clean(FolderSummary.Short(surroundings, MemoryFolder.Of(surroundings)))}", Tone.Quiet));
        Head(text, screen, "Agents");
        SurveyText.WriteAgents(text, screen, surroundings, diagnosis.Agents, now);
        Head(text, screen, "Reading");
        SurveyText.WriteUnread(text, screen, surroundings, diagnosis.Unread);
        Head(text, screen, "Telemetry");
        SurveyText.WriteTelemetry(text, screen, surroundings, diagnosis.Telemetry, diagnosis.Settings, diagnosis.IsHere);
    }

    private static void Head(TextWriter text, Screen screen, string heading)
    {
        text.WriteLine();
        text.WriteLine(screen.Paint(heading, Tone.Strong));
    }

    private sealed record Diagnosis(
        IReadOnlyList<AgentFinding> Agents, IReadOnlyList<UnreadLine> Unread, IReadOnlyList<TelemetrySetup> Telemetry, IReadOnlyList<AgentSettings> Settings)
    {
        public bool IsHere(TelemetrySetup setup) => Agents.Any(finding => finding.IsFound && finding.Agent.Name == setup.Agent);
    }
}
