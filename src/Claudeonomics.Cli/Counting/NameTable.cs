using System.Diagnostics.CodeAnalysis;

namespace Claudeonomics.Cli.Counting;

/// <summary>Numbers for texts, in the order in which they are met; 0 is the empty text.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<byte[], int> _numbers = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _names = [];
    private int _last;

    public NameTable()
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        Of([]);
    }

    public int Count => _names.Count;

    public ReadOnlySpan<byte> this[int number] => _names[number];

    public int Of(ReadOnlySpan<byte> name)
    {
        // A file's lines mostly name what the line before did.
        if (_names.Count > 0 && name.SequenceEqual(_names[_last]))
        {
            return _last;
        }

        if (!_lookup.TryGetValue(name, out var number))
        {
            number = _names.Count;
            var kept = name.ToArray();
            _numbers.Add(kept, number);
            _names.Add(kept);
        }

        return _last = number;
    }

    /// <returns>-1 for a text that was not met.</returns>
    public int Find(ReadOnlySpan<byte> name) => _lookup.TryGetValue(name, out var number) ? number : -1;

    public void Write(BinaryWriter to, int since)
    {
        to.Write(_names.Count - since);
        for (var number = since; number < _names.Count; number++)
        {
            to.Write7BitEncodedInt(_names[number].Length);
            to.Write(_names[number]);
        }
    }

    public void Read(BinaryReader from)
    {
        var count = from.ReadInt32();
        _numbers.EnsureCapacity(_numbers.Count + count);
        for (; count > 0; count--)
        {
            Of(from.ReadBytes(from.Read7BitEncodedInt()));
        }
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        [return: NotNull]
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
