using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>The inner loops of every board: one pass over a column.</summary>
internal static class Scan
{
    /// <summary>Adds a column to the rows that its identities count under.</summary>
    /// <param name="column">One value per row of the partition; empty when all are zero.</param>
    /// <param name="wanted">1 per dimension that counts; <see langword="null"/> for all.</param>
    public static void Add(
        Partition partition, ReadOnlySpan<long> column, RowMap map, byte[]? wanted, int sign, Span<long> byRow)
    {
        if (column.IsEmpty)
        {
            return;
        }

        var dimensions = partition.Dimensions;
        var rows = map.Rows;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
            {
                continue;
            }

            var (at, end) = partition.SortedRowsOf(map.IdentityAt(i));
            var sum = 0L;
            for (; at < end; at++)
            {
                sum += wanted is null ? column[at] : column[at] * wanted[dimensions[at]];
            }

            byRow[rows[i]] += sign * sum;
        }

        for (var at = partition.Sorted; at < column.Length; at++)
        {
            if (map.RowOf(partition.Identities[at]) is >= 0 and var row && (wanted is null || wanted[dimensions[at]] != 0))
            {
                byRow[row] += sign * column[at];
            }
        }
    }

    /// <summary>The same, kept apart by model.</summary>
    /// <param name="models">Model number by dimension.</param>
    public static void AddByModel(
        Partition partition, ReadOnlyMemory<long> column, RowMap map, byte[]? wanted, int sign, int[] models, ModelSums into)
    {
        if (column.IsEmpty)
        {
            return;
        }

        map.ForEachRow(partition, (at, row) =>
        {
            var (dimension, value) = (partition.Dimensions[at], column.Span[at]);
            if (value != 0 && (wanted is null || wanted[dimension] != 0))
            {
                into.Add(row, models[dimension], sign * value);
            }
        });
    }
}
