using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Boards;

/// <summary>The words for windows. All end with today, so that a window and the one before it are equally complete.</summary>
public static class BoardWindows
{
    public const string Default = "30d";

    // Roll-ups by company day are kept 13 months; the month that is running comes on top.
    private const int MonthsKept = 13;

    public static IReadOnlyList<string> All { get; } = ["today", "7d", "30d", "month", "quarter", "all"];

    /// <returns>The window, or <see langword="null"/> when the word is none of <see cref="All"/>.</returns>
    public static DayRange? Of(string word, DateOnly today) => word switch
    {
        "today" => DayRange.LastDays(today, 1),
        "7d" => DayRange.LastDays(today, 7),
        "30d" => DayRange.LastDays(today, 30),
        "month" => new(DayRange.MonthOf(today).Start, today.AddDays(1)),
        "quarter" => new(new(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1), today.AddDays(1)),
        "all" => new(DayRange.MonthOf(today).Start.AddMonths(-MonthsKept), today.AddDays(1)),
        _ => null,
    };
}
