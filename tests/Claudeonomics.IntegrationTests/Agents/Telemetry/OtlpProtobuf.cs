using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>OTLP protobuf to OTLP/JSON and back, for looking at recordings and editing them.</summary>
/// <remarks>Written apart from the server's own decoder on purpose, so that one can judge the other. The order of fields on the
/// wire survives the way there and back; a field that <see cref="OtlpSchema"/> lacks throws.</remarks>
internal static class OtlpProtobuf
{
    public static JsonObject Decode(OtlpSignal signal, ReadOnlySpan<byte> message) => ReadMessage(signal.PathName(), message);

    public static byte[] Encode(OtlpSignal signal, JsonObject message)
    {
        using var output = new MemoryStream();
        WriteMessage(output, signal.PathName(), message);
        return output.ToArray();
    }

    private static JsonObject ReadMessage(string message, ReadOnlySpan<byte> bytes)
    {
        var result = new JsonObject();
        while (!bytes.IsEmpty)
        {
            var tag = ReadVarint(ref bytes);
            var field = OtlpSchema.FieldsOf(message).FirstOrDefault(field => field.Number == (int)(tag >> 3))
                ?? throw new InvalidDataException($"{message} has no field {tag >> 3}");
            // A packed run of numbers is length-delimited where each by itself would not be.
            var isPacked = field.IsRepeated && (tag & 7) == 2 && WireType(field.Kind) != 2;
            var payload = isPacked ? Take(ref bytes, (int)ReadVarint(ref bytes)) : default;
            if (!isPacked)
            {
                Add(result, field, ReadValue(field, ref bytes));
            }

            while (!payload.IsEmpty)
            {
                Add(result, field, ReadValue(field, ref payload));
            }
        }

        return result;
    }

    private static void Add(JsonObject message, OtlpField field, JsonNode value)
    {
        if (!field.IsRepeated)
        {
            message[field.Name] = value;
        }
        else if (message[field.Name] is JsonArray values)
        {
            values.Add(value);
        }
        else
        {
            message[field.Name] = new JsonArray(value);
        }
    }

    private static JsonNode ReadValue(OtlpField field, ref ReadOnlySpan<byte> bytes)
    {
        switch (field.Kind)
        {
            case WireKind.Message:
                return ReadMessage(field.Message!, Take(ref bytes, (int)ReadVarint(ref bytes)));
            case WireKind.Text:
                return Encoding.UTF8.GetString(Take(ref bytes, (int)ReadVarint(ref bytes)));
            case WireKind.Hex:
                return Convert.ToHexStringLower(Take(ref bytes, (int)ReadVarint(ref bytes)));
            case WireKind.Varint:
                // OTLP/JSON writes 64-bit integers as text, and nothing tells them from smaller ones here but their size.
                var number = unchecked((long)ReadVarint(ref bytes));
                return field.Name == "intValue" ? number.ToString(CultureInfo.InvariantCulture) : number;
            case WireKind.SignedVarint:
                var zigzag = ReadVarint(ref bytes);
                return unchecked((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
            case WireKind.Bool:
                return ReadVarint(ref bytes) != 0;
            case WireKind.Fixed32:
                return BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4));
            case WireKind.Fixed64:
                return BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, 8)).ToString(CultureInfo.InvariantCulture);
            default:
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(ref bytes, 8));
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static void WriteMessage(MemoryStream output, string message, JsonObject value)
    {
        foreach (var (name, node) in value)
        {
            var field = OtlpSchema.FieldsOf(message).First(field => field.Name == name);
            if (node is JsonArray values && WireType(field.Kind) != 2)
            {
                using var packed = new MemoryStream();
                foreach (var item in values)
                {
                    WriteValue(packed, field, item!);
                }

                WriteTag(output, field.Number, 2);
                WriteBytes(output, packed.ToArray());
                continue;
            }

            foreach (var item in node as JsonArray ?? [node!.DeepClone()])
            {
                WriteTag(output, field.Number, WireType(field.Kind));
                WriteValue(output, field, item!);
            }
        }
    }

    private static void WriteValue(MemoryStream output, OtlpField field, JsonNode value)
    {
        Span<byte> fixedBytes = stackalloc byte[8];
        switch (field.Kind)
        {
            case WireKind.Message:
                using (var inner = new MemoryStream())
                {
                    WriteMessage(inner, field.Message!, (JsonObject)value);
                    WriteBytes(output, inner.ToArray());
                }

                break;
            case WireKind.Text:
                WriteBytes(output, Encoding.UTF8.GetBytes((string)value!));
                break;
            case WireKind.Hex:
                WriteBytes(output, Convert.FromHexString((string)value!));
                break;
            case WireKind.Varint:
                WriteVarint(output, unchecked((ulong)ToInt64(value)));
                break;
            case WireKind.SignedVarint:
                var number = ToInt64(value);
                WriteVarint(output, unchecked((ulong)((number << 1) ^ (number >> 63))));
                break;
            case WireKind.Bool:
                WriteVarint(output, (bool)value ? 1UL : 0UL);
                break;
            case WireKind.Fixed32:
                BinaryPrimitives.WriteUInt32LittleEndian(fixedBytes, (uint)ToInt64(value));
                output.Write(fixedBytes[..4]);
                break;
            case WireKind.Fixed64:
                BinaryPrimitives.WriteInt64LittleEndian(fixedBytes, ToInt64(value));
                output.Write(fixedBytes);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(fixedBytes, (double)value);
                output.Write(fixedBytes);
                break;
        }
    }

    private static long ToInt64(JsonNode value) => long.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static void WriteBytes(MemoryStream output, byte[] bytes)
    {
        WriteVarint(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteTag(MemoryStream output, int number, int wireType) => WriteVarint(output, (ulong)((number << 3) | wireType));

    private static void WriteVarint(MemoryStream output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.WriteByte((byte)((value & 0x7f) | 0x80));
        }

        output.WriteByte((byte)value);
    }

    private static int WireType(WireKind kind) => kind switch
    {
        WireKind.Message or WireKind.Text or WireKind.Hex => 2,
        WireKind.Fixed64 or WireKind.Double => 1,
        WireKind.Fixed32 => 5,
        _ => 0,
    };
}
