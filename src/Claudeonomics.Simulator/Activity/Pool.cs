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
