using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>A fixed set of UTF-8 names, looked up by span in a few nanoseconds without allocating.</summary>
/// <remarks>
/// The set is ours, never a sender's, so its size is known when the server starts. Length and both ends decide: they are the
/// whole of a name of up to 16 bytes, and only a longer one that looks right is compared byte by byte.
/// </remarks>
internal sealed class NameTable
{
    private readonly Cell[] _cells;

    public NameTable(IReadOnlyList<string> names)
    {
        Count = names.Count;
        _cells = new Cell[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, names.Count * 4))];
        for (var i = 0; i < names.Count; i++)
        {
            var name = Encoding.UTF8.GetBytes(names[i]);
            var (head, tail) = Ends(name);
            var at = Start(head, tail, name.Length);
            while (_cells[at].Place != 0)
            {
                at = (at + 1) & (uint)(_cells.Length - 1);
            }

            _cells[at] = new(head, tail, name, i + 1);
        }
    }

    public int Count { get; }

    /// <returns>The name's place in the list the table was made from, or -1.</returns>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        var (head, tail) = Ends(name);
        var cells = _cells;
        for (var at = Start(head, tail, name.Length); ; at = (at + 1) & (uint)(cells.Length - 1))
        {
            ref readonly var cell = ref cells[at];
            if (cell.Place == 0)
            {
                return -1;
            }

            if (cell.Head == head && cell.Tail == tail && cell.Name.Length == name.Length
                && (name.Length <= 16 || name.SequenceEqual(cell.Name)))
            {
                return cell.Place - 1;
            }
        }
    }

    // The first and last eight bytes, which overlap in names shorter than 16.
    private static (ulong Head, ulong Tail) Ends(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 8)
        {
            return (MemoryMarshal.Read<ulong>(name), MemoryMarshal.Read<ulong>(name[^8..]));
        }

        if (name.Length >= 4)
        {
            return (MemoryMarshal.Read<uint>(name), MemoryMarshal.Read<uint>(name[^4..]));
        }

        return name.IsEmpty ? default : (name[0], (ulong)name[name.Length / 2] << 8 | name[^1]);
    }

    private uint Start(ulong head, ulong tail, int length)
    {
        var mixed = unchecked((head ^ BitOperations.RotateLeft(tail, 23) ^ (ulong)length) * 0x9E3779B97F4A7C15UL);
        return (uint)(mixed >> 40) & (uint)(_cells.Length - 1);
    }

    /// <param name="Place">The name's place in the list, from 1; 0 for an empty cell.</param>
    private readonly record struct Cell(ulong Head, ulong Tail, byte[] Name, int Place);
}
