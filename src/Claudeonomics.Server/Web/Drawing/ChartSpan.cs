using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Web.Drawing;

/// <summary>How far back an area chart goes, and in steps of how many days.</summary>
/// <param name="Value">In the address.</param>
/// <param name="Caption">Of the chart.</param>
/// <param name="Step">What a step is called, over its column of the table.</param>
public sealed record ChartSpan(string Value, string Caption, string Step, int DaysPerStep, int Steps)
{
    /// <summary>As many days as boards and pages tell of by default.</summary>
    public static readonly ChartSpan Days = new("30d", "day by day", "Day", 1, 30);

    public static readonly ChartSpan Weeks = new("year", "week by week", "Week from", 7, 53);

    public static IReadOnlyList<ChartSpan> All { get; } = [Days, Weeks];

    /// <summary>The span of an address; one that is not known is <see cref="Days"/>.</summary>
    public static ChartSpan Of(string? value) => All.FirstOrDefault(span => span.Value == value, Days);

    /// <summary>The days up to and with today; the last step ends with it.</summary>
    public DayRange Until(DateOnly today) => DayRange.LastDays(today, DaysPerStep * Steps);
}
