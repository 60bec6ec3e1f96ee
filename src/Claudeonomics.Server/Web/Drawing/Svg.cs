using System.Globalization;
using System.Text;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Web.Text;
using Microsoft.AspNetCore.Components;

namespace Claudeonomics.Server.Web.Drawing;

/// <summary>Small pictures that are glanced at, drawn by the server. They carry class names and no colours: the style sheet decides.</summary>
/// <remarks>row.js draws them again when a row changes; a test holds the two against each other.</remarks>
internal static class Svg
{
    public const int SparklineHeight = 20;
    public const int ShareBarWidth = 96;
    private const int ColumnPitch = 3;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A column per day, drawn as a stroke two units wide with one between; the last one is the live one.</summary>
    public static MarkupString Sparkline(IReadOnlyList<long> days)
    {
        // One day has no course.
        if (days.Count < 2)
        {
            return default;
        }

        var most = days.Max();
        var svg = new StringBuilder(1024);
        svg.Append(Culture, $"<svg class=\"spark\" viewBox=\"0 0 {days.Count * ColumnPitch - 1} {SparklineHeight}\" aria-hidden=\"true\"><path d=\"");
        for (var day = 0; day < days.Count - 1; day++)
        {
            AppendColumn(svg, day, days[day], most);
        }

        svg.Append("\"/><path class=\"now\" d=\"");
        AppendColumn(svg, days.Count - 1, days[^1], most);

        return (MarkupString)svg.Append("\"/></svg>").ToString();
    }

    /// <summary>One bar cut into shares, darkest first; what is missing from 1 stays empty.</summary>
    public static MarkupString ShareBar(IEnumerable<double> shares)
    {
        var svg = new StringBuilder(512);
        svg.Append(Culture, $"<svg class=\"mix\" viewBox=\"0 0 {ShareBarWidth} 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rest\" width=\"{ShareBarWidth}\" height=\"8\"/>");
        var x = 0.0;
        var part = 0;
        foreach (var share in shares)
        {
            var width = share * ShareBarWidth;
            // One unit between the parts, so that neighbours differ by more than their shade.
            if (width > 1)
            {
                svg.Append(Culture, $"<rect class=\"s{part}\" x=\"{Round(x)}\" width=\"{Round(width - 1)}\" height=\"8\"/>");
            }

            x += width;
            part++;
        }

        return (MarkupString)svg.Append("</svg>").ToString();
    }

    /// <summary>A tier's mark, by reference to <see cref="TierShapes"/>.</summary>
    public static MarkupString TierMark(Tier tier) => tier is Tier.None
        ? default
        : (MarkupString)$"<svg class=\"tier {Words.Tier(tier)}\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><use href=\"#tier-{Words.Tier(tier)}\"/></svg>";

    /// <summary>A printer's star for titles, which have names and no shapes of their own.</summary>
    public static MarkupString TitleSeal { get; } =
        (MarkupString)"<svg class=\"star\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"M8 .5l1.7 5.8L15.5 8 9.7 9.7 8 15.5 6.3 9.7.5 8l5.8-1.7Z\"/></svg>";

    private static void AppendColumn(StringBuilder path, int day, long value, long most)
    {
        if (value <= 0)
        {
            return;
        }

        // A day with any use is at least one unit high: little is not nothing.
        var height = Math.Max(1, (int)Math.Round((double)value / most * SparklineHeight));
        path.Append(Culture, $"M{day * ColumnPitch + 1} {SparklineHeight}v-{height}");
    }

    private static double Round(double length) => Math.Round(length, 1, MidpointRounding.AwayFromZero);
}
