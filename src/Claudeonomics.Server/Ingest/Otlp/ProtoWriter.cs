using System.Buffers.Binary;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Writes protobuf's wire format into a buffer of fixed size.</summary>
/// <remarks>What does not fit is not written and sets <see cref="Overflowed"/>: the caller asks once, at the end.</remarks>
internal ref struct ProtoWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    public void Varint(int field, ulong value)
    {
        RawVarint(Tag(field, Wire.Varint));
        RawVarint(value);
    }

    public void Fixed64(int field, ulong value)
    {
        RawVarint(Tag(field, Wire.Fixed64));
        if (Claim(8, out var room))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(room, value);
        }
    }

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        RawVarint(Tag(field, Wire.Bytes));
        RawVarint((ulong)value.Length);
        if (Claim(value.Length, out var room))
        {
            value.CopyTo(room);
        }
    }

    /// <summary>Begins a message, or a string whose length is not known yet.</summary>
    /// <returns>What <see cref="End"/> wants to know.</returns>
    public int Begin(int field)
    {
        RawVarint(Tag(field, Wire.Bytes));
        Claim(1, out _);
        return Length;
    }

    /// <summary>Room for at most that many bytes; nothing when there is none. <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int count)
    {
        if (count > _buffer.Length - Length)
        {
            Overflowed = true;
            return default;
        }

        return _buffer.Slice(Length, count);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Ends what <see cref="Begin"/> began: writes its length, moving the content when that takes more than one byte.</summary>
    public void End(int start)
    {
        if (Overflowed)
        {
            return;
        }

        var length = Length - start;
        var extra = ExtraBytes((uint)length);
        if (Claim(extra, out _) && extra > 0)
        {
            _buffer.Slice(start, length).CopyTo(_buffer[(start + extra)..]);
        }

        if (!Overflowed)
        {
            var (end, _) = (Length, Length = start - 1);
            RawVarint((ulong)length);
            Length = end;
        }
    }

    private static uint Tag(int field, uint wireType) => ((uint)field << 3) | wireType;

    private static int ExtraBytes(uint length) =>
        length < 1U << 7 ? 0 : length < 1U << 14 ? 1 : length < 1U << 21 ? 2 : length < 1U << 28 ? 3 : 4;

    private void RawVarint(ulong value)
    {
        while (value >= 0x80)
        {
            RawByte((byte)((value & 0x7F) | 0x80));
            value >>= 7;
        }

        RawByte((byte)value);
    }

    private void RawByte(byte value)
    {
        if (Claim(1, out var room))
        {
            room[0] = value;
        }
    }

    private bool Claim(int count, out Span<byte> room)
    {
        room = Room(count);
        if (Overflowed)
        {
            return false;
        }

        Length += count;
        return true;
    }
}
