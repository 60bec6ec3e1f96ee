using System.Text;

namespace Claudeonomics.Cli.Watch;

/// <summary>Bars of block characters: eight steps a line.</summary>
internal static class BarChart
{
    private const int Steps = 8;

    // From an eighth to a whole.
    private const string Rising = "▁▂▃▄▅▆▇█";
    private const string Widening = "▏▎▍▌▋▊▉█";

    /// <summary>Upright bars, the highest as high as the chart.</summary>
    /// <param name="values">Each at least 0. What is there but rounds to nothing is an eighth high.</param>
    /// <param name="height">In lines.</param>
    /// <param name="pitch">From one bar to the next, in columns; the last one of them is left free where there are two.</param>
    /// <returns>Lines, the top one first, each as wide as all bars.</returns>
    public static string[] Upright(IReadOnlyList<long> values, int height, int pitch)
    {
        var most = values.Max();
        var (bar, gap) = (Math.Max(1, pitch - 1), pitch > 1 ? 1 : 0);
        var lines = new string[height];
        for (var line = 0; line < height; line++)
        {
            var text = new StringBuilder();
            foreach (var value in values)
            {
                var full = EighthsOf(value, most, height) - ((height - 1 - line) * Steps);
                text.Append(full <= 0 ? ' ' : Rising[Math.Min(full, Steps) - 1], bar).Append(' ', gap);
            }

            lines[line] = text.ToString();
        }

        return lines;
    }

    /// <summary>A bar that lies.</summary>
    /// <param name="share">0 to 1 of the width.</param>
    /// <returns>As wide as asked for.</returns>
    public static string Lying(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * Steps);
        eighths = eighths == 0 && share > 0 ? 1 : eighths;
        var (whole, rest) = Math.DivRem(eighths, Steps);
        return (new string('█', whole) + (rest > 0 ? Widening[rest - 1] : "")).PadRight(width);
    }

    private static int EighthsOf(long value, long most, int height) =>
        value == 0 ? 0 : Math.Max(1, (int)Math.Round((double)value / most * height * Steps));
}
