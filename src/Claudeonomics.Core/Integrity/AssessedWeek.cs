namespace Claudeonomics.Core.Integrity;

/// <summary>Days that are judged together: Monday to Sunday, cut where a month ends, because a season closes with it.</summary>
/// <param name="From"><see cref="DateOnly.DayNumber"/> of the first company day.</param>
/// <param name="Until">Of the last.</param>
public readonly record struct AssessedWeek(int From, int Until)
{
    /// <summary>The week that a day is in.</summary>
    public static AssessedWeek Of(DateOnly day)
    {
        var sinceMonday = ((int)day.DayOfWeek + 6) % 7;
        var daysLeft = DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
        return new(day.DayNumber - Math.Min(sinceMonday, day.Day - 1), day.DayNumber + Math.Min(6 - sinceMonday, daysLeft));
    }

    /// <returns>The week that a day ends, or <see langword="null"/> in the middle of one.</returns>
    public static AssessedWeek? EndedBy(DateOnly day) => Of(day) is var week && week.Until == day.DayNumber ? week : null;
}
