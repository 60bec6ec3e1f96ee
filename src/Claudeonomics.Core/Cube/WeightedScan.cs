using System.Runtime.CompilerServices;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>Adds what scores are computed from to the rows that identities count under: one walk over the rows, where a column each would be eight.</summary>
/// <param name="wanted">All bits set per dimension that counts, none where not; <see langword="null"/> for all.</param>
internal readonly ref struct WeightedScan(Partition partition, TokenWeights weights, long[]? wanted)
{
    // No cell of anybody's holds more tokens, and up to this many can be weighed by the greatest weights there are.
    private const long MostWeighed = (1L << 47) - 1;

    private readonly Cells _input = new(partition, UsageCell.UncachedInputTokens);
    private readonly Cells _cacheRead = new(partition, UsageCell.CacheReadTokens);
    private readonly Cells _cacheWrite5m = new(partition, UsageCell.CacheWrite5mTokens);
    private readonly Cells _cacheWrite1h = new(partition, UsageCell.CacheWrite1hTokens);
    private readonly Cells _cacheWriteUnknown = new(partition, UsageCell.CacheWriteUnknownTokens);
    private readonly Cells _output = new(partition, UsageCell.OutputTokens);
    private readonly Cells _requests = new(partition, UsageCell.Requests);
    private readonly Cells _saved = new(partition, UsageCell.CacheSavedNanoUsd);
    private readonly ReadOnlySpan<long> _tokens = partition.TotalTokens.Span;
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
        for (var at = from; at < to; at++)
        {
            // Most rows of most people are of another model than the one that is asked for: their cells are not even looked at.
            if (wanted is not null && wanted[_dimensions[at]] == 0)
            {
                continue;
            }

            var (input, output, read) = (_input[at], _output[at], _cacheRead[at]);
            var (write5m, write1h, unknown) = (_cacheWrite5m[at], _cacheWrite1h[at], _cacheWriteUnknown[at]);
            if (unchecked((ulong)(input | output | read | write5m | write1h | unknown)) > MostWeighed)
            {
                (input, output, read) = (Weighable(input), Weighable(output), Weighable(read));
                (write5m, write1h, unknown) = (Weighable(write5m), Weighable(write1h), Weighable(unknown));
            }

            sums.Add(new()
            {
                Tokens = _tokens[at],
                Weighted = (input * weights.Input) + (output * weights.Output) + (read * weights.CacheRead)
                    + (write5m * weights.CacheWrite5m) + (write1h * weights.CacheWrite1h) + (unknown * weights.CacheWriteUnknown),
                OutputTokens = output,
                Requests = _requests[at],
                CacheSavedNanoUsd = _saved[at],
            });
        }
    }

    private static long Weighable(long tokens) => Math.Clamp(tokens, 0, MostWeighed);

    /// <summary>A column, also where none is kept because all of it is zero: no branch for each of 255,000 rows to tell.</summary>
    private readonly ref struct Cells
    {
        private readonly ReadOnlySpan<long> _values;
        private readonly int _mask;

        public Cells(Partition partition, UsageCell cell)
        {
            var column = partition.Column(cell).Span;
            _values = column.IsEmpty ? Nothing : column;
            _mask = column.IsEmpty ? 0 : -1;
        }

        private static ReadOnlySpan<long> Nothing => [0];

        public long this[int at]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _values[at & _mask];
        }
    }
}
