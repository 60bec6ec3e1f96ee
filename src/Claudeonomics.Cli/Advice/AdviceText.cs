using System.Globalization;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Advice;

/// <summary>Writes advice for people.</summary>
internal static class AdviceText
{
    // Where text stands under its dollars.
    private const int Indent = 10;

    public static void Write(IReadOnlyList<AdviceItem> advice, TextWriter output, Screen screen)
    {
        if (advice.Count == 0)
        {
            return;
        }

        output.WriteLine();
        foreach (var line in Columns.Wrap("What would have cost less. Each is an estimate at list prices by itself: together they come to less than their sum.", screen.Width))
        {
            output.WriteLine(screen.Paint(line, Tone.Quiet));
        }

        foreach (var item in advice)
        {
            Write(item, output, screen);
        }
    }

    private static void Write(AdviceItem item, TextWriter output, Screen screen)
    {
        var title = $"{AdviceWords.TitleOf(item.Kind)}: {Some(item.Requests, "call")} of {Some(item.Conversations, "conversation")}, {Span(item.FirstDay, item.LastDay)}";
        var dollars = Columns.PadStart(FigureText.Dollars(item.SavedUsd), Indent - 2);
        foreach (var line in Columns.Wrap(title, screen.Width - Indent))
        {
            output.WriteLine($"{screen.Paint(dollars, Tone.Strong)}  {line}");
            dollars = new(' ', Indent - 2);
        }

        WriteParagraph(AdviceWords.WhatToDo(item.Kind), Tone.Plain, output, screen);
        WriteParagraph("Most: " + string.Join("; ", item.Examples.Select(Text)) + ".", Tone.Quiet, output, screen);
        WriteParagraph(ReckoningOf(item), Tone.Quiet, output, screen);
    }

    private static string ReckoningOf(AdviceItem item) => item.UnpricedRequests == 0 ? AdviceWords.ReckoningOf(item.Kind, item.InsteadModels)
        : $"{AdviceWords.ReckoningOf(item.Kind, item.InsteadModels)} {Some(item.UnpricedRequests, "more call")} without a price {(item.UnpricedRequests == 1 ? "is" : "are")} left out.";

    private static void WriteParagraph(string text, Tone tone, TextWriter output, Screen screen)
    {
        foreach (var line in Columns.Wrap(text, screen.Width - Indent))
        {
            output.WriteLine(new string(' ', Indent) + screen.Paint(line, tone));
        }
    }

    // Names come from files that anybody may have written.
    private static string Text(AdviceExample example)
    {
        var folder = Path.GetFileName(example.Project.TrimEnd('/', '\\'));
        var where = folder.Length > 0 ? $" in {folder}" : "";
        var conversation = example.Conversation.Length > 0 ? $" ({Columns.CutEnd(example.Conversation, 9)})" : "";
        return Columns.Clean($"{FigureText.Dollars(example.SavedUsd)} on {Day(example.Day)}{where}{conversation}");
    }

    private static string Span(DateOnly first, DateOnly last) => first == last ? Day(first) : $"{Day(first)} to {Day(last)}";

    private static string Some(long count, string unit) => $"{Figure.Whole(count)} {unit}{(count == 1 ? "" : "s")}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
