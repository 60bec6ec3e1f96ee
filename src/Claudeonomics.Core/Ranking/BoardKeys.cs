namespace Claudeonomics.Core.Ranking;

/// <summary>The keys of a board's rows, kept as long as the board.</summary>
internal sealed class BoardKeys(ReadOnlySpan<long> keys)
{
    private readonly RowPieces<long> _rows = new(keys);

    public int Count => _rows.Count;

    public long this[int row] => _rows[row];

    /// <summary>One more than there are keys above.</summary>
    public int RankOf(long key) => 1 + _rows.Parts.Sum(part => Ranker.RankOf(part.Span, key) - 1);
}
