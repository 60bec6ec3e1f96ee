using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>The sums of one span of company days, by identity and dimension, in columns.</summary>
/// <remarks>
/// <para>Written by one thread while nobody reads (the cube's lock sees to that). Columns that are zero throughout take no room.
/// A row is never removed; a row whose calls all moved elsewhere is zero and adds nothing. Sums wrap as those of <see cref="UsageCells"/> do.</para>
/// <para>Most rows are sorted by identity, so that the rows of a few identities are found at once; new rows gather in a tail behind
/// them, found by a hash, and are sorted in when the tail is an eighth as long as what is sorted.</para>
/// </remarks>
internal sealed class Partition
{
    private const int ShortestTailToSort = 4096;

    private readonly long[]?[] _columns = new long[]?[UsageCells.Count];
    private int[] _identities = [];
    private ushort[] _dimensions = [];
    private long[] _totals = [];

    // The sorted rows of identity i are _starts[i] to _starts[i + 1].
    private int[] _starts = [0];
    private RowIndex? _tail;

    public int Count { get; private set; }

    /// <summary>How many rows are sorted by identity; those after them are in no order.</summary>
    public int Sorted { get; private set; }

    /// <summary>Grows with every addition: what was derived from equal versions is equal.</summary>
    public long Version { get; private set; }

    public ReadOnlySpan<int> Identities => _identities.AsSpan(0, Count);

    public ReadOnlySpan<ushort> Dimensions => _dimensions.AsSpan(0, Count);

    /// <summary>Where the sorted rows of each identity begin, and after the last one where they end.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>What <see cref="Starts"/> and <see cref="Dimensions"/> show, longer than there are rows: for a loop over several partitions at once,
    /// which cannot keep spans.</summary>
    public int[] RawStarts => _starts;

    /// <inheritdoc cref="RawStarts"/>
    public ushort[] RawDimensions => _dimensions;

    /// <summary>All tokens of each row: what the default board ranks by, kept so that it is one column to read.</summary>
    public ReadOnlyMemory<long> TotalTokens => _totals.AsMemory(0, Count);

    /// <returns>One value per row, or nothing when all are zero.</returns>
    public ReadOnlyMemory<long> Column(UsageCell cell) => _columns[(int)cell] is { } column ? column.AsMemory(0, Count) : default;

    public void Add(int identity, ushort dimension, in UsageCells cells)
    {
        var row = RowOf(identity, dimension);
        for (var i = 0; i < UsageCells.Count; i++)
        {
            var value = cells[i];
            if (value != 0)
            {
                ref var sum = ref (_columns[i] ??= new long[_identities.Length])[row];
                sum = unchecked(sum + value);
            }
        }

        _totals[row] = unchecked(_totals[row] + cells.TotalTokens);
        Version++;
    }

    public UsageCells CellsOf(int row)
    {
        var cells = default(UsageCells);
        for (var i = 0; i < UsageCells.Count; i++)
        {
            cells[i] = _columns[i] is { } column ? column[row] : 0;
        }

        return cells;
    }

    /// <summary>Adds rows to sums, column after column.</summary>
    /// <param name="places">Which sum each row is added to.</param>
    public void AddTo(Span<UsageCells> sums, ReadOnlySpan<int> rows, ReadOnlySpan<int> places)
    {
        for (var cell = 0; cell < UsageCells.Count; cell++)
        {
            if (_columns[cell] is { } column)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    ref var sum = ref sums[places[i]];
                    sum[cell] = Capped.Add(sum[cell], column[rows[i]]);
                }
            }
        }
    }

    /// <summary>Where the sorted rows of an identity are.</summary>
    public (int First, int End) SortedRowsOf(int identity) =>
        identity < _starts.Length - 1 ? (_starts[identity], _starts[identity + 1]) : (0, 0);

    /// <summary>Sorts all rows by identity and gives back spare room.</summary>
    public void Settle()
    {
        if (Sorted == Count)
        {
            return;
        }

        var order = new long[Count];
        for (var row = 0; row < Count; row++)
        {
            order[row] = ((long)_identities[row] << 32) | (uint)row;
        }

        Array.Sort(order);
        _identities = Permute(_identities, order);
        _dimensions = Permute(_dimensions, order);
        _totals = Permute(_totals, order);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = _columns[i] is { } column ? Permute(column, order) : null;
        }

        _starts = new int[_identities[^1] + 2];
        foreach (var identity in _identities)
        {
            _starts[identity + 1]++;
        }

        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        Sorted = Count;
        _tail = null;
    }

    /// <summary>A partition with the sums of several, sorted.</summary>
    public static Partition Merge(IReadOnlyList<Partition> parts)
    {
        var merged = new Partition();
        var targets = parts.Select(static part => new int[part.Sorted]).ToArray();
        var identities = parts.Count == 0 ? 0 : parts.Max(static part => part._starts.Length - 1);
        for (var identity = 0; identity < identities; identity++)
        {
            var first = merged.Count;
            for (var i = 0; i < parts.Count; i++)
            {
                var (row, end) = parts[i].SortedRowsOf(identity);
                for (; row < end; row++)
                {
                    var dimension = parts[i]._dimensions[row];
                    var at = merged._dimensions.AsSpan(first, merged.Count - first).IndexOf(dimension);
                    targets[i][row] = at >= 0 ? first + at : merged.Append(identity, dimension);
                }
            }
        }

        for (var i = 0; i < parts.Count; i++)
        {
            merged.AddColumns(parts[i], targets[i]);
        }

        merged.Settle();
        foreach (var part in parts)
        {
            for (var row = part.Sorted; row < part.Count; row++)
            {
                merged.Add(part._identities[row], part._dimensions[row], part.CellsOf(row));
            }
        }

        return merged;
    }

    private void AddColumns(Partition part, int[] targets)
    {
        AddColumn(part._totals, _totals, targets);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (part._columns[i] is { } column)
            {
                AddColumn(column, _columns[i] ??= new long[_identities.Length], targets);
            }
        }
    }

    private static void AddColumn(long[] from, long[] to, int[] targets)
    {
        for (var row = 0; row < targets.Length; row++)
        {
            to[targets[row]] = unchecked(to[targets[row]] + from[row]);
        }
    }

    private static T[] Permute<T>(T[] values, long[] order)
    {
        var permuted = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            permuted[i] = values[(int)(order[i] & uint.MaxValue)];
        }

        return permuted;
    }

    private int RowOf(int identity, ushort dimension)
    {
        var (first, end) = SortedRowsOf(identity);
        var at = _dimensions.AsSpan(first, end - first).IndexOf(dimension);
        if (at >= 0)
        {
            return first + at;
        }

        var index = _tail ??= RowIndex.Build(Identities, Dimensions, Sorted);
        var row = index.Find(identity, dimension, Identities, Dimensions, out var slot);
        if (row >= 0)
        {
            return row;
        }

        if (Count - Sorted >= Math.Max(ShortestTailToSort, Sorted / 8))
        {
            Settle();
            return RowOf(identity, dimension);
        }

        row = Append(identity, dimension);
        if (!index.Put(slot, row - Sorted, row))
        {
            _tail = RowIndex.Build(Identities, Dimensions, Sorted);
        }

        return row;
    }

    private int Append(int identity, ushort dimension)
    {
        if (Count == _identities.Length)
        {
            Resize(Math.Max(16, Count * 2));
        }

        _identities[Count] = identity;
        _dimensions[Count] = dimension;
        return Count++;
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref _identities, capacity);
        Array.Resize(ref _dimensions, capacity);
        Array.Resize(ref _totals, capacity);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is not null)
            {
                Array.Resize(ref _columns[i], capacity);
            }
        }
    }
}
