namespace Claudeonomics.Core.Time;

/// <summary>A span of company days, start included, end excluded.</summary>
public readonly record struct DayRange
{
    /// <exception cref="ArgumentOutOfRangeException">The end comes before the start.</exception>
    public DayRange(DateOnly start, DateOnly end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        (Start, End) = (start, end);
    }

    public DateOnly Start { get; }

    public DateOnly End { get; }

    public int Days => End.DayNumber - Start.DayNumber;

    /// <summary>Today and the days before it, <paramref name="days"/> in all.</summary>
    public static DayRange LastDays(DateOnly today, int days) => new(today.AddDays(1 - days), today.AddDays(1));

    /// <summary>The calendar month of a day.</summary>
    public static DayRange MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(first, first.AddMonths(1));
    }

    /// <summary>The calendar week of a day, from Monday.</summary>
    public static DayRange WeekOf(DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(monday, monday.AddDays(7));
    }

    /// <summary>The window of the same length that ends where this one starts.</summary>
    public DayRange Before() => new(Start.AddDays(-Days), Start);

    public bool Contains(DateOnly day) => day >= Start && day < End;
}
