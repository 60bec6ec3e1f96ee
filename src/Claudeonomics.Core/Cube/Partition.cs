namespace Claudeonomics.Core.Cube;

/// <summary>The sums of one span of company days, by identity and dimension, in columns.</summary>
/// <remarks>
/// Written by one thread while nobody reads (the cube's lock sees to that). Columns that are zero throughout take no room.
/// A row is never removed; a row whose calls all moved elsewhere is zero and adds nothing.
/// </remarks>
internal sealed class Partition
{
    private readonly long[]?[] _columns = new long[]?[UsageCells.Count];
    private int[] _identities = [];
    private ushort[] _dimensions = [];
    private long[] _totals = [];
    private RowIndex? _index;

    // Set while the rows are sorted by identity: the rows of identity i are _starts[i] to _starts[i + 1].
    private int[]? _starts;

    public int Count { get; private set; }

    /// <summary>Grows with every addition: what was derived from equal versions is equal.</summary>
    public long Version { get; private set; }

    public bool IsSettled => _starts is not null;

    public ReadOnlySpan<int> Identities => _identities.AsSpan(0, Count);

    public ReadOnlySpan<ushort> Dimensions => _dimensions.AsSpan(0, Count);

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
                (_columns[i] ??= new long[_identities.Length])[row] += value;
            }
        }

        _totals[row] += cells.TotalTokens;
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

    /// <summary>Rows of one identity while the partition is settled.</summary>
    public Range RowsOf(int identity) =>
        _starts is { } starts && identity >= 0 && identity + 1 < starts.Length ? starts[identity]..starts[identity + 1] : 0..0;

    /// <summary>Sorts the rows by identity and gives back spare room; the next new row undoes it. For days that are over.</summary>
    public void Settle()
    {
        if (IsSettled)
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

        _starts = new int[Count == 0 ? 1 : _identities[^1] + 2];
        foreach (var identity in _identities)
        {
            _starts[identity + 1]++;
        }

        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        _index = null;
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
        if (IsSettled)
        {
            var (first, length) = RowsOf(identity).GetOffsetAndLength(Count);
            var at = _dimensions.AsSpan(first, length).IndexOf(dimension);
            if (at >= 0)
            {
                return first + at;
            }

            _starts = null;
        }

        var index = _index ??= RowIndex.Build(Identities, Dimensions);
        var row = index.Find(identity, dimension, Identities, Dimensions, out var slot);
        if (row >= 0)
        {
            return row;
        }

        if (Count == _identities.Length)
        {
            Resize(Math.Max(16, Count * 2));
        }

        row = Count++;
        _identities[row] = identity;
        _dimensions[row] = dimension;
        if (!index.Put(slot, row))
        {
            _index = RowIndex.Build(Identities, Dimensions);
        }

        return row;
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
