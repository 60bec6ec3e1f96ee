using System.Numerics;

namespace Claudeonomics.Core.Cube;

/// <summary>Finds the row of an identity and a small number (a dimension, an agent): open addressing, four bytes a slot.</summary>
internal struct RowIndex
{
    private int[] _slots;

    /// <summary>Indexes the rows from one on.</summary>
    public static RowIndex Build(ReadOnlySpan<int> identities, ReadOnlySpan<ushort> numbers, int from)
    {
        var index = new RowIndex
        {
            _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(32, (identities.Length - from) * 3))],
        };
        for (var row = from; row < identities.Length; row++)
        {
            index._slots[index.FreeSlot(identities[row], numbers[row])] = row + 1;
        }

        return index;
    }

    /// <returns>The row, or -1 with the slot in which <see cref="Put"/> is to note it.</returns>
    public readonly int Find(int identity, ushort number, ReadOnlySpan<int> identities, ReadOnlySpan<ushort> numbers, out int slot)
    {
        var mask = _slots.Length - 1;
        slot = Hash(identity, number) & mask;
        while (_slots[slot] != 0)
        {
            var row = _slots[slot] - 1;
            if (identities[row] == identity && numbers[row] == number)
            {
                return row;
            }

            slot = (slot + 1) & mask;
        }

        return -1;
    }

    /// <param name="before">How many rows were indexed before.</param>
    /// <returns><see langword="false"/> when the index is getting full and is to be built again.</returns>
    public readonly bool Put(int slot, int before, int row)
    {
        _slots[slot] = row + 1;
        return before < _slots.Length / 3 * 2;
    }

    private readonly int FreeSlot(int identity, ushort number)
    {
        var mask = _slots.Length - 1;
        var slot = Hash(identity, number) & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static int Hash(int identity, ushort number)
    {
        unchecked
        {
            var hash = ((uint)identity * 0x9E3779B1u) + (number * 0x85EBCA6Bu);
            hash ^= hash >> 15;
            hash *= 0x2C1B3C6Du;
            return (int)((hash ^ (hash >> 13)) & int.MaxValue);
        }
    }
}
