using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Matching;

/// <summary>How long somebody worked along with an agent: the hours that the title Session Immortal counts.</summary>
public static class Supervision
{
    /// <summary>A person's signal must come at least this often.</summary>
    public const long MaxSilenceMs = 30 * 60 * 1000;

    /// <summary>Credited to one conversation on one company day at most.</summary>
    public const long MaxPerDayMs = 4 * 60 * 60 * 1000;

    /// <summary>Credited time of one identity in one conversation.</summary>
    /// <param name="humanMs">When a person gave a signal, ascending, milliseconds since 1970 UTC.</param>
    /// <param name="productiveMs">When something was accepted, edited or committed, ascending.</param>
    /// <param name="calendar">Splits a stretch at the company's midnight.</param>
    /// <param name="credited">Receives milliseconds per company day number; cleared first.</param>
    /// <remarks>A stretch runs from a signal to the last one that followed within half an hour of its predecessor. It counts when
    /// something came of it: a productive act between its start and half an hour after its end.</remarks>
    public static void Credit(
        ReadOnlySpan<long> humanMs, ReadOnlySpan<long> productiveMs, CompanyCalendar calendar, SortedList<int, long> credited)
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

        foreach (var day in credited.Keys.ToArray())
        {
            credited[day] = Math.Min(credited[day], MaxPerDayMs);
        }
    }

    private static bool HasAny(ReadOnlySpan<long> sorted, long from, long to)
    {
        var index = sorted.BinarySearch(from);
        index = index < 0 ? ~index : index;
        return index < sorted.Length && sorted[index] <= to;
    }

    private static void AddStretch(long from, long to, CompanyCalendar calendar, SortedList<int, long> credited)
    {
        while (from < to)
        {
            var day = calendar.DayOf(from);
            var midnight = calendar.StartMsOf(day.AddDays(1));
            var end = Math.Min(to, midnight);
            credited[day.DayNumber] = credited.GetValueOrDefault(day.DayNumber) + (end - from);
            from = end;
        }
    }
}
