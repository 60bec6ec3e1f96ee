using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Sums by board row and model, row after row: what a row has in all partitions is looked at together, so that nothing is kept
/// for 85,000 people times their models.</summary>
internal sealed class ModelScan
{
    private readonly List<Part> _parts = [];
    private readonly List<Tail> _tails = [];
    private readonly long[]? _wanted;
    private readonly int[] _modelOf;

    // By model: where its sum is among those of the row that is named beside it.
    private readonly (int Row, int Place)[] _places;
    private readonly ModelSum[] _sums;
    private int _count;

    /// <param name="wanted">All bits per dimension that counts, none where not; <see langword="null"/> for all.</param>
    public ModelScan(ModelIndex models, long[]? wanted)
    {
        (_modelOf, _wanted) = (models.OfDimension, wanted);
        _places = new (int, int)[models.Models.Count];
        _places.AsSpan().Fill((-1, 0));
        _sums = new ModelSum[_places.Length];
    }

    /// <summary>Has a column be added to the rows that its identities count under.</summary>
    /// <param name="column">One value per row of the partition; empty when all are zero.</param>
    public void Add(Partition partition, ReadOnlyMemory<long> column, RowMap map, int sign)
    {
        if (MemoryMarshal.TryGetArray(column, out var values) && values.Count > 0)
        {
            _parts.Add(new(map.Inverse, partition.RawStarts, partition.RawDimensions, values.Array!, sign));
            if (partition.Sorted < values.Count)
            {
                _tails.Add(new(partition, values.Array!, map, sign));
            }
        }
    }

    /// <summary>Tells the sums above 0 of every row that has one, in the order of rows.</summary>
    public void Run(int rows, ModelSumsOfRow found)
    {
        for (var row = 0; row < rows; row++)
        {
            foreach (ref readonly var part in CollectionsMarshal.AsSpan(_parts))
            {
                foreach (var identity in part.Identities.Of(row))
                {
                    if (identity < part.Starts.Length - 1)
                    {
                        Add(row, part, part.Starts[identity], part.Starts[identity + 1]);
                    }
                }
            }

            foreach (var tail in _tails)
            {
                for (var at = tail.FirstOf(row); at >= 0; at = tail.After(at))
                {
                    Add(row, tail.Partition.Dimensions[at], unchecked(tail.Sign * tail.Values[at]));
                }
            }

            Tell(row, found);
        }
    }

    private void Add(int row, in Part part, int at, int end)
    {
        var (dimensions, values, sign) = (part.Dimensions, part.Values, part.Sign);
        for (; at < end; at++)
        {
            Add(row, dimensions[at], unchecked(sign * values[at]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int row, ushort dimension, long value)
    {
        value = _wanted is null ? value : value & _wanted[dimension];
        if (value == 0)
        {
            return;
        }

        var model = _modelOf[dimension];
        ref var known = ref _places[model];
        if (known.Row == row)
        {
            _sums[known.Place] = new(model, Capped.Add(_sums[known.Place].Value, value));
        }
        else
        {
            known = (row, _count);
            _sums[_count++] = new(model, value);
        }
    }

    private void Tell(int row, ModelSumsOfRow found)
    {
        var above = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_sums[i].Value > 0)
            {
                _sums[above++] = _sums[i];
            }
        }

        _count = 0;
        if (above > 0)
        {
            found(row, _sums.AsSpan(0, above));
        }
    }

    private readonly record struct Part(RowIdentities Identities, int[] Starts, ushort[] Dimensions, long[] Values, int Sign);

    /// <summary>The unsorted rows of a partition, chained by board row.</summary>
    private sealed class Tail
    {
        private readonly Dictionary<int, int> _firstOf = [];
        private readonly int[] _after;

        public Tail(Partition partition, long[] values, RowMap map, int sign)
        {
            (Partition, Values, Sign) = (partition, values, sign);
            _after = new int[partition.Count - partition.Sorted];
            for (var at = partition.Count - 1; at >= partition.Sorted; at--)
            {
                var row = map.RowOf(partition.Identities[at]);
                if (row >= 0)
                {
                    _after[at - partition.Sorted] = _firstOf.GetValueOrDefault(row, -1);
                    _firstOf[row] = at;
                }
            }
        }

        public Partition Partition { get; }

        public long[] Values { get; }

        public int Sign { get; }

        /// <returns>A row of the partition, or -1.</returns>
        public int FirstOf(int row) => _firstOf.GetValueOrDefault(row, -1);

        /// <inheritdoc cref="FirstOf"/>
        public int After(int at) => _after[at - Partition.Sorted];
    }
}
