namespace Claudeonomics.Cli.Counting;

/// <summary>Finds numbers by key: a chain for each key, the first one added at its head.</summary>
/// <remarks>Open addressing over keys that are hashes already, at most three quarters full.</remarks>
internal sealed class KeyIndex
{
    private ulong[] _keys = new ulong[1 << 12];
    private int[] _heads = new int[1 << 12];
    private int[] _next = new int[1 << 12];
    private int _used;

    public IEnumerable<int> Firsts
    {
        get
        {
            for (var slot = 0; slot < _keys.Length; slot++)
            {
                if (_keys[slot] != 0)
                {
                    yield return _heads[slot];
                }
            }
        }
    }

    /// <returns>-1 when nothing has the key.</returns>
    public int First(ulong key)
    {
        var slot = SlotOf(key);
        return _keys[slot] == 0 ? -1 : _heads[slot];
    }

    public int Next(int number) => _next[number];

    /// <param name="key">Not 0.</param>
    /// <param name="number">One more than the last one added.</param>
    public void Add(ulong key, int number)
    {
        if (number == _next.Length)
        {
            Array.Resize(ref _next, _next.Length * 2);
        }

        _next[number] = -1;
        var slot = SlotOf(key);
        if (_keys[slot] != 0)
        {
            var last = _heads[slot];
            while (_next[last] >= 0)
            {
                last = _next[last];
            }

            _next[last] = number;
            return;
        }

        _keys[slot] = key;
        _heads[slot] = number;
        if (++_used > _keys.Length / 4 * 3)
        {
            Grow();
        }
    }

    private int SlotOf(ulong key)
    {
        var slot = (int)(key & (ulong)(_keys.Length - 1));
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & (_keys.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var (keys, heads) = (_keys, _heads);
        _keys = new ulong[keys.Length * 2];
        _heads = new int[keys.Length * 2];
        for (var old = 0; old < keys.Length; old++)
        {
            if (keys[old] != 0)
            {
                var slot = SlotOf(keys[old]);
                _keys[slot] = keys[old];
                _heads[slot] = heads[old];
            }
        }
    }
}
