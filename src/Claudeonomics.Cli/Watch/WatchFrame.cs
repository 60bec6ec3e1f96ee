using System.Globalization;
using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Watch;

/// <summary>Lays the live view out for a window: today, the running blocks, hours, days and models, as many of them as there is room for.</summary>
internal sealed class WatchFrame
{
    private const int MostModels = 6;
    private const int LeastChart = 3;
    private const int MostChart = 12;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly WatchFigures _figures;
    private readonly Screen _screen;
    private readonly List<string> _lines = [];

    private WatchFrame(WatchFigures figures, Screen screen) => (_figures, _screen) = (figures, screen);

    /// <param name="height">Lines of the window.</param>
    /// <param name="note">What went wrong with the last look at the logs; null when nothing did.</param>
    /// <returns>At most as many lines as the window has, none wider than it.</returns>
    public static string[] Of(WatchFigures figures, Screen screen, int height, string? note)
    {
        var frame = new WatchFrame(figures, screen);
        frame.AddHead();
        frame.AddToday();
        frame.AddBlocks();
        if (note is not null)
        {
            frame.Add((note, Tone.Warning));
        }

        frame.AddCharts(height - frame._lines.Count - frame.ModelLines);
        frame.AddModels();
        return [.. frame._lines.Take(height)];
    }

    private int ModelLines => _figures.Models.Count == 0 ? 2 : 2 + Math.Min(MostModels, _figures.Models.Count);

    private void AddHead()
    {
        var left = $"Claudeonomics  {_figures.Now.ToString("dddd d MMMM, HH:mm", Culture)}";
        const string right = "q quits";
        Add(("Claudeonomics", Tone.Strong), (left["Claudeonomics".Length..], Tone.Plain), (Columns.PadStart(right, _screen.Width - Columns.WidthOf(left)), Tone.Quiet));
        Add((new('═', _screen.Width), Tone.Quiet));
    }

    private void AddToday()
    {
        var today = _figures.Today;
        var sent = today.TotalTokens - today.Output;
        Add(
            (FigureText.Tokens(today.TotalTokens), Tone.Strong), (" tokens today   ", Tone.Quiet), (FigureText.Dollars(today.ListCostUsd), Tone.Strong),
            (" list price   ", Tone.Quiet), (Figure.Whole(today.Requests), Tone.Strong), (today.Requests == 1 ? " call" : " calls", Tone.Quiet),
            (sent > 0 ? $"   {Figure.Percent((double)today.CacheRead / sent)}" : "", Tone.Strong), (sent > 0 ? " from caches" : "", Tone.Quiet));
        if (today.UnpricedTokens > 0)
        {
            Add(($"{FigureText.Tokens(today.UnpricedTokens)} tokens have no price and are left out of the dollars.", Tone.Warning));
        }
    }

    private void AddBlocks()
    {
        _lines.Add("");
        if (_figures.Blocks.Count == 0)
        {
            Add(("No five-hour block is running.", Tone.Quiet));
        }

        foreach (var block in _figures.Blocks)
        {
            AddBlock(block);
        }
    }

    private void AddBlock(UsageBlock block)
    {
        var nowMs = _figures.Now.ToUnixTimeMilliseconds();
        var left = $"{FigureText.Duration(TimeSpan.FromMilliseconds(block.EndUnixMs - nowMs))} left";
        var bar = Math.Clamp(_screen.Width - 20 - left.Length, 8, 60);
        var gone = BarChart.Lying((double)(nowMs - block.StartUnixMs) / UsageBlock.LengthMs, bar).TrimEnd();
        Add(
            (Columns.PadEnd(Columns.CutEnd(Columns.Clean(block.Agent), 14), 16), Tone.Strong), (gone, Tone.Accent), (new('░', bar - gone.Length), Tone.Quiet),
            ($"  {left}", Tone.Plain));
        Add(
            ($"  {FigureText.Dollars(block.Sums.ListCostUsd)}", Tone.Strong), ($" and {FigureText.Tokens(block.Sums.TotalTokens)} tokens, ", Tone.Plain),
            (block.PaceAt(nowMs) is { } pace
                ? $"{FigureText.Dollars(pace.UsdPerHour)} and {FigureText.Tokens((long)(pace.TokensPerMinute * 60))} an hour, {FigureText.Dollars(pace.ProjectedUsd)} at its end"
                : "no rate yet", Tone.Plain));
    }

    // Both charts where both fit, else the hours alone, else none.
    private void AddCharts(int room)
    {
        var each = Math.Min(MostChart, (room / 2) - 3);
        if (each >= LeastChart)
        {
            AddHours(each);
            AddDays(each);
        }
        else if (room - 3 >= LeastChart)
        {
            AddHours(Math.Min(MostChart, room - 3));
        }
    }

    private void AddHours(int height)
    {
        var pitch = Math.Clamp((_screen.Width - 10) / 24, 1, 6);
        var hour = _figures.Now.Hour;
        AddChart("hour by hour", _figures.Hours, height, pitch, hour, pitch == 1
            ? string.Concat(Enumerable.Range(0, 4).Select(static quarter => Columns.PadEnd((quarter * 6).ToString(Culture), 6)))
            : string.Concat(Enumerable.Range(0, 24).Select(at => Columns.PadEnd(pitch > 2 || at % 2 == 0 ? at.ToString(Culture) : "", pitch))));
    }

    private void AddDays(int height)
    {
        var pitch = Math.Clamp((_screen.Width - 10) / WatchFigures.DayCount, 1, 5);
        var first = _figures.Now.Date.AddDays(1 - WatchFigures.DayCount);

        // Mondays are named, as far as names do not touch.
        var names = new char[(WatchFigures.DayCount * pitch) + 6];
        Array.Fill(names, ' ');
        for (var day = 0; day < WatchFigures.DayCount; day++)
        {
            if (first.AddDays(day).DayOfWeek == DayOfWeek.Monday)
            {
                first.AddDays(day).ToString("d MMM", Culture).CopyTo(0, names, day * pitch, first.AddDays(day).ToString("d MMM", Culture).Length);
            }
        }

        AddChart($"the last {WatchFigures.DayCount} days", _figures.Days, height, pitch, WatchFigures.DayCount - 1, new(names));
    }

    // The bar of now in the accent's colour, what it is worth at the right of the first line.
    private void AddChart(string title, IReadOnlyList<long> values, int height, int pitch, int now, string axis)
    {
        _lines.Add("");
        Add((title, Tone.Quiet), (values.Max() > 0 ? $", at most {FigureText.Tokens(values.Max())} tokens" : "", Tone.Quiet));
        foreach (var line in BarChart.Upright(values, height, pitch))
        {
            var (from, to) = (now * pitch, (now + 1) * pitch);
            Add((line[..from], Tone.First), (line[from..to], Tone.Accent), (line[to..], Tone.First));
        }

        Add((axis.TrimEnd(), Tone.Quiet));
    }

    private void AddModels()
    {
        _lines.Add("");
        if (_figures.Models.Count == 0)
        {
            Add(("Nothing was used today yet.", Tone.Quiet));
            return;
        }

        Add(("models today", Tone.Quiet));
        var all = (double)_figures.Models.Sum(static model => model.Sums.TotalTokens);
        var shown = _figures.Models.Take(MostModels).ToArray();
        var name = Math.Min(shown.Max(static model => Columns.WidthOf(ShortModel.Of(model.Name))), Math.Max(10, _screen.Width / 4));
        var bar = Math.Clamp(_screen.Width - name - 28, 6, 60);
        for (var model = 0; model < shown.Length; model++)
        {
            var share = all > 0 ? shown[model].Sums.TotalTokens / all : 0;
            Add(
                (Columns.PadEnd(Columns.CutEnd(Columns.Clean(ShortModel.Of(shown[model].Name)), name), name + 2), Tone.Plain),
                (BarChart.Lying(share, bar), (Tone)((int)Tone.First + Math.Min(model, 4))), (Columns.PadStart(Figure.Percent(share).ToString(), 6), Tone.Plain),
                (Columns.PadStart(FigureText.Tokens(shown[model].Sums.TotalTokens), 8), Tone.Strong), (Columns.PadStart(FigureText.Dollars(shown[model].Sums.ListCostUsd), 10), Tone.Plain));
        }
    }

    // Cut at the window's edge, before it is painted.
    private void Add(params ReadOnlySpan<(string Text, Tone Tone)> parts)
    {
        var (line, room) = ("", _screen.Width);
        foreach (var (text, tone) in parts)
        {
            var shown = Columns.CutEnd(text, room);
            room -= Columns.WidthOf(shown);
            line += shown.Length > 0 ? _screen.Paint(shown, tone) : "";
            if (room <= 0)
            {
                break;
            }
        }

        _lines.Add(line);
    }
}
