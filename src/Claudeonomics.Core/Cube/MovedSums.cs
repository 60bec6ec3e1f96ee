namespace Claudeonomics.Core.Cube;

/// <summary>The sums over one span of days of those identities whose board row changes within it, by board row.</summary>
/// <remarks>
/// A thousand movers over thirty days are a hundred thousand rows, far apart in memory, for every column of every board. Gathered once,
/// they are a few thousand beside the span's own.
/// </remarks>
internal sealed class MovedSums
{
    private readonly Partition _span;
    private readonly long _version;

    private MovedSums(Partition span, Partition sums, RowMap rows) =>
        (_span, _version, Sums, Rows) = (span, span.Version, sums, rows);

    /// <summary>What stands for identities here are board rows.</summary>
    public Partition Sums { get; }

    /// <summary>Every board row of <see cref="Sums"/> counts under itself.</summary>
    public RowMap Rows { get; }

    /// <param name="pieces">Parts of the span, and which identities count in them under which row.</param>
    public static MovedSums Of(Partition span, IEnumerable<(Partition Partition, RowMap Rows)> pieces)
    {
        var sums = new Partition();
        var seen = new HashSet<int>();
        foreach (var (piece, map) in pieces)
        {
            map.ForEachRow(piece, (row, boardRow) =>
            {
                sums.Add(boardRow, piece.Dimensions[row], piece.CellsOf(row));
                seen.Add(boardRow);
            });
        }

        sums.Settle();
        return new(span, sums, RowMap.Of([.. seen.Select(static row => (row, row))], seen.Count == 0 ? 0 : seen.Max() + 1, []));
    }

    /// <summary>Whether these still belong to a span. Whatever changes in its parts changes in the span with them.</summary>
    public bool IsOf(Partition span) => ReferenceEquals(span, _span) && span.Version == _version;
}
