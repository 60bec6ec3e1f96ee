using System.Numerics;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Everybody's active days of the last 64, as bits, and what follows from them.</summary>
public sealed class ActiveDayBits
{
    /// <summary>Days that are looked at.</summary>
    public const int Days = 64;

    private readonly ulong[] _bits;

    private ActiveDayBits(ulong[] bits, DateOnly last, DateOnly knownFrom) =>
        (_bits, First, Last, KnownFrom) = (bits, last.AddDays(1 - Days), last, knownFrom);

    public DateOnly First { get; }

    public DateOnly Last { get; }

    /// <summary>Nothing is known of days before it.</summary>
    public DateOnly KnownFrom { get; }

    public static ActiveDayBits Read(IBoardData data, DateOnly last, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rules);
        var bits = new ulong[data.Roster.People.Count];
        var byCalls = new ulong[bits.Length];
        data.ActiveDays(DayRange.LastDays(last, Days), rules.ActiveDay, bits, byCalls);
        for (var person = 0; person < bits.Length; person++)
        {
            bits[person] |= byCalls[person];
        }

        return new(bits, last, data.ActivityFrom);
    }

    /// <summary>The same without some days of some people.</summary>
    public ActiveDayBits Without(IEnumerable<(int Person, DateOnly Day)> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var bits = (ulong[])_bits.Clone();
        foreach (var (person, day) in days)
        {
            if (day >= First && day <= Last)
            {
                bits[person] &= ~(1UL << (day.DayNumber - First.DayNumber));
            }
        }

        return new(bits, Last, KnownFrom);
    }

    /// <summary>Active days of somebody within some days, as far as they are among the last 64.</summary>
    public int Count(int person, DayRange days)
    {
        var (from, to) = (Math.Max(0, days.Start.DayNumber - First.DayNumber), Math.Min(Days, days.End.DayNumber - First.DayNumber));
        return from >= to ? 0 : BitOperations.PopCount(_bits[person] >> from << (Days - to + from));
    }

    /// <summary>Active days in the calendar week (from Monday) of a day, counted up to and including that day.</summary>
    public int CountOfWeek(int person, DateOnly lastDay) => Count(person, new(MondayOf(lastDay), lastDay.AddDays(1)));

    /// <summary>The share of somebody's own working pattern that they met: the mean of their best weeks among the last few.</summary>
    /// <param name="lastDay">Ends the last of the weeks, which may not be over.</param>
    /// <param name="workingDays">A week, 0.5 to 7.</param>
    /// <returns>0 to 1; <see langword="null"/> when fewer weeks are known than count: a week whose days are forgotten is not one without work.</returns>
    public double? Consistency(int person, DateOnly lastDay, double workingDays, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var known = KnownWeeks(lastDay, rules);
        if (known < rules.ConsistencyBest)
        {
            return null;
        }

        Span<int> weeks = stackalloc int[known];
        Fill(weeks, person, lastDay);
        return ShareMet(weeks, workingDays, rules);
    }

    /// <summary>Of the last weeks that consistency looks at, the newest of which every day is known.</summary>
    public int KnownWeeks(DateOnly lastDay, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var (known, first) = (0, First > KnownFrom ? First : KnownFrom);
        while (known < rules.ConsistencyWeeks && MondayOf(lastDay).AddDays(-7 * known) >= first)
        {
            known++;
        }

        return known;
    }

    /// <summary>Active days of the last weeks that consistency looks at, newest first.</summary>
    public int[] Weeks(int person, DateOnly lastDay, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var weeks = new int[rules.ConsistencyWeeks];
        Fill(weeks, person, lastDay);
        return weeks;
    }

    /// <summary>The mean over the best weeks of the share of a working pattern that was met.</summary>
    /// <param name="weeks">Active days a week; put in order here.</param>
    /// <returns>0 to 1.</returns>
    public static double ShareMet(Span<int> weeks, double workingDays, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        weeks.Sort();
        var met = 0d;
        foreach (var days in weeks[^rules.ConsistencyBest..])
        {
            met += Math.Min(1, days / workingDays);
        }

        return met / rules.ConsistencyBest;
    }

    /// <summary>Of the last weeks, from Monday and with that of a day, those that are known wholly or in part, and those whose floor was met.</summary>
    public (int Met, int Known) Floors(int person, DateOnly lastDay, int floor, int weeks)
    {
        var (met, known) = (0, 0);
        for (var week = 0; week < weeks; week++)
        {
            var monday = MondayOf(lastDay).AddDays(-7 * week);
            if (monday.AddDays(6) >= First && monday.AddDays(6) >= KnownFrom)
            {
                known++;
                met += CountOfWeek(person, week == 0 ? lastDay : monday.AddDays(6)) >= floor ? 1 : 0;
            }
        }

        return (met, known);
    }

    /// <summary>The days of the last weeks, from Monday and with that of a day.</summary>
    public static DayRange WeeksBefore(DateOnly lastDay, int weeks) => new(MondayOf(lastDay).AddDays(-7 * (weeks - 1)), lastDay.AddDays(1));

    /// <summary>The longest pause between two active days of which the later one is on or after a day.</summary>
    /// <param name="least">Shorter pauses are none.</param>
    /// <returns>Days without activity, and active days since; 0 and 0 without a pause.</returns>
    public (int Days, int Since) Pause(int person, DateOnly lastDay, DateOnly backFrom, int least)
    {
        var (pause, since, before) = (0, 0, (DateOnly?)null);
        for (var day = First; day <= lastDay; day = day.AddDays(1))
        {
            if (Count(person, new(day, day.AddDays(1))) == 0)
            {
                continue;
            }

            if (before is { } earlier && day.DayNumber - earlier.DayNumber - 1 >= Math.Max(least, pause) && day >= backFrom)
            {
                (pause, since) = (day.DayNumber - earlier.DayNumber - 1, 0);
            }

            since += pause > 0 ? 1 : 0;
            before = day;
        }

        return (pause, since);
    }

    private void Fill(Span<int> weeks, int person, DateOnly lastDay)
    {
        for (var week = 0; week < weeks.Length; week++)
        {
            weeks[week] = CountOfWeek(person, week == 0 ? lastDay : MondayOf(lastDay).AddDays((-7 * week) + 6));
        }
    }

    internal static DateOnly MondayOf(DateOnly day) => DayRange.WeekOf(day).Start;
}
