using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Matching;

/// <summary>A stretch of supervised time in one conversation, as far as it lies on one company day.</summary>
/// <param name="Day"><see cref="DateOnly.DayNumber"/> of the company day.</param>
/// <param name="StartMs">Milliseconds since 1970 UTC.</param>
/// <param name="Ms">Milliseconds, more than 0; in a change, what is to be added.</param>
public readonly record struct CreditedTime(int Day, long StartMs, int Ms)
{
    /// <summary>In the place of a beginning, for time that an earlier release kept as a day's sum.</summary>
    public const long UnknownStart = 0;
}

/// <summary>How long somebody worked along with an agent: the hours that the title Session Immortal counts.</summary>
public static class Supervision
{
    /// <summary>A person's signal must come at least this often.</summary>
    public const long MaxSilenceMs = 30 * 60 * 1000;

    /// <summary>Counted of one conversation on one company day at most.</summary>
    public const long MaxPerDayMs = 4 * 60 * 60 * 1000;

    /// <summary>Credited time of one identity in one conversation.</summary>
    /// <param name="humanMs">When a person gave a signal, ascending, milliseconds since 1970 UTC.</param>
    /// <param name="productiveMs">When something was accepted, edited or committed, ascending.</param>
    /// <param name="calendar">Splits a stretch at the company's midnight.</param>
    /// <param name="credited">Receives the stretches, each split by company days, ascending; cleared first.</param>
    /// <remarks>A stretch runs from a signal to the last one that followed within half an hour of its predecessor. It counts when
    /// something came of it: a productive act between its start and half an hour after its end.</remarks>
    public static void Credit(
        ReadOnlySpan<long> humanMs, ReadOnlySpan<long> productiveMs, CompanyCalendar calendar, List<CreditedTime> credited)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(credited);
        credited.Clear();
        var first = 0;
        for (var i = 0; i < humanMs.Length; i++)
        {
            if (i + 1 < humanMs.Length && humanMs[i + 1] - humanMs[i] <= MaxSilenceMs)
            {
                continue;
            }

            if (HasAny(productiveMs, humanMs[first], humanMs[i] + MaxSilenceMs))
            {
                AddStretch(humanMs[first], humanMs[i], calendar, credited);
            }

            first = i + 1;
        }
    }

    private static bool HasAny(ReadOnlySpan<long> sorted, long from, long to)
    {
        var index = sorted.BinarySearch(from);
        index = index < 0 ? ~index : index;
        return index < sorted.Length && sorted[index] <= to;
    }

    private static void AddStretch(long from, long to, CompanyCalendar calendar, List<CreditedTime> credited)
    {
        while (from < to)
        {
            var day = calendar.DayOf(from);
            var end = Math.Min(to, calendar.StartMsOf(day.AddDays(1)));
            credited.Add(new(day.DayNumber, from, (int)(end - from)));
            from = end;
        }
    }
}
