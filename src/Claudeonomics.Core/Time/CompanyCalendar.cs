namespace Claudeonomics.Core.Time;

/// <summary>Where the company's days begin.</summary>
/// <remarks>
/// Not thread-safe to construct, safe to read: it remembers the zone's offset for each UTC quarter of an hour it has met in a
/// small table whose entries are written whole, so that asking for a call's day costs a few nanoseconds.
/// </remarks>
public sealed class CompanyCalendar(TimeZoneInfo zone)
{
    private const long MsPerQuarter = 15 * 60 * 1000;
    private const long MsPerDay = 24 * 60 * 60 * 1000;
    private static readonly int UnixEpochDay = new DateOnly(1970, 1, 1).DayNumber;

    // A direct-mapped cache: quarter number in the upper bits, offset in minutes (biased by 2^11) in the lower twelve.
    private readonly long[] _offsets = new long[8192];

    // The same for the moment at which a day begins.
    private readonly long[] _starts = new long[512];

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Somebody's own zone, or the company's for whom has none that this machine knows.</summary>
    /// <param name="own">Its IANA name.</param>
    public TimeZoneInfo ZoneOr(string? own) => own is not null && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var zone) ? zone : Zone;

    /// <summary>The company day in which a moment falls.</summary>
    public DateOnly DayOf(long unixMs) => DateOnly.FromDayNumber(DayNumberOf(unixMs));

    /// <summary><see cref="DateOnly.DayNumber"/> of the company day in which a moment falls.</summary>
    public int DayNumberOf(long unixMs) =>
        UnixEpochDay + (int)Math.DivRem(unixMs + OffsetMs(unixMs), MsPerDay).Quotient;

    /// <summary>The moment at which a company day begins (the first one, where clocks are set back over midnight).</summary>
    public DateTimeOffset StartOf(DateOnly day) => DateTimeOffset.FromUnixTimeMilliseconds(StartMsOf(day));

    /// <inheritdoc cref="StartOf"/>
    /// <returns>Milliseconds since 1970 UTC.</returns>
    public long StartMsOf(DateOnly day)
    {
        ref var slot = ref _starts[day.DayNumber & (_starts.Length - 1)];
        var start = Volatile.Read(ref slot);
        if (start == 0 || DayNumberOf(start) != day.DayNumber)
        {
            start = FindStart(day).ToUnixTimeMilliseconds();
            Volatile.Write(ref slot, start);
        }

        return start;
    }

    private DateTimeOffset FindStart(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>The moment at which clocks show a time of a company day: the first one, where they are set back over it, and the first after it, where they
    /// are set forward over it.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private long OffsetMs(long unixMs)
    {
        // Facts before 1970 do not exist; the intake has rejected them as too old.
        var quarter = unixMs / MsPerQuarter;
        ref var slot = ref _offsets[quarter & (_offsets.Length - 1)];
        var entry = Volatile.Read(ref slot);
        if (entry >> 12 != quarter || entry == 0)
        {
            var offset = Zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(quarter * MsPerQuarter));
            entry = (quarter << 12) | (long)(offset.TotalMinutes + 2048);
            Volatile.Write(ref slot, entry);
        }

        return ((entry & 0xFFF) - 2048) * 60_000;
    }
}
