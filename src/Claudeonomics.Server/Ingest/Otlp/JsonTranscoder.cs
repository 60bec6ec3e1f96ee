using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Rewrites an OTLP/JSON body as the protobuf it stands for, so that one decoder reads both.</summary>
/// <remarks>
/// Streaming: no document is built. Unknown fields and nulls are skipped, 64-bit integers may be numbers or text, ids are
/// hexadecimal, enumerations integers. Nothing nests deeper than <see cref="MaxDepth"/>.
/// </remarks>
internal static class JsonTranscoder
{
    /// <summary>A data point's attribute is 14 deep; the rest is for arrays and maps in its value.</summary>
    public const int MaxDepth = 64;

    /// <summary>How large a body's protobuf can get: the shortest field, <c>"sum":1</c>, takes 7 bytes in JSON and 9 there.</summary>
    public static int MaxLength(int jsonLength) => jsonLength + (jsonLength / 4) + 64;

    /// <param name="json">A whole body.</param>
    /// <param name="message">What it is.</param>
    /// <param name="into">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="written">How many of them were used.</param>
    /// <returns><see langword="false"/> when it is no JSON, or not of this kind.</returns>
    public static bool TryTranscode(ReadOnlySpan<byte> json, JsonMessage message, Span<byte> into, out int written)
    {
        var writer = new ProtoWriter(into);
        if (json.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        bool ok;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            ok = reader.Read() && reader.TokenType is JsonTokenType.StartObject && TryObject(ref reader, message, ref writer)
                && !reader.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The reader's ways of saying that bytes are no JSON, or a text no UTF-8 (half a surrogate pair).
            ok = false;
        }

        written = writer.Length;
        return ok && !writer.Overflowed;
    }

    private static bool TryObject(ref Utf8JsonReader reader, JsonMessage message, ref ProtoWriter writer)
    {
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject)
            {
                return true;
            }

            var field = FieldOf(ref reader, message);
            reader.Read();
            if (field is null || reader.TokenType is JsonTokenType.Null)
            {
                reader.Skip();
            }
            else if (!TryField(ref reader, field.GetValueOrDefault(), ref writer))
            {
                return false;
            }
        }

        return false;
    }

    private static JsonField? FieldOf(ref Utf8JsonReader reader, JsonMessage message)
    {
        if (!reader.ValueIsEscaped)
        {
            return message.Find(reader.ValueSpan);
        }

        // No field's name needs escaping; a sender that escapes one anyway is understood.
        Span<byte> name = stackalloc byte[256];
        return reader.ValueSpan.Length <= name.Length ? message.Find(name[..reader.CopyString(name)]) : null;
    }

    private static bool TryField(ref Utf8JsonReader reader, JsonField field, ref ProtoWriter writer)
    {
        switch (field.Kind)
        {
            case JsonKind.Message:
                return TryMessage(ref reader, field, ref writer);
            case JsonKind.Messages:
                return TryMessages(ref reader, field, ref writer);
            case JsonKind.Text:
                return TryText(ref reader, field.Number, ref writer);
            case JsonKind.Hex:
                return TryHex(ref reader, field.Number, ref writer);
            case JsonKind.Base64:
                return TryBase64(ref reader, field.Number, ref writer);
            case JsonKind.Boolean when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                writer.Varint(field.Number, reader.TokenType is JsonTokenType.True ? 1UL : 0);
                return true;
            case JsonKind.Enumeration when reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number):
                writer.Varint(field.Number, unchecked((ulong)number));
                return true;
            case JsonKind.Int64 when TryInteger(ref reader, out var integer) && integer <= long.MaxValue:
                writer.Varint(field.Number, unchecked((ulong)(long)integer));
                return true;
            case JsonKind.SignedFixed64 when TryInteger(ref reader, out var integer) && integer <= long.MaxValue:
                writer.Fixed64(field.Number, unchecked((ulong)(long)integer));
                return true;
            case JsonKind.Fixed64 when TryInteger(ref reader, out var integer) && integer >= 0:
                writer.Fixed64(field.Number, (ulong)integer);
                return true;
            case JsonKind.Double when TryDouble(ref reader, out var real):
                writer.Fixed64(field.Number, BitConverter.DoubleToUInt64Bits(real));
                return true;
            default:
                return false;
        }
    }

    private static bool TryMessage(ref Utf8JsonReader reader, JsonField field, ref ProtoWriter writer)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        var start = writer.Begin(field.Number);
        if (!TryObject(ref reader, field.Message!, ref writer))
        {
            return false;
        }

        writer.End(start);
        return !writer.Overflowed;
    }

    private static bool TryMessages(ref Utf8JsonReader reader, JsonField field, ref ProtoWriter writer)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (!TryMessage(ref reader, field, ref writer))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryText(ref Utf8JsonReader reader, int field, ref ProtoWriter writer)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            writer.Bytes(field, reader.ValueSpan);
            return true;
        }

        // An unescaped text is never longer than its escaped form.
        var start = writer.Begin(field);
        var room = writer.Room(reader.ValueSpan.Length);
        if (writer.Overflowed)
        {
            return false;
        }

        writer.Advance(reader.CopyString(room));
        writer.End(start);
        return true;
    }

    private static bool TryHex(ref Utf8JsonReader reader, int field, ref ProtoWriter writer)
    {
        Span<byte> id = stackalloc byte[16];
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.Length > 2 * id.Length
            || Convert.FromHexString(reader.ValueSpan, id, out _, out var length) is not OperationStatus.Done)
        {
            return false;
        }

        writer.Bytes(field, id[..length]);
        return true;
    }

    private static bool TryBase64(ref Utf8JsonReader reader, int field, ref ProtoWriter writer)
    {
        if (reader.TokenType is not JsonTokenType.String || reader.ValueIsEscaped)
        {
            return false;
        }

        var start = writer.Begin(field);
        var room = writer.Room(Base64.GetMaxDecodedFromUtf8Length(reader.ValueSpan.Length));
        if (writer.Overflowed || Base64.DecodeFromUtf8(reader.ValueSpan, room, out _, out var length) is not OperationStatus.Done)
        {
            return false;
        }

        writer.Advance(length);
        writer.End(start);
        return true;
    }

    // "1763760000000000000" or 1763760000000000000, and what JSON makes of a whole number: 12.0, 1.2e1.
    private static bool TryInteger(ref Utf8JsonReader reader, out Int128 number)
    {
        number = 0;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueIsEscaped)
        {
            return false;
        }

        var digits = reader.ValueSpan;
        if (Utf8Parser.TryParse(digits, out long signed, out var consumed) && consumed == digits.Length)
        {
            number = signed;
            return true;
        }

        if (Utf8Parser.TryParse(digits, out ulong unsigned, out consumed) && consumed == digits.Length)
        {
            number = unsigned;
            return true;
        }

        if (Utf8Parser.TryParse(digits, out double real, out consumed) && consumed == digits.Length
            && double.IsInteger(real) && Math.Abs(real) < 1e18)
        {
            number = (long)real;
            return true;
        }

        return false;
    }

    private static bool TryDouble(ref Utf8JsonReader reader, out double number)
    {
        number = 0;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueIsEscaped)
        {
            return false;
        }

        return Utf8Parser.TryParse(reader.ValueSpan, out number, out var consumed) && consumed == reader.ValueSpan.Length;
    }
}
