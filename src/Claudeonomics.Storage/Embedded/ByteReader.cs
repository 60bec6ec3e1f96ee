using System.Buffers.Binary;
using System.Text;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">The bytes end early or hold a number of more than 64 bits.</exception>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool AtEnd => _at == _bytes.Length;

    public byte Octet() => _at < _bytes.Length ? _bytes[_at++] : throw Cut();

    public ulong Raw64()
    {
        if (_bytes.Length - _at < 8)
        {
            throw Cut();
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_at..]);
        _at += 8;
        return value;
    }

    public uint Raw32()
    {
        if (_bytes.Length - _at < 4)
        {
            throw Cut();
        }

        var value = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[_at..]);
        _at += 4;
        return value;
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Cut();
            }

            var octet = _bytes[_at++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number of more than 64 bits.");
    }

    public long Count()
    {
        var value = Unsigned();
        return value <= long.MaxValue ? (long)value : throw new InvalidDataException("A count of more than 63 bits.");
    }

    public int Int32()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("A count of more than 31 bits.");
    }

    public long Signed()
    {
        unchecked
        {
            var value = Unsigned();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    /// <summary>Passes over so many numbers of varying length.</summary>
    public void SkipNumbers(int count)
    {
        while (count > 0)
        {
            // The last octet of a number has no high bit.
            count -= Octet() < 0x80 ? 1 : 0;
        }
    }

    public string Text()
    {
        var length = Int32();
        if (_bytes.Length - _at < length)
        {
            throw Cut();
        }

        var text = Encoding.UTF8.GetString(_bytes.Slice(_at, length));
        _at += length;
        return text;
    }

    private static InvalidDataException Cut() => new("The bytes end before what they hold.");
}
