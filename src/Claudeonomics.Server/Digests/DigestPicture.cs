using System.Globalization;
using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Server.Digests;

/// <summary>Draws a digest: the total, its days, and what was done together.</summary>
internal static class DigestPicture
{
    public const int Width = 1200;
    public const int Height = 630;
    private const int Left = 56;
    private const int Right = Width - Left;
    private const int Bars = 540;
    private const int BarsHeight = 190;

    /// <summary>For who does not see the picture.</summary>
    public static string Description(Digest digest) => $"{digest.About}, {digest.Title}: {digest.Headline}. {DigestWords.People(digest)} used AI.";

    /// <returns>An SVG document.</returns>
    public static byte[] Draw(Digest digest)
    {
        var colors = PictureColors.Light;
        var drawing = new Drawing(Width, Height, colors.Paper, digest.Title, Description(digest));
        drawing.Text(Left, 66, 30, TextSide.Start, new TextSpan("Claudeonomics", colors.Ink, 720));
        drawing.Text(Right, 66, 26, TextSide.End, new(Cut(digest.About, 40), colors.Ink, 620), new($"  {digest.Title}", colors.Quiet));
        drawing.Rectangle(Left, 84, Right - Left, 2, colors.Ink);
        drawing.Rectangle(Left, 88, Right - Left, 2, colors.Ink);

        var tokens = Figure.Tokens(digest.Tokens);
        drawing.Text(Left - 4, 206, 116, TextSide.Start, new(tokens.Digits, colors.Ink, 580), new(tokens.Unit.Length > 0 ? $"\u202f{tokens.Unit}" : "", colors.Ink, 300));
        drawing.Text(Left, 246, 24, TextSide.Start, new TextSpan($"tokens{DigestWords.Growth(digest)}", colors.Ink));
        drawing.Rectangle(640, 120, 1.5, 160, colors.Accent);
        drawing.Rectangle(645, 120, 1.5, 160, colors.Accent);
        drawing.Text(680, 150, 24, TextSide.Start, new(DigestWords.People(digest), colors.Ink, 620), new(" used AI", colors.Quiet));
        drawing.Text(680, 194, 24, TextSide.Start, new(Figure.Dollars(digest.CostUsd).ToString(), colors.Ink, 620), new(" at list price", colors.Quiet));
        drawing.Text(680, 238, 24, TextSide.Start, new TextSpan(string.Join(", ", digest.Together.Take(2).Select(DigestWords.Sum)), colors.Quiet));
        drawing.Text(680, 276, 24, TextSide.Start, new TextSpan(string.Join(", ", digest.Together.Skip(2).Select(DigestWords.Sum)), colors.Quiet));

        DrawDays(drawing, digest, colors);
        drawing.Text(Left, 606, 17, TextSide.Start, new TextSpan(DigestWords.Purpose, colors.Quiet));
        return drawing.ToBytes();
    }

    private static void DrawDays(Drawing drawing, Digest digest, PictureColors colors)
    {
        if (digest.Daily.Count == 0)
        {
            drawing.Text(Left, Bars, 24, TextSide.Start, new TextSpan("By days it is told to nobody but each for themselves.", colors.Quiet));
            return;
        }

        var (most, step) = (Math.Max(1, digest.Daily.Max()), (double)(Right - Left) / digest.Daily.Count);
        for (var day = 0; day < digest.Daily.Count; day++)
        {
            var (x, height) = (Left + (day * step), (double)BarsHeight * digest.Daily[day] / most);
            var at = digest.Days.Start.AddDays(day);
            var isWeekend = at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            drawing.Rectangle(x + (step * 0.12), Bars - height, step * 0.76, Math.Max(height, 1), isWeekend ? colors.Shades[2] : colors.Shades[0]);
            if (digest.Daily.Count <= 7)
            {
                drawing.Text(x + (step / 2), Bars - height - 10, 18, TextSide.Middle, new TextSpan(Figure.Tokens(digest.Daily[day]).ToString(), colors.Quiet));
                drawing.Text(x + (step / 2), Bars + 26, 18, TextSide.Middle, new TextSpan(at.ToString("ddd", CultureInfo.InvariantCulture), colors.Quiet));
            }
            else if (at.Day is 1 or 8 or 15 or 22 or 29)
            {
                drawing.Text(x + (step / 2), Bars + 26, 18, TextSide.Middle, new TextSpan(at.Day.ToString(CultureInfo.InvariantCulture), colors.Quiet));
            }
        }

        drawing.Rectangle(Left, Bars, Right - Left, 1, colors.Ink);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1), "…");
}
