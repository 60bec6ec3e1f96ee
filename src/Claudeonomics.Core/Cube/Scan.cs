using Claudeonomics.Core.Usage;

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
                byRow[row] = Capped.Add(byRow[row], unchecked(sign * (wanted is null ? column[at] : column[at] & wanted[partition.Dimensions[at]])));
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
                sum = Capped.Add(sum, column[at]);
            }

            byRow[row] = Capped.Add(byRow[row], unchecked(sign * sum));
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
                sum = Capped.Add(sum, column[at] & wanted[dimensions[at]]);
            }

            byRow[row] = Capped.Add(byRow[row], unchecked(sign * sum));
        }
    }

    /// <summary>How many places of a map name identities that have sorted rows at all: the partition may know fewer identities than the roster.</summary>
    internal static int CountWithin(RowMap map, ReadOnlySpan<int> starts)
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
