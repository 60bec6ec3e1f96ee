namespace Claudeonomics.Core.Cube;

/// <summary>The sums of a scope over one span of days, by dimension, or by board row and dimension.</summary>
internal sealed class ScopedSums
{
    private readonly Partition _partition;
    private readonly long _version;
    private readonly Entry[] _entries;

    private ScopedSums(Partition partition, Entry[] entries) =>
        (_partition, _version, _entries) = (partition, partition.Version, entries);

    /// <summary>In no order; none is zero.</summary>
    public ReadOnlySpan<Entry> Entries => _entries;

    /// <param name="pieces">Whose rows count under which board row.</param>
    /// <param name="places">Used up here.</param>
    public static ScopedSums Of(Partition partition, IEnumerable<(Partition Partition, RowMap Rows)> pieces, RowPlaces places)
    {
        UsageCells[] sums = [];
        foreach (var (piece, map) in pieces)
        {
            places.Find(piece, map);
            Array.Resize(ref sums, places.Sums);
            piece.AddTo(sums, places.Rows, places.Places);
        }

        return new(partition, [.. places.Keys()
            .Select((key, place) => new Entry(key.Row, key.Dimension, sums[place]))
            .Where(static entry => !entry.Cells.IsZero)]);
    }

    /// <summary>Whether these are still the sums of a partition. What changes row within it lies in parts that change with it.</summary>
    public bool IsOf(Partition partition) => ReferenceEquals(partition, _partition) && partition.Version == _version;

    /// <param name="Row">0 unless asked for by row.</param>
    internal readonly record struct Entry(int Row, ushort Dimension, UsageCells Cells);
}
