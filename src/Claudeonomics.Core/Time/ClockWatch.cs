namespace Claudeonomics.Core.Time;

/// <summary>Tells whether the clock shows what passed, or has jumped: a wrong day must not make the ledger let go of what it should keep, nor turn
/// away facts whose own time is right.</summary>
/// <remarks>
/// A jump is time on the clock that did not pass. It is believed once the clock has run on from it for <see cref="BelievedAfter"/> (a machine that
/// slept, a clock that was put right), or at once when it goes back to where it should be. Any thread may ask.
/// </remarks>
/// <param name="clock">Its timestamps pass whatever its time of day does.</param>
public sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>What a clock may be adjusted by without a question.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>How long a clock has to run evenly after a jump, or after the start, before a great change of date is believed.</summary>
    public static readonly TimeSpan BelievedAfter = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private (DateTimeOffset Time, long Stamp) _believed = (clock.GetUtcNow(), clock.GetTimestamp());
    private (DateTimeOffset Time, long Stamp)? _jumped;
    private long _evenSince = clock.GetTimestamp();

    /// <summary>How far the clock is from what passed, while that is not believed; zero otherwise.</summary>
    public TimeSpan Jump
    {
        get
        {
            lock (_gate)
            {
                return Look();
            }
        }
    }

    /// <summary>The clock has run evenly for <see cref="BelievedAfter"/>.</summary>
    public bool IsSteady
    {
        get
        {
            lock (_gate)
            {
                return Look() == TimeSpan.Zero && clock.GetElapsedTime(_evenSince) >= BelievedAfter;
            }
        }
    }

    private TimeSpan Look()
    {
        var (now, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var jump = Difference(_believed, now, stamp);
        if (jump.Duration() < Tolerance)
        {
            _jumped = null;
            return TimeSpan.Zero;
        }

        if (_jumped is not { } from || Difference(from, now, stamp).Duration() >= Tolerance)
        {
            _jumped = (now, stamp);
            _evenSince = stamp;
            return jump;
        }

        if (clock.GetElapsedTime(from.Stamp, stamp) < BelievedAfter)
        {
            return jump;
        }

        (_believed, _jumped) = ((now, stamp), null);
        return TimeSpan.Zero;
    }

    private TimeSpan Difference((DateTimeOffset Time, long Stamp) since, DateTimeOffset now, long stamp) =>
        now - since.Time - clock.GetElapsedTime(since.Stamp, stamp);
}
