using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Days of old months for the identities that changed rows in them, so that a board over a year need not read every day again.</summary>
/// <remarks>Bound: the months that are held, times who moved in them; of 85,000 people of whom one in a hundred moves each month, about 8 MB a month.</remarks>
internal sealed class MovesArchive(IDayArchive archive)
{
    private readonly Dictionary<DateOnly, Month> _months = [];

    // Readers share the cube's read lock.
    private readonly Lock _lock = new();

    public bool IsEmpty => _months.Count == 0;

    /// <param name="days">Within one month.</param>
    /// <param name="identities">Who is wanted; others may be there too.</param>
    public List<Slice> DaysOf(DayRange days, int[] identities)
    {
        var month = DayRange.MonthOf(days.Start).Start;
        lock (_lock)
        {
            if (!_months.TryGetValue(month, out var known) || !known.Identities.IsSupersetOf(identities))
            {
                _months[month] = known = new([.. known?.Identities ?? [], .. identities]);
            }

            var slices = new List<Slice>();
            for (var day = days.Start; day < days.End; day = day.AddDays(1))
            {
                if (!known.Days.TryGetValue(day, out var kept))
                {
                    known.Days.Add(day, kept = archive.Load(day) is { } archived ? Only(archived.Usage, known.Identities) : null);
                }

                if (kept is not null)
                {
                    slices.Add(new(kept, new(day, day.AddDays(1))));
                }
            }

            return slices;
        }
    }

    public void Forget(DayRange days)
    {
        foreach (var month in _months.Keys.Where(month => month < days.End && month.AddMonths(1) > days.Start).ToArray())
        {
            _months.Remove(month);
        }
    }

    public void Clear() => _months.Clear();

    private static Partition Only(Partition day, HashSet<int> identities)
    {
        var kept = new Partition();
        for (var row = 0; row < day.Count; row++)
        {
            if (identities.Contains(day.Identities[row]))
            {
                kept.Add(day.Identities[row], day.Dimensions[row], day.CellsOf(row));
            }
        }

        kept.Settle();
        return kept;
    }

    private sealed record Month(HashSet<int> Identities)
    {
        public Dictionary<DateOnly, Partition?> Days { get; } = [];
    }
}
