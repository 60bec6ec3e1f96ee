using System.Buffers;

namespace Claudeonomics.Core.Fold;

/// <summary>A set of 64-bit keys: open addressing, eight bytes a slot, no object per key.</summary>
internal struct KeySet
{
    // As many as a power of two. 0 marks a free slot, so that key 0 is kept as 1: one more collision in 2^64.
    private ulong[]? _slots;

    public int Count { get; private set; }

    /// <returns><see langword="false"/> when the key was there.</returns>
    public bool Add(ulong key)
    {
        key |= key == 0 ? 1UL : 0;
        if (_slots is null)
        {
            _slots = FreeSlots(16);
        }
        else if (Count * 4 >= _slots.Length * 3)
        {
            Grow();
        }

        var slot = SlotOf(key);
        if (_slots[slot] == key)
        {
            return false;
        }

        _slots[slot] = key;
        Count++;
        return true;
    }

    public readonly bool Contains(ulong key) =>
        _slots is not null && _slots[SlotOf(key | (key == 0 ? 1UL : 0))] != 0;

    /// <summary>Takes a key out again, for an append that did not become durable.</summary>
    public void Remove(ulong key)
    {
        key |= key == 0 ? 1UL : 0;
        if (_slots is null)
        {
            return;
        }

        var mask = _slots.Length - 1;
        var hole = SlotOf(key);
        if (_slots[hole] != key)
        {
            return;
        }

        // Close the gap: a key behind it that probed past the hole moves into it.
        _slots[hole] = 0;
        Count--;
        for (var next = (hole + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            var home = Home(_slots[next], mask);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = _slots[next];
                _slots[next] = 0;
                hole = next;
            }
        }
    }

    private readonly int SlotOf(ulong key)
    {
        var mask = _slots!.Length - 1;
        var slot = Home(key, mask);
        while (_slots[slot] != 0 && _slots[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    // Keys are hashes already.
    private static int Home(ulong key, int mask) => (int)((key >> 32) & (uint)mask);

    // What a set outgrew is the next one's. The pool's arrays are as long as a power of two from 16 on.
    private static ulong[] FreeSlots(int count)
    {
        var slots = ArrayPool<ulong>.Shared.Rent(count);
        Array.Clear(slots);
        return slots;
    }

    private void Grow()
    {
        var old = _slots!;
        _slots = FreeSlots(old.Length * 2);
        foreach (var key in old)
        {
            if (key != 0)
            {
                _slots[SlotOf(key)] = key;
            }
        }

        ArrayPool<ulong>.Shared.Return(old);
    }
}
