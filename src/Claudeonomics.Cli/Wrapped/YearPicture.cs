using System.Globalization;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Wrapped;

/// <summary>Draws a year as one would show it: tokens, dollars, days, models and months, without a project, a conversation or an hour.</summary>
internal sealed class YearPicture
{
    public const int Width = 1600;
    public const int Height = 1000;

    private const int Left = 72;
    private const int Right = Width - Left;
    private const int Margin = 640;
    private const int Light = 300;
    private const int Bold = 620;

    // Of models so many are named; the rest is told together.
    private const int MostModels = 4;

    private readonly YearFigures _year;
    private readonly PictureColors _colors;
    private readonly Drawing _drawing;

    private YearPicture(YearFigures year, PictureColors colors)
    {
        (_year, _colors) = (year, colors);
        _drawing = new(Width, Height, colors.Paper, $"{year.Year} with coding agents", $"{Figure.Tokens(year.Sums.TotalTokens).Exact}, {Span}. {Sentence}");
    }

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>The SVG document.</summary>
    /// <param name="year">With at least one call.</param>
    /// <param name="today">Where the year is not over yet.</param>
    public static byte[] Draw(YearFigures year, DateOnly today, PictureColors colors)
    {
        var picture = new YearPicture(year, colors);
        picture.DrawMasthead(today);
        picture.DrawFigures();
        picture.DrawSentence();
        picture.DrawDays(today);
        picture.DrawModels();
        picture.DrawMonths();
        picture.DrawFoot();
        return picture._drawing.ToBytes();
    }

    private string Span => $"{Day(FirstUsed)} to {Day(LastUsed)} {_year.Year.ToString(Culture)}";

    private string Sentence => $"The model of the year is {Model(_year.Models[0].Name)}, the month {MonthName(BusiestMonth)}.";

    private int FirstUsed => Enumerable.Range(0, _year.Days.Count).First(day => _year.Days[day] > 0);

    private int LastUsed => Enumerable.Range(0, _year.Days.Count).Last(day => _year.Days[day] > 0);

    private int BusiestMonth => Enumerable.Range(1, 12).MaxBy(month => Months[month - 1]);

    private long[] Months => [.. Enumerable.Range(1, 12).Select(month => Enumerable.Range(0, _year.Days.Count).Where(day => _year.First.AddDays(day).Month == month).Sum(day => _year.Days[day]))];

    // The nameplate stands on a double rule, as on the pages.
    private void DrawMasthead(DateOnly today)
    {
        _drawing.Text(Left, 84, 36, TextSide.Start, new TextSpan("Claudeonomics", _colors.Ink, 720));
        var soFar = today.Year == _year.Year ? " so far" : "";
        _drawing.Text(Right, 84, 36, TextSide.End, new(_year.Year.ToString(Culture), _colors.Ink, Bold), new(soFar, _colors.Quiet));
        _drawing.Rectangle(Left, 106, Right - Left, 2.5, _colors.Ink);
        _drawing.Rectangle(Left, 111, Right - Left, 2.5, _colors.Ink);
    }

    private void DrawFigures()
    {
        var tokens = Figure.Tokens(_year.Sums.TotalTokens);
        _drawing.Text(Left - 6, 276, 168, TextSide.Start, new(tokens.Digits, _colors.Ink, 580), new(tokens.Unit.Length > 0 ? $"\u202f{tokens.Unit}" : "", _colors.Ink, Light));
        _drawing.Text(Left, 326, 27, TextSide.Start, new TextSpan(tokens.Exact, _colors.Ink));
        _drawing.Text(Left, 362, 25, TextSide.Start, new TextSpan(Span, _colors.Quiet));

        // The red of a ledger's margin divides the total from its entries.
        _drawing.Rectangle(Margin, 146, 1.5, 222, _colors.Accent);
        _drawing.Rectangle(Margin + 5, 146, 1.5, 222, _colors.Accent);
        var unpriced = _year.Sums.UnpricedTokens > 0 ? $"{Figure.Tokens(_year.Sums.UnpricedTokens)} without a price left out" : "what a price list says, not a bill";
        DrawFigure(Margin + 44, Figure.Dollars(_year.Sums.ListCostUsd), "at list price", unpriced);
        DrawFigure(Margin + 356, Figure.Count(_year.Sums.Requests), _year.Sums.Requests == 1 ? "call" : "calls", $"in {Some(_year.Conversations, "conversation")}");
        DrawFigure(Margin + 640, Figure.People(_year.ActiveDays), _year.ActiveDays == 1 ? "day" : "days", $"{Some(_year.LongestStreak, "day")} in a row");
    }

    private void DrawFigure(int x, Figure figure, string label, string note)
    {
        _drawing.Text(x, 276, 76, TextSide.Start, new(figure.Digits, _colors.Ink, Light), new(figure.Unit.Length > 0 ? $"\u202f{figure.Unit}" : "", _colors.Ink, Light));
        _drawing.Text(x, 326, 27, TextSide.Start, new TextSpan(label, _colors.Ink));
        _drawing.Text(x, 362, 22, TextSide.Start, new TextSpan(note, _colors.Quiet));
    }

    private void DrawSentence()
    {
        _drawing.Rectangle(Left, 400, Right - Left, 1, _colors.Rule);
        _drawing.Text(
            Left, 466, 44, TextSide.Start,
            new("The model of the year is ", _colors.Ink, Light), new(Model(_year.Models[0].Name), _colors.Ink, 540), new(", the month ", _colors.Ink, Light),
            new(MonthName(BusiestMonth), _colors.Ink, 540), new(".", _colors.Ink, Light));
    }

    // A column a week, a row a weekday from Monday on; the busiest day in the accent's colour.
    private void DrawDays(DateOnly today)
    {
        const double pitch = (Right - Left) / 53.5;
        const int top = 526;
        var lead = ((int)_year.First.DayOfWeek + 6) % 7;
        long[] used = [.. _year.Days.Where(static tokens => tokens > 0).Order()];
        for (var day = 0; day < _year.Days.Count; day++)
        {
            var (week, row) = Math.DivRem(day + lead, 7);
            var (x, y) = (Left + (week * pitch), top + (row * pitch));
            var date = _year.First.AddDays(day);
            if (date.Day == 1)
            {
                _drawing.Text(x + (date.Month > 1 && row > 0 ? pitch : 0), top - 12, 20, TextSide.Start, new TextSpan(MonthName(date.Month)[..3], _colors.Quiet));
            }

            if (date > today)
            {
                _drawing.Rectangle(x + (pitch / 2) - 3, y + (pitch / 2) - 3, 3, 3, _colors.Rest);
                continue;
            }

            _drawing.Rectangle(x, y, pitch - 4, pitch - 4, ColorOf(day, used));
        }

        var busiest = _year.BusiestDay;
        _drawing.Text(
            Left, top + (7 * pitch) + 26, 22, TextSide.Start,
            new("The busiest day: ", _colors.Quiet), new($"{Day(busiest)}, {Figure.Tokens(_year.Days[busiest])} tokens", _colors.Accent, 560));
        if (_year.CacheShare is { } share)
        {
            _drawing.Text(
                Right, top + (7 * pitch) + 26, 22, TextSide.End,
                new(Figure.Percent(share).ToString(), _colors.Ink, 560), new(" of what models read came from their caches", _colors.Quiet));
        }
    }

    // Five shades, each for a fifth of the days that were used, so that one wild day does not make all others pale.
    private string ColorOf(int day, long[] used)
    {
        if (_year.Days[day] == 0)
        {
            return _colors.Rest;
        }

        if (day == _year.BusiestDay)
        {
            return _colors.Accent;
        }

        var below = Array.BinarySearch(used, _year.Days[day]) is var place && place < 0 ? ~place : place;
        return _colors.Shades[_colors.Shades.Count - 1 - Math.Min(_colors.Shades.Count - 1, below * _colors.Shades.Count / used.Length)];
    }

    private void DrawModels()
    {
        const int top = 800;
        const int width = Margin - Left - 40;
        var total = (double)_year.Models.Sum(static model => model.Tokens);
        var named = _year.Models.Take(MostModels).ToArray();
        _drawing.Rectangle(Left, top, width, 16, _colors.Rest);
        var x = (double)Left;
        for (var model = 0; model < named.Length; model++)
        {
            var part = named[model].Tokens / total * width;
            _drawing.Rectangle(x, top, Math.Max(1, part - 2), 16, _colors.Shades[model]);
            x += part;
            var (column, row) = Math.DivRem(model, 2);
            var (left, line) = (Left + (column * width / 2), top + 54 + (row * 36));
            _drawing.Rectangle(left, line - 15, 15, 15, _colors.Shades[model]);
            _drawing.Text(
                left + 26, line, 24, TextSide.Start,
                new($"{Figure.Percent(named[model].Tokens / total)} ", _colors.Ink, 560), new(Model(named[model].Name), _colors.Ink));
        }

        if (_year.Models.Count > MostModels)
        {
            _drawing.Text(Left, top + 126, 22, TextSide.Start, new TextSpan($"and {Some(_year.Models.Count - MostModels, "more model")}", _colors.Quiet));
        }
    }

    private void DrawMonths()
    {
        const int bottom = 900;
        const double pitch = (Right - Margin) / 12.0;
        var months = Months;
        var most = months.Max();
        _drawing.Rectangle(Margin, bottom, Right - Margin, 1.5, _colors.Ink);
        for (var month = 1; month <= 12; month++)
        {
            var x = Margin + ((month - 1) * pitch);
            var height = months[month - 1] == 0 ? 0 : Math.Max(1.5, months[month - 1] / (double)most * 100);
            _drawing.Rectangle(x, bottom - height, pitch - 14, height, month == BusiestMonth ? _colors.Accent : _colors.Shades[1]);
            _drawing.Text(x + ((pitch - 14) / 2), bottom + 28, 20, TextSide.Middle, new TextSpan(MonthName(month)[..3], _colors.Quiet));
            if (month == BusiestMonth)
            {
                _drawing.Text(x + ((pitch - 14) / 2), bottom - height - 10, 20, TextSide.Middle, new TextSpan(Figure.Tokens(most).ToString(), _colors.Accent, 560));
            }
        }
    }

    private void DrawFoot()
    {
        _drawing.Text(Left, 972, 20, TextSide.Start, new TextSpan("Counted from what coding agents log on one machine, each call once.", _colors.Quiet));
        _drawing.Text(Right, 972, 20, TextSide.End, new TextSpan("claudeonomics wrapped", _colors.Quiet));
    }

    // A name is as long as whoever runs a model likes.
    private static string Model(string name) => Columns.CutEnd(ShortModel.Of(name), 20);

    private string Day(int day) => _year.First.AddDays(day).ToString("d MMMM", Culture);

    private static string MonthName(int month) => Culture.DateTimeFormat.GetMonthName(month);

    private static string Some(long count, string unit) => $"{Figure.Whole(count)} {unit}{(count == 1 ? "" : "s")}";
}
