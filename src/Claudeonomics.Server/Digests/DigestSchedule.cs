using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>When digests are due: on Monday and on the first of a month, at an hour of the company's day.</summary>
internal static class DigestSchedule
{
    // A server that was down on Monday morning still tells of the week; one that comes back on Thursday does not.
    private const int DaysLate = 3;

    /// <summary>The week or season that is to be told now, with the moment since which it is.</summary>
    public static IEnumerable<(DigestOccasion Occasion, DayRange Days, DateTimeOffset DueAt)> DueAt(DateTimeOffset now, CompanyCalendar calendar, int hour)
    {
        var today = calendar.DayOf(now.ToUnixTimeMilliseconds());
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var first = DayRange.MonthOf(today).Start;
        foreach (var (occasion, day, days) in (IEnumerable<(DigestOccasion, DateOnly, DayRange)>)
        [
            (DigestOccasion.Week, monday, WeekBefore(today)),
            (DigestOccasion.Season, first, DayRange.MonthOf(first.AddDays(-1))),
        ])
        {
            var dueAt = calendar.At(day, new(hour, 0));
            if (now >= dueAt && today.DayNumber - day.DayNumber < DaysLate)
            {
                yield return (occasion, days, dueAt);
            }
        }
    }

    /// <summary>The last whole week, Monday to Sunday.</summary>
    public static DayRange WeekBefore(DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new(monday.AddDays(-7), monday);
    }
}
