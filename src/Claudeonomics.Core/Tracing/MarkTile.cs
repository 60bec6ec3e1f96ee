using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Claudeonomics.Core.Tracing;

/// <summary>How a code word lies in a square of cells that a page repeats: which cells say where the square begins, and which carry the word.</summary>
/// <remarks>Both are drawn by lot from the key, so that an outsider sees grain in the paper and cannot even tell where a tile begins.</remarks>
public sealed class MarkTile
{
    /// <summary>Cells across and down.</summary>
    public const int Side = 18;

    public const int Cells = Side * Side;

    /// <summary>How far each course of tiles is to the side of the one above, as bricks are laid: a strip of a page that is narrower than a tile and
    /// two courses high then holds all of its cells.</summary>
    public const int Shift = Side / 2;

    /// <summary>A cell's edge in CSS pixels.</summary>
    public const int CellSize = 16;

    private readonly int[] _dataCells;

    public MarkTile(ReadOnlySpan<byte> key)
    {
        var lots = Lots(key);
        var order = Enumerable.Range(0, Cells).OrderBy(cell => lots[cell]).ToArray();
        _dataCells = order[..PolarCode.Length];
        SyncCells = order[PolarCode.Length..];
        SyncDark = [.. SyncCells.Select((_, at) => (at & 1) == 0)];
    }

    /// <summary>The cells that are the same in every tile.</summary>
    internal int[] SyncCells { get; }

    /// <summary>Which of them are dark: every other one.</summary>
    internal bool[] SyncDark { get; }

    /// <summary>The cells of a code word in its order.</summary>
    internal ReadOnlySpan<int> DataCells => _dataCells;

    /// <summary>Which cells are dark, row by row.</summary>
    public bool[] Dark(UInt128 word)
    {
        var dark = new bool[Cells];
        var code = PolarCode.Encode(word);
        for (var i = 0; i < code.Length; i++)
        {
            dark[_dataCells[i]] = code[i];
        }

        for (var i = 0; i < SyncCells.Length; i++)
        {
            dark[SyncCells[i]] = SyncDark[i];
        }

        return dark;
    }

    /// <summary>The dark cells as an SVG path to be stroked one wide, in cells: a line through the middle of each run.</summary>
    public string PathOf(UInt128 word)
    {
        var dark = Dark(word);
        var path = new StringBuilder();
        for (var cell = 0; cell < Cells; cell++)
        {
            if (!dark[cell] || (cell % Side > 0 && dark[cell - 1]))
            {
                continue;
            }

            var end = cell + 1;
            while (end % Side > 0 && dark[end])
            {
                end++;
            }

            path.Append(CultureInfo.InvariantCulture, $"M{cell % Side} {cell / Side}.5h{end - cell}");
        }

        return path.ToString();
    }

    private static ulong[] Lots(ReadOnlySpan<byte> key)
    {
        var lots = new ulong[Cells];
        Span<byte> input = stackalloc byte[32];
        "claudeonomics/view-mark/cell"u8.CopyTo(input);
        for (var cell = 0; cell < Cells; cell++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(input[28..], cell);
            lots[cell] = BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(key, input));
        }

        return lots;
    }
}
