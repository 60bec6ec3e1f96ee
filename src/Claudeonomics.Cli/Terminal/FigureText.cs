using System.Globalization;
using Claudeonomics.Core.Text;

namespace Claudeonomics.Cli.Terminal;

/// <summary>Figures as a terminal shows them, where a narrow space is a whole column.</summary>
internal static class FigureText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Tokens(long tokens) => Of(Figure.Tokens(tokens));

    /// <summary>Null reads "unpriced".</summary>
    public static string Dollars(decimal? dollars) => Of(Figure.Dollars(dollars));

    public static string Of(Figure figure) => figure.Digits + figure.Unit;

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes.ToString(Culture)} B",
        < 1_000_000 => $"{(bytes / 1e3).ToString("0.#", Culture)} kB",
        < 1_000_000_000 => $"{(bytes / 1e6).ToString("0.#", Culture)} MB",
        _ => $"{(bytes / 1e9).ToString("0.##", Culture)} GB",
    };

    /// <summary>How long ago something was, in its largest unit.</summary>
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "in the future",
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => Some((int)age.TotalMinutes, "minute"),
        { TotalDays: < 1 } => Some((int)age.TotalHours, "hour"),
        _ => Some((int)age.TotalDays, "day"),
    };

    /// <summary>How long something lasts: <c>2h 05m</c>, or <c>5m</c>.</summary>
    public static string Duration(TimeSpan time) => time < TimeSpan.FromHours(1)
        ? $"{((int)time.TotalMinutes).ToString(Culture)}m"
        : $"{((int)time.TotalHours).ToString(Culture)}h {time.Minutes.ToString("00", Culture)}m";

    private static string Some(int count, string unit) => $"{count.ToString(Culture)} {unit}{(count == 1 ? "" : "s")} ago";
}
