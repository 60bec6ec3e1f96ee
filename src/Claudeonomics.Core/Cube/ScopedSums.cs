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

    /// <param name="pieces">Whose rows count under which board row.</param>
    /// <param name="dimensions">How many dimensions there are.</param>
    public static ScopedSums Of(
        Partition partition, IEnumerable<(Partition Partition, RowMap Rows)> pieces, bool byRow, int dimensions)
    {
        var places = new Dictionary<long, int>();
        var sums = new List<UsageCells>();
        foreach (var (piece, map) in pieces)
        {
            // First where each row belongs, then column after column: a look-up per row is what would take the time.
            var found = new List<(int Row, int Place)>();
            var (lastKey, lastPlace) = (-1L, 0);
            map.ForEachRow(piece, (row, boardRow) =>
            {
                var key = ((byRow ? boardRow : 0) * (long)dimensions) + piece.Dimensions[row];
                if (key != lastKey)
                {
                    lastKey = key;
                    if (!places.TryGetValue(key, out lastPlace))
                    {
                        places.Add(key, lastPlace = sums.Count);
                        sums.Add(default);
                    }
                }

                found.Add((row, lastPlace));
            });
            piece.AddTo(sums, found);
        }

        return new(partition, [.. places.Where(place => !sums[place.Value].IsZero).OrderBy(static place => place.Key)
            .Select(place => new Entry((int)(place.Key / dimensions), (ushort)(place.Key % dimensions), sums[place.Value]))]);
    }

    /// <summary>Whether these are still the sums of a partition. What changes row within it lies in parts that change with it.</summary>
    public bool IsOf(Partition partition) => ReferenceEquals(partition, _partition) && partition.Version == _version;

    /// <param name="Row">0 unless asked for by row.</param>
    internal readonly record struct Entry(int Row, ushort Dimension, UsageCells Cells);
}
