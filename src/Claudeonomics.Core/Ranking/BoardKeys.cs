namespace Claudeonomics.Core.Ranking;

/// <summary>The keys of a board's rows, kept as long as the board.</summary>
/// <remarks>
/// In pieces below the 85,000 bytes from which the collector takes an array for a lasting one: a board of everybody is made anew every second
/// or so, and in one piece its keys would come from fresh pages of the operating system each time, which took longer than ranking them.
/// </remarks>
internal sealed class BoardKeys
{
    private const int PieceLength = 8192;

    private readonly long[][] _pieces;

    public BoardKeys(ReadOnlySpan<long> keys)
    {
        Count = keys.Length;
        _pieces = new long[(keys.Length + PieceLength - 1) / PieceLength][];
        for (var i = 0; i < _pieces.Length; i++)
        {
            _pieces[i] = keys.Slice(i * PieceLength, Math.Min(PieceLength, keys.Length - (i * PieceLength))).ToArray();
        }
    }

    public int Count { get; }

    public long this[int row] => _pieces[row / PieceLength][row % PieceLength];

    /// <summary>One more than there are keys above.</summary>
    public int RankOf(long key) => 1 + _pieces.Sum(piece => Ranker.RankOf(piece, key) - 1);
}
