using System.Runtime.CompilerServices;

namespace Claudeonomics.Core.Ranking;

/// <summary>Something of each of a board's rows, kept as long as the board.</summary>
/// <remarks>
/// In pieces below the 85,000 bytes from which the collector takes an array for a lasting one: a board of everybody is made anew every second
/// or so, and in one piece its rows would come from fresh pages of the operating system each time, which took longer than ranking them.
/// </remarks>
internal sealed class RowPieces<T>
    where T : struct
{
    private const int PieceBytes = 64 * 1024;

    private static readonly int PieceLength = PieceBytes / Unsafe.SizeOf<T>();

    private readonly T[][] _pieces;

    public RowPieces(ReadOnlySpan<T> rows)
    {
        Count = rows.Length;
        _pieces = new T[(rows.Length + PieceLength - 1) / PieceLength][];
        for (var i = 0; i < _pieces.Length; i++)
        {
            _pieces[i] = rows.Slice(i * PieceLength, Math.Min(PieceLength, rows.Length - (i * PieceLength))).ToArray();
        }
    }

    public int Count { get; }

    public T this[int row] => _pieces[row / PieceLength][row % PieceLength];

    /// <summary>All rows, in order, in parts.</summary>
    public IEnumerable<ReadOnlyMemory<T>> Parts => _pieces.Select(static piece => (ReadOnlyMemory<T>)piece);
}
