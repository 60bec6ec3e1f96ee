using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Claudeonomics.Simulator.Activity;

/// <summary>Numbered places for structs that come and go; a freed place is used again first.</summary>
internal sealed class Pool<T>
    where T : struct
{
    private readonly Stack<int> _free = new();
    private T[] _items = new T[1024];
    private int _used;

    public int Count { get; private set; }

    /// <summary>A place; the reference holds until the next <see cref="Add"/>.</summary>
    public ref T this[int index] => ref _items[index];

    /// <summary>Brings a place closer to the processor, which goes on meanwhile.</summary>
    /// <remarks>A large company's conversations lie in main memory, and each is visited once in many seconds.</remarks>
    public unsafe void Prefetch(int index)
    {
        const int cacheLine = 64;
        if (Sse.IsSupported)
        {
            // The place may move meanwhile; then nothing is gained and nothing is lost.
            var place = (byte*)Unsafe.AsPointer(ref _items[index]);
            for (var offset = 0; offset < Unsafe.SizeOf<T>(); offset += cacheLine)
            {
                Sse.Prefetch0(place + offset);
            }
        }
    }

    public int Add(in T item)
    {
        if (!_free.TryPop(out var index))
        {
            if (_used == _items.Length)
            {
                Array.Resize(ref _items, _used * 2);
            }

            index = _used++;
        }

        _items[index] = item;
        Count++;
        return index;
    }

    public void Free(int index)
    {
        _free.Push(index);
        Count--;
    }
}
