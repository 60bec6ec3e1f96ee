using System.Buffers;

namespace Claudeonomics.Core.Cube;

/// <summary>Which rows of partitions are added to which sum of a scope: one sum per dimension, or per board row and dimension.</summary>
/// <remarks>First where each row belongs, then column after column: finding the place is what takes the time.</remarks>
internal sealed class RowPlaces(int boardRows, int dimensions, bool byRow) : IDisposable
{
    private readonly PairTable _pairs = new(byRow ? boardRows : 1, dimensions);
    private int[] _rows = [];
    private int[] _places = [];
    private int _count;

    /// <summary>How many sums there are.</summary>
    public int Sums => _pairs.Count;

    /// <summary>Rows of the partition that was looked through last.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Which sum each of <see cref="Rows"/> is added to.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    /// <summary>Looks through a partition for the rows that count.</summary>
    public void Find(Partition partition, RowMap map)
    {
        if (_rows.Length < partition.Count)
        {
            GiveBack();
            (_rows, _places) = (ArrayPool<int>.Shared.Rent(partition.Count), ArrayPool<int>.Shared.Rent(partition.Count));
        }

        _count = 0;
        for (var i = 0; i < map.Rows.Length; i++)
        {
            if (map.Rows[i] >= 0)
            {
                var (row, end) = partition.SortedRowsOf(map.IdentityAt(i));
                for (; row < end; row++)
                {
                    Note(row, map.Rows[i], partition.Dimensions[row]);
                }
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (map.RowOf(partition.Identities[row]) is >= 0 and var boardRow)
            {
                Note(row, boardRow, partition.Dimensions[row]);
            }
        }
    }

    /// <summary>Board row, 0 unless asked for by row, and dimension of each sum.</summary>
    public (int Row, ushort Dimension)[] Keys()
    {
        var keys = new (int Row, ushort Dimension)[_pairs.Count];
        for (var row = 0; row < _pairs.Rows; row++)
        {
            foreach (var (dimension, place) in _pairs.Of(row))
            {
                keys[place] = (row, (ushort)dimension);
            }
        }

        return keys;
    }

    public void Dispose()
    {
        _pairs.Dispose();
        GiveBack();
    }

    private void Note(int row, int boardRow, ushort dimension) =>
        (_rows[_count], _places[_count++]) = (row, _pairs.PlaceOf(byRow ? boardRow : 0, dimension));

    private void GiveBack()
    {
        ArrayPool<int>.Shared.Return(Interlocked.Exchange(ref _rows, []));
        ArrayPool<int>.Shared.Return(Interlocked.Exchange(ref _places, []));
        _count = 0;
    }
}
