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
    private readonly IDayArchive _archive;
    private readonly CubeCover _cover;
    private long _version;

    /// <param name="archive">Where days before <see cref="HotFrom"/> can be had one by one.</param>
    public UsageCube(IDayArchive archive)
        : this(archive, new(), new())
    {
    }

    private UsageCube(IDayArchive archive, DimensionTable dimensions, AgentTable agents)
    {
        ArgumentNullException.ThrowIfNull(archive);
        (_archive, Dimensions, Agents) = (archive, dimensions, agents);
        _cover = new CubeCover(_days, _months, archive);
        Activity = new ActivityWindows(_days);
    }

    public event Action? Changed;

    public DimensionTable Dimensions { get; }

    public AgentTable Agents { get; }

    public long Version => Volatile.Read(ref _version);

    /// <summary>First day that is held by itself; the sums of days before it are held by month.</summary>
    public DateOnly HotFrom => _cover.HotFrom;

    internal IEnumerable<KeyValuePair<int, CubeDay>> HotDays => _days;

    /// <summary>Activity of windows of days that are held by themselves.</summary>
    internal ActivityWindows Activity { get; }

    /// <summary>Notes what is written for whoever shows the sums as of a step; <see langword="null"/> when nobody does.</summary>
    internal StepJournal? Journal { get; private set; }

    /// <summary>The newest day with anything on it; <see cref="DateOnly.MinValue"/> of none.</summary>
    internal DateOnly NewestDay => _days.Count == 0 ? DateOnly.MinValue : DateOnly.FromDayNumber(_days.Keys.Last());

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
        var quiet = subject is UsageSubject.Person person ? roster.People[person.Ordinal].Quiet : null;
        return view.ActivityDays(ScopeMap.Of(roster, SubjectScope.Of(roster, subject)), days, static row => row >= 0, quiet);
    }

    /// <summary>Which identities belong to a subject on a company day, ascending.</summary>
    public static IReadOnlyList<int> IdentitiesOf(Roster roster, UsageSubject subject, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(roster);
        var map = ScopeMap.Of(roster, SubjectScope.Of(roster, subject)).For(new(day, day.AddDays(1)));
        return [.. Enumerable.Range(0, map.Rows.Length).Where(i => map.Rows[i] >= 0).Select(map.IdentityAt)];
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

    /// <summary>A cube of its own with the sums of this moment, which knows of no change after it; what changes is noted from then on.</summary>
    internal UsageCube CopyAndNote()
    {
        var copy = new UsageCube(_archive, Dimensions, Agents);
        _lock.EnterWriteLock();
        try
        {
            copy.Write(into => CopyTo(copy, into));
            Journal = new();
        }
        finally
        {
            _lock.ExitWriteLock();
        }

        return copy;
    }

    /// <summary>Takes what was noted since <see cref="CopyAndNote"/> or the last time, and notes anew.</summary>
    internal StepJournal? TakeJournal()
    {
        _lock.EnterWriteLock();
        try
        {
            var noted = Journal;
            Journal = new();
            return noted;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <inheritdoc cref="CubeCover.Merged"/>
    internal List<Slice> Merged(DayRange window) => _cover.Merged(window);

    /// <inheritdoc cref="CubeCover.Parts"/>
    internal List<Slice> Parts(DayRange window) => _cover.Parts(window);

    /// <inheritdoc cref="CubeCover.PartsOf"/>
    internal List<Slice> PartsOf(Slice slice, int[] identities) => _cover.PartsOf(slice, identities);

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
        _cover.Add(day, identity, dimension, cells);
    }

    internal void AddToMonth(int firstDay, int identity, ushort dimension, in UsageCells cells)
    {
        Month(firstDay).Add(identity, dimension, cells);
        _cover.Forget(DayRange.MonthOf(DateOnly.FromDayNumber(firstDay)));
    }

    private Partition Month(int firstDay)
    {
        if (!_months.TryGetValue(firstDay, out var month))
        {
            _months.Add(firstDay, month = new Partition());
        }

        return month;
    }

    internal void Retire(int before)
    {
        foreach (var day in _days.Keys.TakeWhile(day => day < before).ToArray())
        {
            var usage = _days[day].Usage;
            var month = Month(DayRange.MonthOf(DateOnly.FromDayNumber(day)).Start.DayNumber);
            for (var row = 0; row < usage.Count; row++)
            {
                month.Add(usage.Identities[row], usage.Dimensions[row], usage.CellsOf(row));
            }

            _days.Remove(day);
        }

        foreach (var month in _months.Values)
        {
            month.Settle();
        }

        _cover.HotFrom = DateOnly.FromDayNumber(Math.Max(before, HotFrom.DayNumber));
    }

    internal void HoldFrom(DateOnly day) => _cover.HotFrom = day;

    internal void ForgetMonths(int before)
    {
        foreach (var month in _months.Keys.Where(month => DateOnly.FromDayNumber(month).AddMonths(1).DayNumber <= before).ToArray())
        {
            _months.Remove(month);
            _cover.Forget(DayRange.MonthOf(DateOnly.FromDayNumber(month)));
        }
    }

    private void CopyTo(UsageCube copy, CubeWriter into)
    {
        copy._cover.HotFrom = _cover.HotFrom;
        foreach (var (number, sums) in _days)
        {
            var day = DateOnly.FromDayNumber(number);
            for (var row = 0; row < sums.Usage.Count; row++)
            {
                into.Add(day, sums.Usage.Identities[row], sums.Usage.Dimensions[row], sums.Usage.CellsOf(row));
            }

            for (var row = 0; row < sums.Activity.Count; row++)
            {
                into.Add(day, sums.Activity.Identities[row], sums.Activity.Agents[row], sums.Activity.Cells[row]);
            }

            foreach (var (key, newest) in sums.Threads.Conversations)
            {
                foreach (var (startMs, ms) in sums.Threads.StretchesOf(newest))
                {
                    into.AddSupervised(key.Identity, key.Conversation, new(number, startMs, ms));
                }
            }
        }

        foreach (var (first, month) in _months)
        {
            for (var row = 0; row < month.Count; row++)
            {
                into.AddToMonth(DateOnly.FromDayNumber(first), month.Identities[row], month.Dimensions[row], month.CellsOf(row));
            }
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

        _cover.Settle();
    }

    internal void Clear()
    {
        _days.Clear();
        _months.Clear();
        _cover.Clear();
        Activity.Clear();
    }
}

/// <summary>Everything about one company day.</summary>
internal sealed class CubeDay
{
    public Partition Usage { get; } = new();

    public ActivityTable Activity { get; } = new();

    public ThreadTable Threads { get; } = new();
}
