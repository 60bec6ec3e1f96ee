using System.Globalization;
using System.Text;
using Claudeonomics.Core.Ranking;
using Microsoft.AspNetCore.Components;

namespace Claudeonomics.Server.Web.Drawing;

/// <summary>Small pictures that are glanced at, drawn by the server. They carry class names and no colours: the style sheet decides.</summary>
/// <remarks>live.js draws the first two again when a row changes; a test holds the two against each other.</remarks>
internal static class Svg
{
    public const int SparklineHeight = 20;
    public const int ShareBarWidth = 96;
    private const int ColumnPitch = 3;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A column per day, drawn as a stroke two units wide with one between; the last one is the live one.</summary>
    public static MarkupString Sparkline(IReadOnlyList<long> days)
    {
        var most = days.Count == 0 ? 0 : days.Max();
        var svg = new StringBuilder(1024);
        svg.Append(Culture, $"<svg class=\"spark\" viewBox=\"0 0 {Math.Max(days.Count, 1) * ColumnPitch - 1} {SparklineHeight}\" aria-hidden=\"true\"><path d=\"");
        for (var day = 0; day < days.Count - 1; day++)
        {
            AppendColumn(svg, day, days[day], most);
        }

        svg.Append("\"/><path class=\"now\" d=\"");
        if (days.Count > 0)
        {
            AppendColumn(svg, days.Count - 1, days[^1], most);
        }

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

    /// <summary>Each tier has a shape of its own, so that colour is never the only difference.</summary>
    public static MarkupString TierMark(Tier tier)
    {
        var shape = tier switch
        {
            Tier.None => "",
            // A coin, with its hole.
            Tier.Bronze => "<path d=\"M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 4.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z\" fill-rule=\"evenodd\"/>",
            // An ingot, seen from its end.
            Tier.Silver => "<path d=\"M4.6 3.4h6.8L15 12.6H1Z\"/>",
            Tier.Gold => "<path d=\"M8 .8 15.2 8 8 15.2.8 8Z\"/>",
            // A pentagon with a star's inner lines.
            Tier.Platinum => "<path d=\"M8 1l7 5.2-2.7 8.3H3.7L1 6.2Z\"/><path class=\"facet\" d=\"M8 1v7.6M15 6.2 8 8.6M12.3 14.5 8 8.6M3.7 14.5 8 8.6M1 6.2l7 2.4\"/>",
            // The emerald cut: a hexagon with its table.
            Tier.Emerald => "<path d=\"M8 .6l6.6 3.7v7.4L8 15.4l-6.6-3.7V4.3Z\"/><path class=\"facet\" d=\"M8 4.2l3.4 1.9v3.8L8 11.8 4.6 9.9V6.1ZM8 .6v3.6M14.6 4.3l-3.2 1.8M14.6 11.7l-3.2-1.8M8 15.4v-3.6M1.4 11.7l3.2-1.8M1.4 4.3l3.2 1.8\"/>",
            _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
        };
        return shape.Length == 0
            ? default
            : (MarkupString)$"<svg class=\"tier {Text.Words.Tier(tier)}\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{shape}</svg>";
    }

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
