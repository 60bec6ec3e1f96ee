using System.Globalization;
using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Reports;

/// <summary>Writes a report for people.</summary>
internal static class ReportText
{
    public static void Write(Report report, DateTimeOffset now, TextWriter output, Screen screen)
    {
        if (report.Rows.Count == 0)
        {
            output.WriteLine("Nothing was used. \"claudeonomics agents\" says which agents are on this machine.");
        }
        else
        {
            WriteTable(report, output, screen);
            WriteBlocks(report, now, output, screen);
        }

        WriteNotes(report, output, screen);
        AdviceText.Write(report.Advice ?? [], output, screen);
    }

    private static void WriteTable(Report report, TextWriter output, Screen screen)
    {
        var isPath = report.Kind is ReportKind.Project;
        var table = new TextTable(
            new TableColumn(HeadingOf(report.Kind)) { ShrinksTo = report.Kind is ReportKind.Project or ReportKind.Conversation or ReportKind.Model ? 12 : null, CutsStart = isPath },
            new TableColumn("agent") { LeaveOut = 4 },
            new TableColumn("model") { ShrinksTo = 12, LeaveOut = 1 },
            new TableColumn("calls") { IsNumber = true, LeaveOut = 5 },
            new TableColumn("input") { IsNumber = true, LeaveOut = 6 },
            new TableColumn("cache read") { IsNumber = true, LeaveOut = 3 },
            new TableColumn("cache write") { IsNumber = true, LeaveOut = 7 },
            new TableColumn("output") { IsNumber = true, LeaveOut = 2 },
            new TableColumn("tokens") { IsNumber = true },
            new TableColumn("list price") { IsNumber = true });
        string? before = null;
        foreach (var row in report.Rows)
        {
            // A key stands where it begins.
            table.Add(Cells(new(row.Key == before ? "" : row.Key, Tone.Strong), row.Agent, row.Model, row.Sums));
            before = row.Key;
        }

        table.AddRule();
        table.Add(Cells(new("total", Tone.Strong), "", "", report.Totals));
        table.Write(output, screen);
    }

    private static TableCell[] Cells(TableCell key, string agent, string model, in UsageSums sums) =>
    [
        key, new(agent, Tone.Quiet), model, sums.Requests.ToString("N0", CultureInfo.InvariantCulture), FigureText.Tokens(sums.UncachedInput),
        FigureText.Tokens(sums.CacheRead), FigureText.Tokens(sums.CacheWrite5m + sums.CacheWrite1h + sums.CacheWriteUnknown), FigureText.Tokens(sums.Output),
        new(FigureText.Tokens(sums.TotalTokens), Tone.Strong), FigureText.Dollars(sums.ListCostUsd),
    ];

    private static void WriteBlocks(Report report, DateTimeOffset now, TextWriter output, Screen screen)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var block in report.Blocks.Where(block => block.IsActiveAt(nowMs)))
        {
            var left = FigureText.Duration(DateTimeOffset.FromUnixTimeMilliseconds(block.EndUnixMs) - now);
            var pace = block.PaceAt(nowMs) is { } running
                ? $"{FigureText.Tokens((long)running.TokensPerMinute)} tokens a minute, {FigureText.Tokens(running.ProjectedTokens)} tokens and {FigureText.Dollars(running.ProjectedUsd)} at its end if it goes on so"
                : "no rate yet";
            foreach (var line in Columns.Wrap($"{block.Agent}: {left} left, {pace}.", screen.Width))
            {
                output.WriteLine(screen.Paint(line, Tone.Accent));
            }
        }
    }

    private static void WriteNotes(Report report, TextWriter output, Screen screen)
    {
        if (report.Totals.UnpricedTokens > 0)
        {
            output.WriteLine(screen.Paint($"{FigureText.Tokens(report.Totals.UnpricedTokens)} tokens have no price and are left out of the dollars.", Tone.Warning));
        }

        if (report.Totals.PartialRequests > 0)
        {
            output.WriteLine(screen.Paint(
                $"{report.Totals.PartialRequests.ToString("N0", CultureInfo.InvariantCulture)} calls were logged in part (before they ended by Claude Code 2.0.64 to 2.1.77, or as the last of several): their counts are a lower bound.",
                Tone.Warning));
        }

        if (report.Unread.Count > 0)
        {
            output.WriteLine(screen.Paint(
                $"{report.Unread.Count.ToString("N0", CultureInfo.InvariantCulture)} lines could not be read as they are: \"claudeonomics doctor\" lists them.", Tone.Warning));
        }
    }

    private static string HeadingOf(ReportKind kind) => kind switch
    {
        ReportKind.Daily => "day",
        ReportKind.Weekly => "week from",
        ReportKind.Monthly => "month",
        ReportKind.Hourly => "hour",
        ReportKind.Conversation => "conversation",
        ReportKind.Model => "model",
        ReportKind.Agent => "agent",
        ReportKind.Project => "folder",
        ReportKind.Blocks => "five hours from",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
