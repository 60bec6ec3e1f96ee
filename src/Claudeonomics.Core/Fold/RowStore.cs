namespace Claudeonomics.Core.Fold;

/// <summary>Large rows in blocks: a row never moves, and growing copies none.</summary>
/// <remarks>Written by one thread. Others may read rows that they learned of after they were written.</remarks>
internal sealed class RowStore<TRow>
    where TRow : struct
{
    private const int BlockBits = 10;
    private const int RowsPerBlock = 1 << BlockBits;

    private TRow[][] _blocks = [];

    public int Count { get; private set; }

    public ref TRow this[int row] => ref _blocks[row >> BlockBits][row & (RowsPerBlock - 1)];

    /// <returns>The number of a row that is all zero.</returns>
    public int Add()
    {
        if (Count == _blocks.Length * RowsPerBlock)
        {
            _blocks = [.. _blocks, new TRow[RowsPerBlock]];
        }

        this[Count] = default;
        return Count++;
    }

    /// <summary>Forgets the rows and keeps an eighth more room than they took.</summary>
    public void Clear()
    {
        var needed = (Count + (Count / 8) + RowsPerBlock - 1) >> BlockBits;
        _blocks = needed < _blocks.Length ? _blocks[..needed] : _blocks;
        Count = 0;
    }
}
