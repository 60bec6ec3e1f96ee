namespace Claudeonomics.Core.Integrity;

/// <summary>Days that are judged together: Monday to Sunday, cut where a month ends, because a season closes with it.</summary>
/// <param name="From"><see cref="DateOnly.DayNumber"/> of the first company day.</param>
/// <param name="Until">Of the last.</param>
public readonly record struct AssessedWeek(int From, int Until)
{
    /// <returns>The week that a day ends, or <see langword="null"/> in the middle of one.</returns>
    public static AssessedWeek? EndedBy(DateOnly day)
    {
        var isLastOfMonth = day.Month != day.AddDays(1).Month;
        if (day.DayOfWeek is not DayOfWeek.Sunday && !isLastOfMonth)
        {
            return null;
        }

        var sinceMonday = ((int)day.DayOfWeek + 6) % 7;
        return new(day.DayNumber - Math.Min(sinceMonday, day.Day - 1), day.DayNumber);
    }
}
