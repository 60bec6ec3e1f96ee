namespace Claudeonomics.Core.Cube;

/// <summary>Sums of whole weeks, made when a window first asks for one and kept up to date from then on.</summary>
/// <remarks>A 30-day window reads three weeks and nine to fifteen days instead of thirty. Bound: the nine weeks of the hot days.</remarks>
internal sealed class WeekCache(SortedDictionary<int, CubeDay> days)
{
    private readonly Dictionary<int, Partition> _weeks = [];

    // Readers share the cube's read lock, so that two may ask for the same week at once.
    private readonly Lock _lock = new();

    public static int StartOf(int day) => day - (day % 7);

    public Partition Get(int week)
    {
        lock (_lock)
        {
            if (!_weeks.TryGetValue(week, out var sums))
            {
                _weeks.Add(week, sums = Build(week));
            }

            return sums;
        }
    }

    /// <summary>Called by the writer, while nobody reads.</summary>
    public void Add(int day, int identity, ushort dimension, in UsageCells cells)
    {
        if (_weeks.TryGetValue(StartOf(day), out var sums))
        {
            sums.Add(identity, dimension, cells);
        }
    }

    public void Forget(int day) => _weeks.Remove(StartOf(day));

    public void Clear() => _weeks.Clear();

    private Partition Build(int week)
    {
        var sums = new Partition();
        for (var day = week; day < week + 7; day++)
        {
            if (!days.TryGetValue(day, out var part))
            {
                continue;
            }

            for (var row = 0; row < part.Usage.Count; row++)
            {
                sums.Add(part.Usage.Identities[row], part.Usage.Dimensions[row], part.Usage.CellsOf(row));
            }
        }

        sums.Settle();
        return sums;
    }
}
