using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>A fixed set of UTF-8 names, looked up by span in a few nanoseconds without allocating.</summary>
/// <remarks>
/// The set is ours, never a sender's, so its size is known when the server starts. A name that is not in it usually ends at the
/// first probe: length and a few bytes of both ends decide.
/// </remarks>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly Cell[] _cells;

    public NameTable(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _cells = new Cell[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, names.Count * 8))];
        for (var i = 0; i < _names.Length; i++)
        {
            var sketch = Sketch(_names[i]);
            var at = sketch & (uint)(_cells.Length - 1);
            while (_cells[at].Place != 0)
            {
                at = (at + 1) & (uint)(_cells.Length - 1);
            }

            _cells[at] = new(sketch, i + 1);
        }
    }

    public int Count => _names.Length;

    /// <returns>The name's place in the list the table was made from, or -1.</returns>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        var sketch = Sketch(name);
        var mask = (uint)(_cells.Length - 1);
        for (var at = sketch & mask; ; at = (at + 1) & mask)
        {
            ref readonly var cell = ref _cells[at];
            if (cell.Place == 0)
            {
                return -1;
            }

            if (cell.Sketch == sketch && name.SequenceEqual(_names[cell.Place - 1]))
            {
                return cell.Place - 1;
            }
        }
    }

    private static uint Sketch(ReadOnlySpan<byte> name)
    {
        unchecked
        {
            ulong ends;
            if (name.Length >= 8)
            {
                ends = MemoryMarshal.Read<ulong>(name) ^ BitOperations.RotateLeft(MemoryMarshal.Read<ulong>(name[^8..]), 23);
            }
            else if (name.Length >= 4)
            {
                ends = MemoryMarshal.Read<uint>(name) | ((ulong)MemoryMarshal.Read<uint>(name[^4..]) << 32);
            }
            else
            {
                ends = name.IsEmpty ? 0 : name[0] | ((ulong)name[^1] << 8) | ((ulong)name[name.Length / 2] << 16);
            }

            return (uint)(((ends + (ulong)name.Length) * 0x9E3779B97F4A7C15UL) >> 32);
        }
    }

    /// <param name="Sketch">Of the name.</param>
    /// <param name="Place">Its place in the list, from 1; 0 for an empty cell.</param>
    private readonly record struct Cell(uint Sketch, int Place);
}
