using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>All sums in memory: the fold writes them, boards read them.</summary>
/// <remarks>
/// <para>One writer at a time, any number of readers; a reader sees the state between two writes, never half of one.</para>
/// <para>Days within the ledger's horizon are held one by one, older ones by calendar month, and a day of theirs is asked of the
/// <see cref="IDayArchive"/> when a window cuts through its month. Bounds: 62 days and 13 months of rows, a row per identity and
/// dimension that was used; at 85,000 people and 3 models about 2 GB.</para>
/// </remarks>
public sealed class UsageCube : IBoardSource, IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.NoRecursion);
    private readonly SortedDictionary<int, CubeDay> _days = [];
    private readonly SortedDictionary<int, Partition> _months = [];
    private readonly WeekCache _weeks;
    private readonly IDayArchive _archive;
    private long _version;

    /// <param name="archive">Where days before <see cref="HotFrom"/> can be had one by one.</param>
    public UsageCube(IDayArchive archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        _archive = archive;
        _weeks = new WeekCache(_days);
    }

    public event Action? Changed;

    public DimensionTable Dimensions { get; } = new();

    public AgentTable Agents { get; } = new();

    public long Version => Volatile.Read(ref _version);

    /// <summary>First day that is held by itself; the sums of days before it are held by month.</summary>
    public DateOnly HotFrom { get; private set; } = DateOnly.MinValue;

    internal IEnumerable<KeyValuePair<int, CubeDay>> HotDays => _days;

    public IBoardData Open(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        _lock.EnterReadLock();
        return new CubeView(this, roster, _lock.ExitReadLock);
    }

    /// <summary>Sums of a subject by company day, model or agent, of the days that are held one by one.</summary>
    public void ReadRows(Roster roster, UsageSubject subject, DayRange days, UsageGrouping by, UsageRowBuilder into)
    {
        using var view = (CubeView)Open(roster);
        view.AddRows(days, by, SubjectScope.Of(roster, subject), into);
    }

    /// <summary>What a subject did, a row per company day on which there was something.</summary>
    public IReadOnlyList<ActivityDay> ReadActivity(Roster roster, UsageSubject subject, DayRange days)
    {
        using var view = (CubeView)Open(roster);
        return view.ActivityDays(ScopeMap.Of(roster, SubjectScope.Of(roster, subject)), days, static row => row >= 0);
    }

    /// <summary>Which identities belong to a subject on a company day, ascending.</summary>
    public static IReadOnlyList<int> IdentitiesOf(Roster roster, UsageSubject subject, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(roster);
        var rows = ScopeMap.Of(roster, SubjectScope.Of(roster, subject)).For(new(day, day.AddDays(1))).Rows;
        return [.. Enumerable.Range(0, rows.Length).Where(identity => rows[identity] >= 0)];
    }

    /// <summary>Changes the sums. Readers wait meanwhile, so a write is short: thousands of rows, not millions.</summary>
    public void Write(Action<CubeWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        _lock.EnterWriteLock();
        try
        {
            write(new CubeWriter(this));
            _version++;
        }
        finally
        {
            _lock.ExitWriteLock();
        }

        Changed?.Invoke();
    }

    public void Dispose() => _lock.Dispose();

    internal CubeDay? Day(int day) => _days.GetValueOrDefault(day);

    /// <summary>The fewest partitions that together hold exactly the sums of a window.</summary>
    internal List<Slice> Cover(DayRange window)
    {
        var slices = new List<Slice>();
        var day = window.Start.DayNumber;
        var end = window.End.DayNumber;
        var hotFrom = HotFrom.DayNumber;
        foreach (var (first, month) in _months)
        {
            var until = Math.Min(DateOnly.FromDayNumber(first).AddMonths(1).DayNumber, hotFrom);
            var (from, to) = (Math.Max(first, day), Math.Min(until, end));
            if (from >= to)
            {
                continue;
            }

            if (from == first && to == until)
            {
                slices.Add(new(month, RangeOf(from, to)));
            }
            else
            {
                AddArchivedDays(slices, from, to);
            }
        }

        AddHotDays(slices, Math.Max(day, hotFrom), end);
        return slices;
    }

    /// <summary>The days of a slice, for identities that change rows within it.</summary>
    internal List<Slice> DaysOf(Slice slice)
    {
        var slices = new List<Slice>();
        var (from, to) = (slice.Days.Start.DayNumber, slice.Days.End.DayNumber);
        AddArchivedDays(slices, from, Math.Min(to, HotFrom.DayNumber));
        foreach (var day in HotBetween(Math.Max(from, HotFrom.DayNumber), to))
        {
            slices.Add(new(_days[day].Usage, RangeOf(day, day + 1)));
        }

        return slices;
    }

    internal CubeDay DayToWrite(int day)
    {
        if (!_days.TryGetValue(day, out var sums))
        {
            _days.Add(day, sums = new CubeDay());
        }

        return sums;
    }

    internal void Add(int day, int identity, ushort dimension, in UsageCells cells)
    {
        DayToWrite(day).Usage.Add(identity, dimension, cells);
        _weeks.Add(day, identity, dimension, cells);
    }

    internal void AddToMonth(int firstDay, int identity, ushort dimension, in UsageCells cells)
    {
        if (!_months.TryGetValue(firstDay, out var month))
        {
            _months.Add(firstDay, month = new Partition());
        }

        month.Add(identity, dimension, cells);
    }

    internal void Retire(int before)
    {
        foreach (var day in _days.Keys.TakeWhile(day => day < before).ToArray())
        {
            var usage = _days[day].Usage;
            var month = DayRange.MonthOf(DateOnly.FromDayNumber(day)).Start.DayNumber;
            for (var row = 0; row < usage.Count; row++)
            {
                AddToMonth(month, usage.Identities[row], usage.Dimensions[row], usage.CellsOf(row));
            }

            _days.Remove(day);
            _weeks.Forget(day);
        }

        foreach (var month in _months.Values)
        {
            month.Settle();
        }

        HotFrom = DateOnly.FromDayNumber(Math.Max(before, HotFrom.DayNumber));
    }

    internal void HoldFrom(DateOnly day) => HotFrom = day;

    internal void ForgetMonths(int before)
    {
        foreach (var month in _months.Keys.Where(month => DateOnly.FromDayNumber(month).AddMonths(1).DayNumber <= before).ToArray())
        {
            _months.Remove(month);
        }
    }

    internal void SettleBefore(int day)
    {
        foreach (var (number, sums) in _days)
        {
            if (number < day)
            {
                sums.Usage.Settle();
                sums.Activity.Settle();
            }
        }
    }

    internal void Clear()
    {
        _days.Clear();
        _months.Clear();
        _weeks.Clear();
        HotFrom = DateOnly.MinValue;
    }

    private void AddArchivedDays(List<Slice> slices, int from, int to)
    {
        for (var day = from; day < to; day++)
        {
            if (_archive.Load(DateOnly.FromDayNumber(day)) is { } archived)
            {
                slices.Add(new(archived.Usage, RangeOf(day, day + 1)));
            }
        }
    }

    private void AddHotDays(List<Slice> slices, int from, int to)
    {
        var last = _days.Count == 0 ? 0 : _days.Keys.Max();
        foreach (var day in HotBetween(from, to))
        {
            // The newest day changes all the time; a week that holds it would be written twice for each call.
            var week = WeekCache.StartOf(day);
            if (week >= from && week + 7 <= to && week + 7 <= last)
            {
                if (slices.Count == 0 || slices[^1].Days.Start.DayNumber != week)
                {
                    slices.Add(new(_weeks.Get(week), RangeOf(week, week + 7)));
                }
            }
            else
            {
                slices.Add(new(_days[day].Usage, RangeOf(day, day + 1)));
            }
        }
    }

    private IEnumerable<int> HotBetween(int from, int to)
    {
        if (_days.Count == 0)
        {
            yield break;
        }

        // Hot days are few and dense, so counting through them is as good as a search.
        foreach (var day in _days.Keys)
        {
            if (day >= from && day < to)
            {
                yield return day;
            }
        }
    }

    private static DayRange RangeOf(int from, int to) => new(DateOnly.FromDayNumber(from), DateOnly.FromDayNumber(to));
}

/// <summary>A partition and the company days whose sums it holds.</summary>
internal readonly record struct Slice(Partition Partition, DayRange Days);

/// <summary>Everything about one company day.</summary>
internal sealed class CubeDay
{
    public Partition Usage { get; } = new();

    public ActivityTable Activity { get; } = new();

    public ThreadTable Threads { get; } = new();
}
