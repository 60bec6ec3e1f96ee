using System.Globalization;

namespace Claudeonomics.Core.People;

/// <summary>Hours of somebody's own day in which supervised time does not count: nobody is to be rewarded for working at night.</summary>
/// <param name="From">First minute of their day that is quiet.</param>
/// <param name="Until">First one that is not; before <paramref name="From"/> when midnight lies between, never equal to it.</param>
/// <param name="Zone">Of their day.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until, TimeZoneInfo Zone)
{
    private const string Format = "HH:mm";

    /// <param name="text">Such as <c>22:00-07:00</c>.</param>
    /// <returns><see langword="null"/> for what is none.</returns>
    public static QuietHours? Find(string? text, TimeZoneInfo zone)
    {
        var parts = text?.Split('-') ?? [];
        return parts.Length == 2 && TryReadTime(parts[0], out var from) && TryReadTime(parts[1], out var until) && from != until
            ? new(from, until, zone)
            : null;
    }

    /// <summary>How much of a stretch of time is quiet.</summary>
    /// <param name="fromMs">Milliseconds since 1970 UTC.</param>
    /// <param name="untilMs">Not before <paramref name="fromMs"/>.</param>
    /// <returns>Milliseconds.</returns>
    public long Within(long fromMs, long untilMs)
    {
        var quiet = 0L;
        var last = DateOnly.FromDateTime(LocalAt(untilMs));

        // Those that began the evening before may go on.
        for (var day = DateOnly.FromDateTime(LocalAt(fromMs)).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            var begins = MsAt(day.ToDateTime(From));
            var ends = MsAt((Until < From ? day.AddDays(1) : day).ToDateTime(Until));
            quiet += Math.Max(0, Math.Min(untilMs, ends) - Math.Max(fromMs, begins));
        }

        return quiet;
    }

    /// <summary>As <see cref="Find"/> reads it.</summary>
    public override string ToString() =>
        $"{From.ToString(Format, CultureInfo.InvariantCulture)}-{Until.ToString(Format, CultureInfo.InvariantCulture)}";

    private static bool TryReadTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private DateTime LocalAt(long unixMs) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), Zone).DateTime;

    // A time that clocks leave out is read by the offset before it, one that they have twice as the second: both are an hour of a year.
    private long MsAt(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
}
