using System.Globalization;
using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Text;

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
        TableColumn[] all =
        [
            new(HeadingOf(report.Kind)) { ShrinksTo = report.Kind is ReportKind.Project or ReportKind.Conversation or ReportKind.Model ? 12 : null, CutsStart = report.Kind is ReportKind.Project },
            new("agent") { LeaveOut = 4 },
            new("model") { ShrinksTo = 12, LeaveOut = 1 },
            new("calls") { IsNumber = true, LeaveOut = 5 },
            new("input") { IsNumber = true, LeaveOut = 6 },
            new("cache read") { IsNumber = true, LeaveOut = 3 },
            new("cache write") { IsNumber = true, LeaveOut = 7 },
            new("output") { IsNumber = true, LeaveOut = 2 },
            new("tokens") { IsNumber = true },
            new("list price") { IsNumber = true },
        ];

        // What the rows are of stands in the first column already.
        int[] shown = [.. Enumerable.Range(0, all.Length).Where(at => at != (report.Kind switch { ReportKind.Agent => 1, ReportKind.Model => 2, _ => -1 }))];
        var table = new TextTable([.. shown.Select(at => all[at])]);
        string? before = null;
        foreach (var row in report.Rows)
        {
            // A key stands where it begins.
            var key = report.Kind is ReportKind.Model ? ShortModel.Of(row.Key) : row.Key;
            var cells = Cells(new(row.Key == before ? "" : key, Tone.Strong), row.Agent, ShortModel.Of(row.Model), row.Sums);
            table.Add([.. shown.Select(at => cells[at])]);
            before = row.Key;
        }

        var totals = Cells(new("total", Tone.Strong), "", "", report.Totals);
        table.AddRule();
        table.Add([.. shown.Select(at => totals[at])]);
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
        foreach (var line in Notes(report).SelectMany(note => Columns.Wrap(note, screen.Width)))
        {
            output.WriteLine(screen.Paint(line, Tone.Warning));
        }
    }

    private static IEnumerable<string> Notes(Report report)
    {
        if (report.Totals.UnpricedTokens > 0)
        {
            yield return $"{FigureText.Tokens(report.Totals.UnpricedTokens)} tokens have no price and are left out of the dollars.";
        }

        if (report.Totals.PartialRequests > 0)
        {
            yield return $"{Figure.Whole(report.Totals.PartialRequests)} calls were logged in part (before they ended by Claude Code 2.0.64 to 2.1.77, or as the last of several): their counts are a lower bound.";
        }

        if (report.Unread.Count > 0)
        {
            yield return $"{Figure.Whole(report.Unread.Count)} {(report.Unread.Count == 1 ? "line" : "lines")} could not be read as they are: \"claudeonomics doctor\" lists them.";
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
