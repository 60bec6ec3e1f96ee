using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Activity over whole windows of past days, added up when a window is first asked for and kept up to date from then on.</summary>
/// <remarks>
/// A month of single days is two and a half million rows of 316 bytes at 85,000 people; added up it is a hundred thousand of 112. The newest
/// day is in no window: it changes all the time. Bound: 8 windows, the longest unused goes first; at 85,000 people about 12 MB each.
/// </remarks>
internal sealed class ActivityWindows(SortedDictionary<int, CubeDay> days)
{
    private const int MaxWindows = 8;

    private readonly Dictionary<DayRange, ActivityWindow> _windows = [];

    // Readers share the cube's read lock, so that two may ask for the same window at once.
    private readonly Lock _lock = new();
    private long _asked;

    // The first day after all windows: what is written on or after it, which is nearly everything, concerns none.
    private int _end;

    public ActivityWindow Get(DayRange window)
    {
        lock (_lock)
        {
            if (!_windows.TryGetValue(window, out var sums))
            {
                if (_windows.Count == MaxWindows)
                {
                    _windows.Remove(_windows.MinBy(static other => other.Value.AskedAt).Key);
                }

                _windows.Add(window, sums = ActivityWindow.Of(DaysOf(window)));
                _end = _windows.Keys.Max(static other => other.End.DayNumber);
            }

            sums.AskedAt = ++_asked;
            return sums;
        }
    }

    /// <summary>The days of a window that have any activity.</summary>
    public IEnumerable<(DateOnly Day, ActivityTable Activity)> DaysOf(DayRange window)
    {
        foreach (var (number, day) in days)
        {
            if (number >= window.End.DayNumber)
            {
                yield break;
            }

            if (number >= window.Start.DayNumber)
            {
                yield return (DateOnly.FromDayNumber(number), day.Activity);
            }
        }
    }

    /// <summary>Whether something that is written on a day has to be added here as well.</summary>
    public bool Concerns(int day) => day < _end;

    /// <summary>Called by the writer, while nobody reads.</summary>
    public void Add(int day, int identity, ushort agent, in ActivitySums sums)
    {
        foreach (var (window, held) in _windows)
        {
            if (window.Contains(DateOnly.FromDayNumber(day)))
            {
                held.Add(identity, agent, sums);
            }
        }
    }

    public void Clear()
    {
        _windows.Clear();
        _end = 0;
    }
}

/// <summary>Activity over one window, a row per identity and agent.</summary>
internal sealed class ActivityWindow
{
    private int[] _identities = [];
    private ushort[] _agents = [];
    private ActivitySums[] _sums = [];
    private RowIndex _index = RowIndex.Build([], [], from: 0);

    public int Count { get; private set; }

    /// <summary>Grows with every addition.</summary>
    public long Version { get; private set; }

    public long AskedAt { get; set; }

    public ReadOnlySpan<int> Identities => _identities.AsSpan(0, Count);

    public ReadOnlySpan<ushort> Agents => _agents.AsSpan(0, Count);

    public ReadOnlySpan<ActivitySums> Sums => _sums.AsSpan(0, Count);

    public static ActivityWindow Of(IEnumerable<(DateOnly Day, ActivityTable Activity)> days)
    {
        var window = new ActivityWindow();
        foreach (var (_, activity) in days)
        {
            var cells = activity.Cells;
            for (var row = 0; row < cells.Length; row++)
            {
                window.Add(activity.Identities[row], activity.Agents[row], ActivitySums.Of(cells[row]));
            }
        }

        return window;
    }

    public void Add(int identity, ushort agent, in ActivitySums sums)
    {
        Version++;
        var row = _index.Find(identity, agent, Identities, Agents, out var slot);
        if (row < 0)
        {
            if (Count == _identities.Length)
            {
                var capacity = Math.Max(16, Count * 2);
                Array.Resize(ref _identities, capacity);
                Array.Resize(ref _agents, capacity);
                Array.Resize(ref _sums, capacity);
            }

            row = Count++;
            _identities[row] = identity;
            _agents[row] = agent;
            if (!_index.Put(slot, row, row))
            {
                _index = RowIndex.Build(Identities, Agents, from: 0);
            }
        }

        _sums[row].Add(sums);
    }
}
