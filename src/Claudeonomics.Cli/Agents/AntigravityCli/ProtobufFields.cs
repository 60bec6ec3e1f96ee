using System.Buffers.Binary;

namespace Claudeonomics.Cli.Agents.AntigravityCli;

/// <summary>The fields of a Protobuf message, by number; of a repeated one the last. What is broken ends the message.</summary>
internal readonly ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>A text or an inner message; empty when it is not there.</summary>
    public ReadOnlySpan<byte> Raw(int number)
    {
        Find(number, out _, out var bytes);
        return bytes;
    }

    public ProtobufFields Inner(int number) => new(Raw(number));

    /// <summary>A whole number, as the bits of a signed one; 0 when it is not there.</summary>
    public long Whole(int number)
    {
        Find(number, out var value, out _);
        return (long)value;
    }

    private void Find(int number, out ulong value, out ReadOnlySpan<byte> bytes)
    {
        value = 0;
        bytes = default;
        var rest = _message;
        while (TryVarint(ref rest, out var tag))
        {
            ulong found = 0;
            ReadOnlySpan<byte> content = default;
            switch ((int)(tag & 7))
            {
                case Varint when TryVarint(ref rest, out found):
                    break;
                case Fixed64 when rest.Length >= 8:
                    found = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                    rest = rest[8..];
                    break;
                case Fixed32 when rest.Length >= 4:
                    found = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                    rest = rest[4..];
                    break;
                case Bytes when TryVarint(ref rest, out var length) && length <= (ulong)rest.Length:
                    content = rest[..(int)length];
                    rest = rest[(int)length..];
                    break;
                default:
                    return;
            }

            if (tag >> 3 == (ulong)number)
            {
                value = found;
                bytes = content;
            }
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var index = 0; index < rest.Length && index < 10; index++)
        {
            value |= (ulong)(rest[index] & 0x7F) << (7 * index);
            if (rest[index] < 0x80)
            {
                rest = rest[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
