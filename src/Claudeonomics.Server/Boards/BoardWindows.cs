using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Boards;

/// <summary>The words for windows. All end with today, so that a window and the one before it are equally complete.</summary>
public static class BoardWindows
{
    public const string Default = "30d";

    /// <summary>Days of the longest window: all that is kept.</summary>
    public const int MostDays = 430;

    // Roll-ups by company day are kept 13 months; the month that is running comes on top.
    private const int MonthsKept = 13;

    public static IReadOnlyList<string> All { get; } = ["today", "7d", "30d", "month", "quarter", "all"];

    /// <summary>The words under a policy, some of which are about too few days to tell of others.</summary>
    public static IReadOnlyList<string> Under(PrivacyPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.ShowsDaysAndDollars ? All : WithoutDays;
    }

    private static readonly string[] WithoutDays = ["7d", "30d", "month", "quarter", "all"];

    // Before there was anything to count.
    private static readonly DateOnly FirstDay = new(2020, 1, 1);

    // So that the month after a window is one.
    private static readonly DateOnly LastEnd = new(3000, 1, 1);

    /// <summary>A window of one's own.</summary>
    /// <param name="end">The first day after it.</param>
    /// <returns><see langword="null"/> when it is empty, longer than <see cref="MostDays"/>, begins before 2020 or ends after 2999.</returns>
    public static DayRange? Of(DateOnly start, DateOnly end) =>
        start >= FirstDay && end > start && end <= LastEnd && end.DayNumber - start.DayNumber <= MostDays ? new(start, end) : null;

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
