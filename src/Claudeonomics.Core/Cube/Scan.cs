using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>The inner loops of every board: one pass over a column.</summary>
internal static class Scan
{
    /// <summary>Adds a column to the rows that its identities count under.</summary>
    /// <param name="column">One value per row of the partition; empty when all are zero.</param>
    /// <param name="rows">Board row by identity; negative for nowhere.</param>
    /// <param name="wanted">1 per dimension that counts; <see langword="null"/> for all.</param>
    public static void Add(
        Partition partition, ReadOnlySpan<long> column, int[] rows, byte[]? wanted, int sign, Span<long> byRow)
    {
        if (column.IsEmpty)
        {
            return;
        }

        var identities = partition.Identities;
        var dimensions = partition.Dimensions;
        for (var i = 0; i < column.Length; i++)
        {
            var identity = identities[i];
            if ((uint)identity >= (uint)rows.Length)
            {
                continue;
            }

            var row = rows[identity];
            if (row >= 0 && (wanted is null || wanted[dimensions[i]] != 0))
            {
                byRow[row] += sign * column[i];
            }
        }
    }

    /// <summary>The same, kept apart by model.</summary>
    public static void AddByModel(
        Partition partition, ReadOnlySpan<long> column, int[] rows, byte[]? wanted, int sign, int[] models, ModelSums into)
    {
        if (column.IsEmpty)
        {
            return;
        }

        var identities = partition.Identities;
        var dimensions = partition.Dimensions;
        for (var i = 0; i < column.Length; i++)
        {
            var identity = identities[i];
            if ((uint)identity >= (uint)rows.Length || column[i] == 0)
            {
                continue;
            }

            var row = rows[identity];
            var dimension = dimensions[i];
            if (row >= 0 && (wanted is null || wanted[dimension] != 0))
            {
                into.Add(row, models[dimension], sign * column[i]);
            }
        }
    }
}
