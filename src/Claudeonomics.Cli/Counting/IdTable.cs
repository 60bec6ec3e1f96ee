using System.Runtime.InteropServices;

namespace Claudeonomics.Cli.Counting;

/// <summary>Ids that are each met once or a few times: kept one behind the other, without looking whether one is there already. 0 is none.</summary>
/// <param name="known">How many stand elsewhere, whose numbers those that are added follow. Most reports ask for none of them:
/// <see cref="Load"/> comes before who does.</param>
internal sealed class IdTable(int known = 0)
{
    private readonly List<int> _ends = [0];
    private byte[] _bytes = [];
    private IdTable? _known;

    /// <summary>Numbers run from 1 to here, included.</summary>
    public int Count => known + _ends.Count - 1;

    public ReadOnlySpan<byte> this[int number] =>
        number == 0 ? default
        : number <= known ? (_known ?? throw new InvalidOperationException("They were not loaded."))[number]
        : _bytes.AsSpan(_ends[number - known - 1].._ends[number - known]);

    /// <summary>Takes those that stood elsewhere.</summary>
    public void Load(IdTable ids) => _known = ids;

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
            Array.Resize(ref _bytes, Math.Max(Math.Max(_bytes.Length * 2, start + id.Length), 1 << 12));
        }

        id.CopyTo(_bytes.AsSpan(start));
        _ends.Add(start + id.Length);
        return Count;
    }

    /// <summary>How many bytes <see cref="Write"/> writes of all that was added here.</summary>
    public long WrittenBytes => sizeof(int) + ((_ends.Count - 1) * (long)sizeof(int)) + _ends[^1];

    /// <summary>Writes the ids after a number.</summary>
    /// <param name="since">At least as many as were known from the start.</param>
    public void Write(BinaryWriter to, int since)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(since, known);
        var first = since - known;
        to.Write(Count - since);
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ends)[(first + 1)..]));
        to.Write(_bytes.AsSpan(_ends[first].._ends[^1]));
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
