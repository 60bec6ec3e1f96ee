using System.Buffers.Binary;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads protobuf's wire format from a span, without an object model.</summary>
/// <remarks>
/// Whatever the bytes are, it neither throws nor reads outside its part: what cannot be read ends the message and sets
/// <see cref="IsMalformed"/>, which the caller asks for once, after its loop. Groups, which OTLP has never used, are malformed.
/// </remarks>
internal ref struct ProtoReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly int _end;
    private int _position;

    public ProtoReader(ReadOnlySpan<byte> body, Extent message)
    {
        _body = body;
        _position = message.Offset;
        _end = message.End;
    }

    public bool IsMalformed { get; private set; }

    /// <summary>The next field's tag: its number times eight, plus its wire type.</summary>
    /// <returns><see langword="false"/> at the end of the message, or where it cannot be read.</returns>
    public bool Next(out uint tag)
    {
        if (_position >= _end)
        {
            tag = 0;
            return false;
        }

        var first = _body[_position];
        if (first is >= 8 and < 0x80)
        {
            _position++;
            tag = first;
            return true;
        }

        var value = Varint();
        tag = (uint)(value & uint.MaxValue);
        if (value is < 8 or > uint.MaxValue)
        {
            Fail();
        }

        return !IsMalformed;
    }

    public ulong Varint()
    {
        if (_position < _end && _body[_position] < 0x80)
        {
            return _body[_position++];
        }

        var value = 0UL;
        for (var shift = 0; shift < 64 && _position < _end; shift += 7)
        {
            var part = _body[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        Fail();
        return 0;
    }

    public ulong Fixed64()
    {
        if (_end - _position < 8)
        {
            Fail();
            return 0;
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(_body[_position..]);
        _position += 8;
        return value;
    }

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    /// <summary>Where a string, bytes or a message is; empty where it cannot be read.</summary>
    public Extent Bytes()
    {
        var length = Varint();
        if (length > (ulong)(_end - _position))
        {
            Fail();
            return default;
        }

        var bytes = new Extent(_position, (int)length);
        _position += bytes.Length;
        return bytes;
    }

    /// <summary>Reads a <c>KeyValue</c> as every encoder writes it: key, then value, each shorter than 128 bytes, and nothing else.</summary>
    /// <returns><see langword="false"/>, with nothing read, when it is written otherwise.</returns>
    public bool TryShortPair(out Extent key, out Extent value)
    {
        // length 0x0A keyLength key... 0x12 valueLength value...
        var at = _position;
        if (_end - at >= 5)
        {
            int length = _body[at];
            int keyLength = _body[at + 2];
            if (length < 0x80 && length <= _end - at - 1 && keyLength <= length - 4 && _body[at + 1] == Fields.KeyValue.Key
                && _body[at + 3 + keyLength] == Fields.KeyValue.Value && _body[at + 4 + keyLength] == length - 4 - keyLength)
            {
                key = new(at + 3, keyLength);
                value = new(at + 5 + keyLength, length - 4 - keyLength);
                _position = at + 1 + length;
                return true;
            }
        }

        (key, value) = (default, default);
        return false;
    }

    /// <summary>Steps over a field's value.</summary>
    public void Skip(uint tag)
    {
        switch (tag & 7)
        {
            case Wire.Varint:
                Varint();
                break;
            case Wire.Fixed64:
                Advance(8);
                break;
            case Wire.Bytes:
                Bytes();
                break;
            case Wire.Fixed32:
                Advance(4);
                break;
            default:
                Fail();
                break;
        }
    }

    private void Advance(int count)
    {
        if (_end - _position < count)
        {
            Fail();
            return;
        }

        _position += count;
    }

    private void Fail()
    {
        IsMalformed = true;
        _position = _end;
    }
}

/// <summary>Protobuf's wire types.</summary>
internal static class Wire
{
    public const uint Varint = 0;
    public const uint Fixed64 = 1;
    public const uint Bytes = 2;
    public const uint Fixed32 = 5;
}
