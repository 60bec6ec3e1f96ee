using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What became of one week of a streak.</summary>
public enum StreakWeekKind : byte
{
    /// <summary>The floor was not met, and no freeze was left: a streak before it is over.</summary>
    Missed = 0,

    /// <summary>The floor was met.</summary>
    Met = 1,

    /// <summary>The floor was not met, and a freeze of the quarter keeps the streak standing. It adds no week.</summary>
    Frozen = 2,

    /// <summary>The present week, whose floor is not met yet.</summary>
    Open = 3,
}

/// <param name="Monday">Its first day.</param>
public readonly record struct StreakWeek(DateOnly Monday, int ActiveDays, StreakWeekKind Kind);

/// <summary>Weeks in a row whose floor somebody met. Freezes are spent by themselves: a holiday needs no thought, and nothing has to be done in time.</summary>
/// <param name="Weeks">Weeks with the floor met since the last one that ended a streak.</param>
/// <param name="MayBeLonger">It reaches back to where nothing is known any more.</param>
/// <param name="FreezesLeft">Of the present quarter, as far as its weeks are known.</param>
/// <param name="Floor">Active days that meet a week.</param>
/// <param name="Known">The weeks that are known, oldest first, with the present one last.</param>
public sealed record Streak(int Weeks, bool MayBeLonger, int FreezesLeft, int Floor, IReadOnlyList<StreakWeek> Known)
{
    /// <summary>Judges known weeks, oldest first.</summary>
    /// <param name="weeks">Mondays with the active days of their weeks; the last is the present week, which may not be over.</param>
    /// <param name="floor">Active days that meet the floor of a week.</param>
    /// <param name="reachesBack">Whether weeks before the first are unknown, and not known to be empty.</param>
    public static Streak Of(IReadOnlyList<(DateOnly Monday, int ActiveDays)> weeks, int floor, bool reachesBack, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        ArgumentNullException.ThrowIfNull(rules);
        var known = new List<StreakWeek>(weeks.Count);
        var frozen = new Dictionary<int, int>();
        var (length, began) = (0, 0);
        for (var i = 0; i < weeks.Count; i++)
        {
            var (monday, active) = weeks[i];
            var quarter = QuarterOf(monday);
            var kind = active >= floor ? StreakWeekKind.Met
                : i == weeks.Count - 1 ? StreakWeekKind.Open
                : length > 0 && frozen.GetValueOrDefault(quarter) < rules.StreakFreezes ? StreakWeekKind.Frozen
                : StreakWeekKind.Missed;
            switch (kind)
            {
                case StreakWeekKind.Met:
                    length++;
                    break;
                case StreakWeekKind.Frozen:
                    frozen[quarter] = frozen.GetValueOrDefault(quarter) + 1;
                    break;
                case StreakWeekKind.Missed:
                    (length, began) = (0, i + 1);
                    break;
            }

            known.Add(new(monday, active, kind));
        }

        var spent = weeks.Count == 0 ? 0 : frozen.GetValueOrDefault(QuarterOf(weeks[^1].Monday));
        return new(length, reachesBack && began == 0 && length > 0, rules.StreakFreezes - spent, floor, known);
    }

    internal static Streak Read(ActiveDayBits active, int person, DateOnly lastDay, int floor, GameRules rules)
    {
        var first = active.First > active.KnownFrom ? active.First : active.KnownFrom;
        var monday = ActiveDayBits.MondayOf(first);
        var weeks = new List<(DateOnly, int)>();

        // A week of which a part is unknown tells of nothing.
        for (monday = monday < first ? monday.AddDays(7) : monday; monday <= lastDay; monday = monday.AddDays(7))
        {
            var end = monday.AddDays(6) < lastDay ? monday.AddDays(6) : lastDay;
            weeks.Add((monday, active.CountOfWeek(person, end)));
        }

        return Of(weeks, floor, reachesBack: true, rules);
    }

    // A week belongs to the quarter of its Monday.
    private static int QuarterOf(DateOnly monday) => (monday.Year * 4) + ((monday.Month - 1) / 3);
}
