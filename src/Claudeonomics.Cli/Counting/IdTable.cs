using System.Runtime.InteropServices;

namespace Claudeonomics.Cli.Counting;

/// <summary>Ids that are each met once or a few times: kept one behind the other, without looking whether one is there already. 0 is none.</summary>
internal sealed class IdTable
{
    private readonly List<int> _ends = [0];
    private byte[] _bytes = new byte[1 << 12];

    /// <summary>Numbers run from 1 to here, included.</summary>
    public int Count => _ends.Count - 1;

    public ReadOnlySpan<byte> this[int number] => number == 0 ? default : _bytes.AsSpan(_ends[number - 1].._ends[number]);

    /// <returns>The id's number, 0 for an empty one.</returns>
    public int Add(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty)
        {
            return 0;
        }

        var start = _ends[^1];
        if (start + id.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + id.Length));
        }

        id.CopyTo(_bytes.AsSpan(start));
        _ends.Add(start + id.Length);
        return Count;
    }

    /// <summary>Writes the ids after a number.</summary>
    public void Write(BinaryWriter to, int since)
    {
        to.Write(Count - since);
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ends)[(since + 1)..]));
        to.Write(_bytes.AsSpan(_ends[since].._ends[^1]));
    }

    /// <summary>Adds what <see cref="Write"/> wrote behind what was there then.</summary>
    public void Read(BinaryReader from)
    {
        var (before, start) = (_ends.Count, _ends[^1]);
        CollectionsMarshal.SetCount(_ends, before + from.ReadInt32());
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ends)[before..]));
        Array.Resize(ref _bytes, Math.Max(_bytes.Length, _ends[^1]));
        from.BaseStream.ReadExactly(_bytes.AsSpan(start.._ends[^1]));
    }
}
