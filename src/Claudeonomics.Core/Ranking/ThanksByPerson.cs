using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Thanks between people who take part, by whom they are for.</summary>
/// <remarks>Anything is told only of days in which at least <see cref="GameRules.SmallestGroup"/> different people thanked somebody: of one or
/// two, a number would say who it was.</remarks>
internal sealed class ThanksByPerson
{
    private readonly int _people;

    // By recipient, then by giver: one giver's are neighbours.
    private readonly Entry[] _entries;

    private ThanksByPerson(int people, Entry[] entries) => (_people, _entries) = (people, entries);

    public static ThanksByPerson Of(Roster roster, IThanks thanks)
    {
        if (thanks.All.Count == 0)
        {
            return new(roster.People.Count, []);
        }

        var ordinals = new Dictionary<string, int>(roster.People.Count, StringComparer.Ordinal);
        for (var person = 0; person < roster.People.Count; person++)
        {
            if (roster.People[person].Participates)
            {
                ordinals.Add(roster.People[person].Id, person);
            }
        }

        var entries = new List<Entry>(thanks.All.Count);
        foreach (var thank in thanks.All)
        {
            if (ordinals.TryGetValue(thank.From, out var from) && ordinals.TryGetValue(thank.To, out var to) && from != to)
            {
                entries.Add(new(to, from, thank.Day, thank.Kind));
            }
        }

        entries.Sort(static (one, other) => (one.To, one.From).CompareTo((other.To, other.From)));
        return new(roster.People.Count, [.. entries]);
    }

    /// <summary>How many different people thanked each, by kudos or by accepting help, within some days.</summary>
    /// <returns>By person; <see langword="null"/> when too few thanked anybody to tell.</returns>
    public int[]? CountsIn(DayRange days, GameRules rules)
    {
        if (!IsTold(days, null, rules))
        {
            return null;
        }

        var counts = new int[_people];
        var last = (To: -1, From: -1);
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (days.Contains(entry.Day) && (entry.To, entry.From) != last)
            {
                last = (entry.To, entry.From);
                counts[entry.To]++;
            }
        }

        return counts;
    }

    /// <summary>How many different people thanked one person in one way, or in any, within some days.</summary>
    public int CountOf(int person, DayRange days, ThankKind? kind)
    {
        var (count, last) = (0, -1);
        foreach (ref readonly var entry in EntriesOf(person))
        {
            if (entry.From != last && days.Contains(entry.Day) && (kind is null || entry.Kind == kind))
            {
                last = entry.From;
                count++;
            }
        }

        return count;
    }

    /// <summary>Whether enough different people thanked anybody, in one way or in any, to tell anything of some days.</summary>
    public bool IsTold(DayRange days, ThankKind? kind, GameRules rules)
    {
        // Few are looked at: the search ends with the third giver.
        var givers = new HashSet<int>();
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (days.Contains(entry.Day) && (kind is null || entry.Kind == kind) && givers.Add(entry.From) && givers.Count >= rules.SmallestGroup)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Who was thanked at all.</summary>
    public IEnumerable<int> Thanked()
    {
        var last = -1;
        foreach (var entry in _entries)
        {
            if (entry.To != last)
            {
                yield return last = entry.To;
            }
        }
    }

    private ReadOnlySpan<Entry> EntriesOf(int person)
    {
        var start = FirstFrom(person);
        return _entries.AsSpan(start, FirstFrom(person + 1) - start);
    }

    private int FirstFrom(int person)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _entries[middle].To < person ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Entry(int To, int From, DateOnly Day, ThankKind Kind);
}
