using System.Buffers.Binary;
using System.Text;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Writes numbers into a growing buffer: varints of seven bits a byte, lowest first; signed ones in zigzag.</summary>
internal sealed class ByteWriter
{
    private byte[] _buffer = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Octet(byte value)
    {
        Reserve(1);
        _buffer[Length++] = value;
    }

    public void Raw(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    public void Raw(uint value)
    {
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(Length), value);
        Length += 4;
    }

    public void Unsigned(ulong value)
    {
        Reserve(10);
        var (buffer, at) = (_buffer, Length);
        while (value >= 0x80)
        {
            buffer[at++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        buffer[at++] = (byte)value;
        Length = at;
    }

    /// <param name="value">At least 0.</param>
    public void Count(long value) => Unsigned((ulong)value);

    public void Signed(long value)
    {
        unchecked
        {
            Unsigned((ulong)((value << 1) ^ (value >> 63)));
        }
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Reserve(length);
        Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
        Length += length;
    }

    private void Reserve(int bytes)
    {
        if (Length + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes));
        }
    }
}
