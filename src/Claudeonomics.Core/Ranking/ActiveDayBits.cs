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
    /// <returns>0 to 1.</returns>
    public double Consistency(int person, DateOnly lastDay, double workingDays, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Span<int> weeks = stackalloc int[rules.ConsistencyWeeks];
        for (var week = 0; week < weeks.Length; week++)
        {
            weeks[week] = CountOfWeek(person, week == 0 ? lastDay : MondayOf(lastDay).AddDays((-7 * week) + 6));
        }

        weeks.Sort();
        var met = 0d;
        foreach (var days in weeks[^rules.ConsistencyBest..])
        {
            met += Math.Min(1, days / workingDays);
        }

        return met / rules.ConsistencyBest;
    }

    internal static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
