using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Which partitions together hold exactly the sums of a window: merged for sums, in parts for what is told by day.</summary>
/// <remarks>The newest day stands by itself: it changes all the time, and every merged window that held it would be written again for each call.</remarks>
internal sealed class CubeCover(SortedDictionary<int, CubeDay> days, SortedDictionary<int, Partition> months, IDayArchive archive)
{
    /// <summary>Windows of at most this many days are told day by day however old they are; in longer ones old days are told by month.</summary>
    private const int LongestByDay = 62;

    private readonly WindowCache _windows = new();
    private readonly MovesArchive _moves = new(archive);

    /// <summary>First day that is held by itself; the sums of days before it are held by month.</summary>
    public DateOnly HotFrom { get; set; } = DateOnly.MinValue;

    /// <summary>The fewest partitions that together hold the sums of a window: at most three.</summary>
    public List<Slice> Merged(DayRange window)
    {
        var slices = new List<Slice>();
        AddMerged(window.Start, Earlier(window.End, HotFrom), OldParts);
        if (days.Count == 0)
        {
            return slices;
        }

        var newest = DateOnly.FromDayNumber(days.Keys.Last());
        AddMerged(Later(window.Start, HotFrom), Earlier(window.End, newest), HotParts);
        if (window.Contains(newest))
        {
            slices.Add(OfDay(newest));
        }

        return slices;

        void AddMerged(DateOnly from, DateOnly to, Func<DayRange, List<Slice>> partsOf)
        {
            if (from < to)
            {
                slices.AddRange(Merge(new(from, to), partsOf(new(from, to))));
            }
        }
    }

    /// <summary>The sums of a window in parts: by day, and in long windows by month for days before <see cref="HotFrom"/>.</summary>
    public List<Slice> Parts(DayRange window)
    {
        var old = window.Start < HotFrom ? new DayRange(window.Start, Earlier(window.End, HotFrom)) : default;
        var slices = window.Days <= LongestByDay ? ArchivedDays(old) : OldParts(old);
        slices.AddRange(HotParts(window));
        return slices;
    }

    /// <summary>The parts of a slice, for identities that change rows within it; other identities may be missing in them.</summary>
    public List<Slice> PartsOf(Slice slice, int[] identities)
    {
        var first = DayRange.MonthOf(slice.Days.Start);
        if (slice.Days.Start < HotFrom && slice.Days.End <= first.End)
        {
            return _moves.DaysOf(slice.Days, identities);
        }

        var parts = slice.Days.Start < HotFrom ? OldParts(new(slice.Days.Start, Earlier(slice.Days.End, HotFrom))) : [];
        parts.AddRange(HotParts(slice.Days));
        return parts;
    }

    /// <summary>Called by the writer, while nobody reads.</summary>
    public void Add(int day, int identity, ushort dimension, in UsageCells cells) =>
        _windows.Add(DateOnly.FromDayNumber(day), identity, dimension, cells);

    /// <summary>Called by the writer after days of a month changed that are not held by themselves.</summary>
    public void Forget(DayRange month)
    {
        if (!_windows.IsEmpty || !_moves.IsEmpty)
        {
            _windows.Forget(month);
            _moves.Forget(month);
        }
    }

    public void Settle() => _windows.Settle();

    public void Clear()
    {
        _windows.Clear();
        _moves.Clear();
        HotFrom = DateOnly.MinValue;
    }

    // Whole months as they are; of a month that the span cuts through, its days merged.
    private List<Slice> OldParts(DayRange span)
    {
        var slices = new List<Slice>();
        foreach (var (first, month) in months)
        {
            var whole = DayRange.MonthOf(DateOnly.FromDayNumber(first));
            var held = new DayRange(whole.Start, Earlier(whole.End, HotFrom));
            var (from, to) = (Later(held.Start, span.Start), Earlier(held.End, span.End));
            if (from >= to)
            {
                continue;
            }

            var part = new DayRange(from, to);
            if (part == held)
            {
                slices.Add(new(month, part));
            }
            else
            {
                slices.AddRange(Merge(part, ArchivedDays(part)));
            }
        }

        return slices;
    }

    private List<Slice> HotParts(DayRange span)
    {
        var slices = new List<Slice>();
        foreach (var number in days.Keys)
        {
            var day = DateOnly.FromDayNumber(number);
            if (day >= HotFrom && span.Contains(day))
            {
                slices.Add(OfDay(day));
            }
        }

        return slices;
    }

    private List<Slice> ArchivedDays(DayRange span)
    {
        var slices = new List<Slice>();
        for (var day = span.Start; day < span.End; day = day.AddDays(1))
        {
            if (archive.Load(day) is { } archived)
            {
                slices.Add(new(archived.Usage, new(day, day.AddDays(1))));
            }
        }

        return slices;
    }

    private List<Slice> Merge(DayRange span, List<Slice> parts) => parts.Count switch
    {
        0 or 1 => parts,
        _ => [new(_windows.Get(span, () => parts), span)],
    };

    private Slice OfDay(DateOnly day) => new(days[day.DayNumber].Usage, new(day, day.AddDays(1)));

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}

/// <summary>A partition and the company days whose sums it holds.</summary>
internal readonly record struct Slice(Partition Partition, DayRange Days);
