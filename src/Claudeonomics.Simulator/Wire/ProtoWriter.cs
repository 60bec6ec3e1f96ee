using System.Buffers.Binary;
using System.Text;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Writes protobuf messages into one buffer that is used again.</summary>
/// <remarks>
/// A message is opened with one byte for its length; where it turns out longer than 127 bytes its content is moved up. So fields
/// read in the order in which they are sent, and lengths are as short as an encoder's.
/// Source: https://protobuf.dev/programming-guides/encoding/.
/// </remarks>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Fixed64Bits = 1;
    private const int Delimited = 2;
    private const int MostVarintBytes = 10;

    // KeyValue: key = 1, value = 2. AnyValue: string = 1, bool = 2, int = 3, double = 4.
    private const int Key = 1;
    private const int Value = 2;
    private const int StringValue = 1;
    private const int BoolValue = 2;
    private const int IntValue = 3;
    private const int DoubleValue = 4;

    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Begins a message in a field.</summary>
    /// <returns>What <see cref="Close"/> needs.</returns>
    public int Open(int field)
    {
        Tag(field, Delimited);
        _length++;
        return _length;
    }

    public void Close(int opened)
    {
        var length = _length - opened;
        var extra = VarintBytes((ulong)length) - 1;
        if (extra > 0)
        {
            Reserve(extra);
            _buffer.AsSpan(opened, length).CopyTo(_buffer.AsSpan(opened + extra));
            _length += extra;
        }

        WriteVarint(_buffer.AsSpan(opened - 1), (ulong)length);
    }

    public void Text(int field, ReadOnlySpan<byte> utf8)
    {
        Tag(field, Delimited);
        Number((ulong)utf8.Length);
        Raw(utf8);
    }

    public void Integer(int field, long value)
    {
        Tag(field, Varint);
        Number(unchecked((ulong)value));
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, Fixed64Bits);
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(ulong);
    }

    public void Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A resource, scope, record or point attribute: a <c>KeyValue</c> with text.</summary>
    public void Attribute(int field, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var opened = Open(field);
        Text(Key, key);
        var any = Open(Value);
        Text(StringValue, value);
        Close(any);
        Close(opened);
    }

    /// <summary>A text attribute for what is text of our own, short and ASCII.</summary>
    public void Attribute(int field, ReadOnlySpan<byte> key, string value)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(value.Length, 256))];
        Attribute(field, key, utf8[..Encoding.UTF8.GetBytes(value.AsSpan(0, Math.Min(value.Length, 256)), utf8)]);
    }

    public void Attribute(int field, ReadOnlySpan<byte> key, long value)
    {
        var opened = Open(field);
        Text(Key, key);
        var any = Open(Value);
        Integer(IntValue, value);
        Close(any);
        Close(opened);
    }

    public void Attribute(int field, ReadOnlySpan<byte> key, double value)
    {
        var opened = Open(field);
        Text(Key, key);
        var any = Open(Value);
        Double(DoubleValue, value);
        Close(any);
        Close(opened);
    }

    public void Flag(int field, ReadOnlySpan<byte> key, bool value)
    {
        var opened = Open(field);
        Text(Key, key);
        var any = Open(Value);
        Integer(BoolValue, value ? 1 : 0);
        Close(any);
        Close(opened);
    }

    /// <summary>An attribute whose value is a number written as text.</summary>
    public void Digits(int field, ReadOnlySpan<byte> key, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var written);
        Attribute(field, key, digits[..written]);
    }

    /// <summary>A message without fields that holds text: an <c>AnyValue</c>, such as a log record's body.</summary>
    public void AnyText(int field, ReadOnlySpan<byte> utf8)
    {
        var any = Open(field);
        Text(StringValue, utf8);
        Close(any);
    }

    private void Tag(int field, int type) => Number((ulong)(field << 3 | type));

    private void Number(ulong value)
    {
        Reserve(MostVarintBytes);
        _length += WriteVarint(_buffer.AsSpan(_length), value);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }

    private static int WriteVarint(Span<byte> to, ulong value)
    {
        var i = 0;
        while (value >= 0x80)
        {
            to[i++] = (byte)(value & 0x7F | 0x80);
            value >>= 7;
        }

        to[i++] = (byte)value;
        return i;
    }

    private static int VarintBytes(ulong value)
    {
        var bytes = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            bytes++;
        }

        return bytes;
    }
}
