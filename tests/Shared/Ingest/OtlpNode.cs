using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Claudeonomics.TestShared.Ingest;

internal enum NodeKind
{
    Text,
    Bytes,
    Hex,
    Boolean,
    Int64,
    Fixed64,
    SignedFixed64,
    Double,
    Enumeration,
    Message,
}

/// <summary>One OTLP message, to be written as protobuf or as JSON: written apart from the product's code, so that it can judge it.</summary>
internal sealed class OtlpNode
{
    private readonly List<(int Number, string Name, NodeKind Kind, object Value, bool Repeated)> _fields = [];

    public OtlpNode Add(int number, string name, NodeKind kind, object? value, bool repeated = false)
    {
        if (value is not null)
        {
            _fields.Add((number, name, kind, value, repeated));
        }

        return this;
    }

    public OtlpNode AddAll(int number, string name, IEnumerable<OtlpNode> messages)
    {
        foreach (var message in messages)
        {
            Add(number, name, NodeKind.Message, message, repeated: true);
        }

        return this;
    }

    public byte[] ToProtobuf()
    {
        var bytes = new List<byte>();
        foreach (var (number, _, kind, value, _) in _fields)
        {
            switch (kind)
            {
                case NodeKind.Text:
                    Chunk(bytes, number, Encoding.UTF8.GetBytes((string)value));
                    break;
                case NodeKind.Bytes or NodeKind.Hex:
                    Chunk(bytes, number, (byte[])value);
                    break;
                case NodeKind.Message:
                    Chunk(bytes, number, ((OtlpNode)value).ToProtobuf());
                    break;
                case NodeKind.Boolean:
                    Varint(bytes, ((ulong)number << 3) | 0);
                    Varint(bytes, (bool)value ? 1UL : 0);
                    break;
                case NodeKind.Int64 or NodeKind.Enumeration:
                    Varint(bytes, ((ulong)number << 3) | 0);
                    Varint(bytes, unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture)));
                    break;
                case NodeKind.Fixed64:
                    Eight(bytes, number, (ulong)value);
                    break;
                case NodeKind.SignedFixed64:
                    Eight(bytes, number, unchecked((ulong)(long)value));
                    break;
                case NodeKind.Double:
                    Eight(bytes, number, BitConverter.DoubleToUInt64Bits((double)value));
                    break;
            }
        }

        return [.. bytes];
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            WriteJson(writer);
        }

        return stream.ToArray();
    }

    private void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var group in _fields.GroupBy(field => field.Name))
        {
            writer.WritePropertyName(group.Key);
            if (group.First().Repeated)
            {
                writer.WriteStartArray();
                foreach (var (_, _, kind, value, _) in group)
                {
                    WriteValue(writer, kind, value);
                }

                writer.WriteEndArray();
            }
            else
            {
                WriteValue(writer, group.Last().Kind, group.Last().Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, NodeKind kind, object value)
    {
        switch (kind)
        {
            case NodeKind.Text:
                writer.WriteStringValue((string)value);
                break;
            case NodeKind.Bytes:
                writer.WriteBase64StringValue((byte[])value);
                break;
            case NodeKind.Hex:
                writer.WriteStringValue(Convert.ToHexStringLower((byte[])value));
                break;
            case NodeKind.Boolean:
                writer.WriteBooleanValue((bool)value);
                break;
            case NodeKind.Enumeration:
                writer.WriteNumberValue((int)value);
                break;
            case NodeKind.Int64 or NodeKind.Fixed64 or NodeKind.SignedFixed64:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case NodeKind.Double when double.IsFinite((double)value):
                writer.WriteNumberValue((double)value);
                break;
            case NodeKind.Double:
                writer.WriteStringValue(((double)value).ToString(CultureInfo.InvariantCulture));
                break;
            case NodeKind.Message:
                ((OtlpNode)value).WriteJson(writer);
                break;
        }
    }

    private static void Chunk(List<byte> bytes, int number, byte[] content)
    {
        Varint(bytes, ((ulong)number << 3) | 2);
        Varint(bytes, (ulong)content.Length);
        bytes.AddRange(content);
    }

    private static void Eight(List<byte> bytes, int number, ulong value)
    {
        Varint(bytes, ((ulong)number << 3) | 1);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        bytes.AddRange(eight);
    }

    private static void Varint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7F) | 0x80));
        }

        bytes.Add((byte)value);
    }
}
