using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Cube;

/// <summary>The inner loops of every board: one pass over a column.</summary>
internal static class Scan
{
    /// <summary>Adds a column to the rows that its identities count under.</summary>
    /// <param name="column">One value per row of the partition; empty when all are zero.</param>
    /// <param name="wanted">All bits set per dimension that counts, none where not; <see langword="null"/> for all.</param>
    public static void Add(
        Partition partition, ReadOnlySpan<long> column, RowMap map, long[]? wanted, int sign, Span<long> byRow)
    {
        if (column.IsEmpty)
        {
            return;
        }

        if (wanted is null)
        {
            AddSorted(partition, column, map, sign, byRow);
        }
        else
        {
            AddSorted(partition, column, map, wanted, sign, byRow);
        }

        for (var at = partition.Sorted; at < column.Length; at++)
        {
            if (map.RowOf(partition.Identities[at]) is >= 0 and var row)
            {
                byRow[row] += sign * (wanted is null ? column[at] : column[at] & wanted[partition.Dimensions[at]]);
            }
        }
    }

    /// <summary>Adds several columns to the rows that their identities count under: one walk over the identities instead of one for each.</summary>
    /// <param name="wanted">All bits set per dimension that counts, none where not; <see langword="null"/> for all.</param>
    public static void AddCells(Partition partition, ReadOnlySpan<UsageCell> cells, RowMap map, long[]? wanted, Span<UsageCells> byRow)
    {
        foreach (var cell in cells)
        {
            if (!partition.Column(cell).IsEmpty)
            {
                AddCellsOf(partition, cells, map, wanted, byRow);
                return;
            }
        }
    }

    private static void AddCellsOf(Partition partition, ReadOnlySpan<UsageCell> cells, RowMap map, long[]? wanted, Span<UsageCells> byRow)
    {
        var (columns, places, count) = (new long[cells.Length][], new int[cells.Length], 0);
        foreach (var cell in cells)
        {
            if (MemoryMarshal.TryGetArray(partition.Column(cell), out var column) && column.Count > 0)
            {
                (columns[count], places[count++]) = (column.Array!, (int)cell);
            }
        }

        var rows = map.Rows;
        var starts = partition.Starts;
        var dimensions = partition.Dimensions;
        var identities = CountWithin(map, starts);
        for (var i = 0; i < identities; i++)
        {
            if (rows[i] is >= 0 and var row)
            {
                var identity = map.IdentityAt(i);
                AddRows(starts[identity], starts[identity + 1], ref byRow[row], dimensions);
            }
        }

        for (var at = partition.Sorted; at < partition.Count; at++)
        {
            if (map.RowOf(partition.Identities[at]) is >= 0 and var row)
            {
                AddRows(at, at + 1, ref byRow[row], dimensions);
            }
        }

        void AddRows(int from, int to, ref UsageCells sums, ReadOnlySpan<ushort> dimensions)
        {
            if (wanted is not null)
            {
                // Most rows of most people are of another model than the one that is asked for: their cells are not even looked at.
                while (from < to && wanted[dimensions[from]] == 0)
                {
                    from++;
                }

                while (to > from && wanted[dimensions[to - 1]] == 0)
                {
                    to--;
                }

                if (from == to)
                {
                    return;
                }
            }

            for (var c = 0; c < count; c++)
            {
                var column = columns[c].AsSpan(from, to - from);
                var sum = 0L;
                for (var i = 0; i < column.Length; i++)
                {
                    sum += wanted is null ? column[i] : column[i] & wanted[dimensions[from + i]];
                }

                sums[places[c]] += sum;
            }
        }
    }

    private static void AddSorted(Partition partition, ReadOnlySpan<long> column, RowMap map, int sign, Span<long> byRow)
    {
        var rows = map.Rows;
        var starts = partition.Starts;
        var count = CountWithin(map, starts);
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            if (row < 0)
            {
                continue;
            }

            var identity = map.IdentityAt(i);
            var sum = 0L;
            for (var at = starts[identity]; at < starts[identity + 1]; at++)
            {
                sum += column[at];
            }

            byRow[row] += sign * sum;
        }
    }

    private static void AddSorted(
        Partition partition, ReadOnlySpan<long> column, RowMap map, long[] wanted, int sign, Span<long> byRow)
    {
        var rows = map.Rows;
        var starts = partition.Starts;
        var dimensions = partition.Dimensions;
        var count = CountWithin(map, starts);
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            if (row < 0)
            {
                continue;
            }

            var identity = map.IdentityAt(i);
            var sum = 0L;
            for (var at = starts[identity]; at < starts[identity + 1]; at++)
            {
                sum += column[at] & wanted[dimensions[at]];
            }

            byRow[row] += sign * sum;
        }
    }

    // How many places of a map name identities that have sorted rows at all: the partition may know fewer identities than the roster.
    private static int CountWithin(RowMap map, ReadOnlySpan<int> starts)
    {
        var identities = starts.Length - 1;
        if (map.Identities is null)
        {
            return Math.Min(map.Rows.Length, identities);
        }

        var at = Array.BinarySearch(map.Identities, identities);
        return at >= 0 ? at : ~at;
    }
}
