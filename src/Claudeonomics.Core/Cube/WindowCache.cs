using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Sums over whole windows, merged when a window is first asked for and kept up to date from then on.</summary>
/// <remarks>
/// A board over 30 days of three models reads 7.65 million rows of single days, or 255,000 of their window. The days of a window are
/// asked for again and again (by every filter, board and change), and shift once a day. Bound: 16 windows, the longest unused goes
/// first; at 85,000 people and 3 models about 25 MB each.
/// </remarks>
internal sealed class WindowCache
{
    private const int MaxWindows = 16;

    private readonly Dictionary<DayRange, Window> _windows = [];

    // Readers share the cube's read lock, so that two may ask for the same window at once.
    private readonly Lock _lock = new();
    private long _asked;

    public bool IsEmpty => _windows.Count == 0;

    public Partition Get(DayRange days, Func<List<Slice>> parts)
    {
        lock (_lock)
        {
            if (!_windows.TryGetValue(days, out var window))
            {
                if (_windows.Count == MaxWindows)
                {
                    _windows.Remove(_windows.MinBy(static other => other.Value.AskedAt).Key);
                }

                _windows.Add(days, window = new(Partition.Merge([.. parts().Select(static part => part.Partition)])));
            }

            window.AskedAt = ++_asked;
            return window.Sums;
        }
    }

    /// <summary>Called by the writer, while nobody reads.</summary>
    public void Add(DateOnly day, int identity, ushort dimension, in UsageCells cells)
    {
        foreach (var (days, window) in _windows)
        {
            if (days.Contains(day))
            {
                window.Sums.Add(identity, dimension, cells);
            }
        }
    }

    /// <summary>Sorts in what came late.</summary>
    public void Settle()
    {
        foreach (var window in _windows.Values)
        {
            window.Sums.Settle();
        }
    }

    /// <summary>Lets go of the windows that share a day with some that changed otherwise.</summary>
    public void Forget(DayRange days)
    {
        foreach (var window in _windows.Keys.Where(window => window.Start < days.End && window.End > days.Start).ToArray())
        {
            _windows.Remove(window);
        }
    }

    public void Clear() => _windows.Clear();

    private sealed class Window(Partition sums)
    {
        public Partition Sums { get; } = sums;

        public long AskedAt { get; set; }
    }
}
