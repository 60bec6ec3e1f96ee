using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Cube;

/// <summary>The sums of a scope over one span of days, by dimension, or by board row and dimension.</summary>
internal sealed class ScopedSums
{
    private readonly Partition _partition;
    private readonly long _version;

    private ScopedSums(Partition partition, Entry[] entries) =>
        (_partition, _version, Entries) = (partition, partition.Version, entries);

    /// <summary>Ordered by row, then by dimension; none is zero.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    public static ScopedSums Of(Partition partition, IEnumerable<(Partition Partition, RowMap Rows)> pieces, bool byRow)
    {
        var sums = new Dictionary<(int Row, ushort Dimension), UsageCells>();
        foreach (var (piece, map) in pieces)
        {
            map.ForEachRow(piece, (row, boardRow) => CollectionsMarshal
                .GetValueRefOrAddDefault(sums, (byRow ? boardRow : 0, piece.Dimensions[row]), out _)
                .Add(piece.CellsOf(row)));
        }

        return new(partition, [.. sums.Where(static sum => !sum.Value.IsZero)
            .Select(static sum => new Entry(sum.Key.Row, sum.Key.Dimension, sum.Value))
            .OrderBy(static entry => entry.Row).ThenBy(static entry => entry.Dimension)]);
    }

    /// <summary>Whether these are still the sums of a partition. What changes row within it lies in parts that change with it.</summary>
    public bool IsOf(Partition partition) => ReferenceEquals(partition, _partition) && partition.Version == _version;

    /// <param name="Row">0 unless asked for by row.</param>
    internal readonly record struct Entry(int Row, ushort Dimension, UsageCells Cells);
}
