using System.Runtime.InteropServices;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>Adds what scores are computed from to the rows that identities count under: one walk over the identities, where a column each would be eight.</summary>
/// <param name="wanted">All bits set per dimension that counts, none where not; <see langword="null"/> for all.</param>
internal readonly ref struct WeightedScan(Partition partition, TokenWeights weights, long[]? wanted)
{
    // Empty where a column is zero throughout.
    private readonly (long[] Column, int Weight)[] _buckets =
    [
        .. new (long[] Column, int Weight)[]
        {
            (ColumnOf(partition, UsageCell.UncachedInputTokens), weights.Input),
            (ColumnOf(partition, UsageCell.CacheReadTokens), weights.CacheRead),
            (ColumnOf(partition, UsageCell.CacheWrite5mTokens), weights.CacheWrite5m),
            (ColumnOf(partition, UsageCell.CacheWrite1hTokens), weights.CacheWrite1h),
            (ColumnOf(partition, UsageCell.CacheWriteUnknownTokens), weights.CacheWriteUnknown),
            (ColumnOf(partition, UsageCell.OutputTokens), weights.Output),
        }.Where(static bucket => bucket.Column.Length > 0),
    ];

    private readonly long[] _output = ColumnOf(partition, UsageCell.OutputTokens);
    private readonly long[] _requests = ColumnOf(partition, UsageCell.Requests);
    private readonly long[] _saved = ColumnOf(partition, UsageCell.CacheSavedNanoUsd);
    private readonly ReadOnlySpan<ushort> _dimensions = partition.Dimensions;

    public void Add(RowMap map, Span<WeightedUsage> byRow)
    {
        var rows = map.Rows;
        var starts = partition.Starts;
        var identities = Scan.CountWithin(map, starts);
        for (var i = 0; i < identities; i++)
        {
            if (rows[i] is >= 0 and var row)
            {
                var identity = map.IdentityAt(i);
                AddRows(starts[identity], starts[identity + 1], ref byRow[row]);
            }
        }

        for (var at = partition.Sorted; at < partition.Count; at++)
        {
            if (map.RowOf(partition.Identities[at]) is >= 0 and var row)
            {
                AddRows(at, at + 1, ref byRow[row]);
            }
        }
    }

    private void AddRows(int from, int to, ref WeightedUsage sums)
    {
        if (wanted is not null)
        {
            // Most rows of most people are of another model than the one that is asked for: their cells are not even looked at.
            while (from < to && wanted[_dimensions[from]] == 0)
            {
                from++;
            }

            while (to > from && wanted[_dimensions[to - 1]] == 0)
            {
                to--;
            }
        }

        if (from == to)
        {
            return;
        }

        foreach (ref readonly var bucket in _buckets.AsSpan())
        {
            var sum = SumOf(bucket.Column, from, to);
            sums.Tokens += sum;
            sums.Weighted += sum * bucket.Weight;
        }

        sums.OutputTokens += SumOf(_output, from, to);
        sums.Requests += SumOf(_requests, from, to);
        sums.CacheSavedNanoUsd += SumOf(_saved, from, to);
    }

    private long SumOf(long[] column, int from, int to)
    {
        var sum = 0L;
        if (column.Length == 0)
        {
            return sum;
        }

        var values = column.AsSpan(from, to - from);
        if (wanted is null)
        {
            foreach (var value in values)
            {
                sum += value;
            }

            return sum;
        }

        var dimensions = _dimensions.Slice(from, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] & wanted[dimensions[i]];
        }

        return sum;
    }

    private static long[] ColumnOf(Partition partition, UsageCell cell) =>
        MemoryMarshal.TryGetArray(partition.Column(cell), out var column) && column.Count > 0 ? column.Array! : [];
}
