using System.Globalization;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Setup;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Telemetry;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Survey;

/// <summary>What was found, for people.</summary>
internal static class SurveyText
{
    // Of each reason so many places are named; the rest is counted. All of them are in the JSON.
    private const int MostPlaces = 5;

    public static void WriteAgents(
        TextWriter output, Screen screen, Surroundings surroundings, IReadOnlyList<AgentFinding> findings, DateTimeOffset now)
    {
        var counted = findings.Where(static finding => finding.IsFound && finding.Agent.WhyNotCounted is null).ToArray();
        if (counted.Length == 0)
        {
            output.WriteLine("No agent has left anything to count on this machine.");
            output.WriteLine(screen.Paint($"Looked for: {string.Join(", ", findings.Select(static finding => finding.Agent.Title))}.", Tone.Quiet));
        }
        else
        {
            var table = new TextTable(
                new TableColumn("Agent"),
                new TableColumn("Tokens") { IsNumber = true },
                new TableColumn("List price") { IsNumber = true },
                new TableColumn("Calls") { IsNumber = true, LeaveOut = 2 },
                new TableColumn("Last") { LeaveOut = 3 },
                new TableColumn("Files") { IsNumber = true, LeaveOut = 4 },
                new TableColumn("Size") { IsNumber = true, LeaveOut = 5 },
                new TableColumn("Where") { ShrinksTo = 14, CutsStart = true, LeaveOut = 1 });
            foreach (var finding in counted)
            {
                AddRows(table, surroundings, finding, now);
            }

            table.Write(output, screen);
        }

        foreach (var finding in findings.Where(static finding => finding.IsFound && finding.Agent.WhyNotCounted is not null))
        {
            output.WriteLine();
            output.WriteLine($"{finding.Agent.Title} is here ({Columns.Clean(FolderSummary.Short(surroundings, finding.Folders[0]))}) and cannot be counted: {finding.Agent.WhyNotCounted}");
        }
    }

    /// <summary>One line that says where to read more, if there is anything.</summary>
    public static void WriteUnreadHint(TextWriter output, Screen screen, IReadOnlyList<UnreadLine> unread)
    {
        if (unread.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(screen.Paint($"{Figure.Whole(unread.Count)} {(unread.Count == 1 ? "line" : "lines")} could not be read as they stand: claudeonomics doctor says which and why.", Tone.Warning));
        }
    }

    public static void WriteUnread(TextWriter output, Screen screen, Surroundings surroundings, IReadOnlyList<UnreadLine> unread)
    {
        if (unread.Count == 0)
        {
            output.WriteLine($"{screen.Paint("✓", Tone.Good)} Every line was read.");
            return;
        }

        foreach (var reason in unread.GroupBy(static line => line.Reason).OrderByDescending(static lines => lines.Count()))
        {
            var count = reason.Count();
            output.WriteLine($"{screen.Paint("!", Tone.Warning)} {Figure.Whole(count)} {(count == 1 ? "place" : "places")}: {UnreadReasonNames.Sentence(reason.Key)}");
            foreach (var line in reason.Take(MostPlaces))
            {
                var place = Columns.Clean(FolderSummary.Short(surroundings, line.Path)) + (line.Line > 0 ? $":{line.Line.ToString(CultureInfo.InvariantCulture)}" : "");
                output.WriteLine(screen.Paint($"    {Columns.CutStart(place, screen.Width - 4)}", Tone.Quiet));
            }

            if (count > MostPlaces)
            {
                output.WriteLine(screen.Paint($"    and {Figure.Whole(count - MostPlaces)} more", Tone.Quiet));
            }
        }
    }

    /// <param name="settings">The lines for each agent.</param>
    /// <param name="isHere">Whether an agent is on this machine at all.</param>
    public static void WriteTelemetry(
        TextWriter output, Screen screen, Surroundings surroundings, IReadOnlyList<TelemetrySetup> setups, IReadOnlyList<AgentSettings> settings,
        Func<TelemetrySetup, bool> isHere)
    {
        foreach (var setup in setups.Where(setup => isHere(setup) || setup.State != TelemetryState.Off))
        {
            var (mark, tone) = setup.State == TelemetryState.On ? ("✓", Tone.Good) : setup.State == TelemetryState.Off ? ("·", Tone.Quiet) : ("!", Tone.Warning);
            var from = setup.SetIn is { } place ? Columns.Clean(FolderSummary.Short(surroundings, place)) : "";
            output.WriteLine($"{screen.Paint(mark, tone)} {setup.Title} " + setup.State switch
            {
                TelemetryState.On => $"reports to {Columns.Clean(setup.Endpoint!)} {screen.Paint($"({from})", Tone.Quiet)}",
                TelemetryState.Off => "does not report.",
                TelemetryState.Unreadable => $"has settings that cannot be read: {from}",
                _ => $"reports, but not as it should {screen.Paint($"({from})", Tone.Quiet)}",
            });
            foreach (var note in setup.Notes)
            {
                output.WriteLine($"    {Columns.Clean(note)}");
            }

            if (setup.State is TelemetryState.Off or TelemetryState.Incomplete)
            {
                WriteLines(output, screen, settings.Single(lines => lines.Agent == setup.Title));
            }
        }

        var absent = setups.Where(setup => !isHere(setup) && setup.State == TelemetryState.Off).Select(static setup => setup.Title).ToArray();
        if (absent.Length > 0)
        {
            output.WriteLine(screen.Paint($"· Not on this machine: {string.Join(", ", absent)}.", Tone.Quiet));
        }
    }

    private static void WriteLines(TextWriter output, Screen screen, AgentSettings settings)
    {
        var place = settings.Places.FirstOrDefault(static place => place.System == SystemName, settings.Places[0]).Path;
        output.WriteLine(screen.Paint($"    Put this into {place}:", Tone.Quiet));
        foreach (var line in settings.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            output.WriteLine($"      {line}");
        }
    }

    private static string SystemName => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";

    private static void AddRows(TextTable table, Surroundings surroundings, AgentFinding finding, DateTimeOffset now)
    {
        var sums = finding.Sums;
        table.Add(
            finding.Agent.Title,
            new(FigureText.Tokens(sums.TotalTokens), Tone.Strong),
            FigureText.Dollars(sums.ListCostUsd),
            Figure.Whole(sums.Requests),
            finding.LastAt is { } last ? FigureText.Ago(now - last) : "",
            Figure.Whole(finding.Files),
            FigureText.Bytes(finding.Bytes),
            new(finding.Folders.Count > 0 ? FolderSummary.Short(surroundings, finding.Folders[0]) : "gone; known from memory", Tone.Quiet));
        foreach (var folder in finding.Folders.Skip(1))
        {
            table.Add("", "", "", "", "", "", "", new(FolderSummary.Short(surroundings, folder), Tone.Quiet));
        }
    }
}
