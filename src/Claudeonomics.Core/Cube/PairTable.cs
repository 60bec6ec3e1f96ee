using System.Buffers;

namespace Claudeonomics.Core.Cube;

/// <summary>Numbers the pairs of a row and a small number (a model, a dimension) in the order in which they are met.</summary>
/// <remarks>
/// Where there are few pairs that could be, they are looked up in a table; else each row has a chain of those that were met, which is
/// short where rows are people: 2,000 models times 85,000 people take room only where somebody used one.
/// Bound: the table 1,048,576 places (4 MiB), the chains 4 bytes a row and 8 bytes for each pair met. The room comes from the shared
/// pool and goes back to it when this is disposed.
/// </remarks>
internal sealed class PairTable : IDisposable
{
    private const int LargestTable = 1024 * 1024;
    private const int FirstPairs = 1024;
    private const int None = 0;

    private readonly int _width;

    // Everywhere a place is kept plus one, so that a cleared array means "none".
    private readonly int[] _last;
    private readonly int[]? _table;
    private Pair[] _pairs;

    /// <param name="rows">Rows run from 0 to here, excluded.</param>
    /// <param name="width">The other numbers run from 0 to here, excluded.</param>
    public PairTable(int rows, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        (Rows, _width) = (rows, width);
        _last = Cleared(rows);
        _table = (long)rows * width <= LargestTable ? Cleared(rows * width) : null;
        _pairs = ArrayPool<Pair>.Shared.Rent(FirstPairs);
    }

    public int Rows { get; }

    /// <summary>Places run from 0 to here, excluded.</summary>
    public int Count { get; private set; }

    /// <summary>The place of a pair; the next one when it was not met before.</summary>
    public int PlaceOf(int row, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)row), (uint)Rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)number), (uint)_width);
        if (_table is null)
        {
            for (var at = _last[row]; at != None; at = _pairs[at - 1].Before)
            {
                if (_pairs[at - 1].Number == number)
                {
                    return at - 1;
                }
            }

            return Append(row, number);
        }

        ref var known = ref _table[(row * _width) + number];
        if (known == None)
        {
            known = Append(row, number) + 1;
        }

        return known - 1;
    }

    /// <summary>The pairs of one row that were met, in no order.</summary>
    public RowPairs Of(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)row), (uint)Rows);
        return new(_pairs, _last[row]);
    }

    public void Dispose()
    {
        if (_pairs.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_last);
            ArrayPool<Pair>.Shared.Return(_pairs);
            if (_table is not null)
            {
                ArrayPool<int>.Shared.Return(_table);
            }

            _pairs = [];
        }
    }

    private int Append(int row, int number)
    {
        if (Count == _pairs.Length)
        {
            var larger = ArrayPool<Pair>.Shared.Rent(_pairs.Length * 2);
            _pairs.CopyTo(larger, 0);
            ArrayPool<Pair>.Shared.Return(_pairs);
            _pairs = larger;
        }

        _pairs[Count] = new(number, _last[row]);
        _last[row] = ++Count;
        return Count - 1;
    }

    private static int[] Cleared(int length)
    {
        var array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    /// <summary>The pairs of one row, for <c>foreach</c>.</summary>
    public struct RowPairs
    {
        private readonly Pair[] _pairs;
        private int _next;

        internal RowPairs(Pair[] pairs, int last) => (_pairs, _next, Place) = (pairs, last, -1);

        public readonly (int Number, int Place) Current => (_pairs[Place].Number, Place);

        private int Place { get; set; }

        public readonly RowPairs GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == None)
            {
                return false;
            }

            Place = _next - 1;
            _next = _pairs[Place].Before;
            return true;
        }
    }

    internal readonly record struct Pair(int Number, int Before);
}
