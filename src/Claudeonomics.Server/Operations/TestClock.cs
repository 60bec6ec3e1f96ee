using System.Globalization;

namespace Claudeonomics.Server.Operations;

/// <summary>The wall clock moved to another moment, and made faster or slower. Timers and durations stay real.</summary>
/// <param name="start">What it shows when made.</param>
/// <param name="rate">Seconds it shows as passed for each real one.</param>
/// <param name="real">What drives it.</param>
public sealed class TestClock(DateTimeOffset start, double rate, TimeProvider real) : TimeProvider
{
    private readonly long _startedAt = real.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => start + (real.GetElapsedTime(_startedAt) * rate);

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);

    /// <exception cref="FormatException">Not of the form <see cref="TryParse"/> reads.</exception>
    public static TestClock Parse(string text, TimeProvider real) =>
        TryParse(text, real, out var clock) ? clock! : throw new FormatException($"'{text}' is not INSTANT[,RATE].");

    /// <summary>Reads <c>2026-11-21T08:00:00Z</c>, or <c>2026-11-21T08:00:00Z,60</c> for a clock that runs sixty times as fast.</summary>
    public static bool TryParse(string text, TimeProvider real, out TestClock? clock)
    {
        ArgumentNullException.ThrowIfNull(text);
        clock = null;
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        var rate = 1.0;
        if (!DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            || (parts.Length == 2 && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out rate))
            || rate is not (>= 0 and <= 1_000_000))
        {
            return false;
        }

        clock = new(start.ToUniversalTime(), rate, real);
        return true;
    }
}
