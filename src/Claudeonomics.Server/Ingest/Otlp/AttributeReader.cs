using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads <c>KeyValue</c> messages into the slots of the attributes that somebody asked for.</summary>
internal static class AttributeReader
{
    /// <param name="reader">Stands behind the tag of a field that is a <c>KeyValue</c>.</param>
    /// <returns><see langword="false"/> when the message is malformed.</returns>
    public static bool Read(ref ProtoReader reader, ReadOnlySpan<byte> body, AttributeSet attributes, AttributeLayer layer)
    {
        if (!reader.TryShortPair(out var key, out var value) && !TryRead(body, reader.Bytes(), out key, out value))
        {
            return false;
        }

        // Most attributes end here: nobody asked for them, and their values are never looked at.
        var place = attributes.Names.IndexOf(key.Of(body));
        if (place < 0)
        {
            return true;
        }

        // What most values are: a text shorter than 128 bytes.
        var bytes = value.Of(body);
        if (bytes.Length >= 2 && bytes[0] == Fields.AnyValue.String && bytes[1] < 0x80 && bytes[1] == bytes.Length - 2)
        {
            ref var text = ref attributes.Put(layer, place);
            (text.Kind, text.Text) = (ValueKind.Text, new(value.Offset + 2, bytes.Length - 2));
            return true;
        }

        var read = default(AttributeValue);
        if (!TryReadValue(body, value, ref read, out var isSet))
        {
            return false;
        }

        if (isSet)
        {
            ref var slot = ref attributes.Put(layer, place);
            (slot.Kind, slot.Text, slot.Bits) = (read.Kind, read.Text, read.Bits);
        }

        return true;
    }

    /// <summary>An AnyValue's text; empty when it is none.</summary>
    public static bool TryReadText(ReadOnlySpan<byte> body, Extent anyValue, out Extent text)
    {
        var value = default(AttributeValue);
        var ok = TryReadValue(body, anyValue, ref value, out var isSet);
        text = isSet && value.Kind is ValueKind.Text ? value.Text : default;
        return ok;
    }

    private static bool TryRead(ReadOnlySpan<byte> body, Extent pair, out Extent key, out Extent value)
    {
        (key, value) = (default, default);
        var reader = new ProtoReader(body, pair);
        while (reader.Next(out var tag))
        {
            switch (tag)
            {
                case Fields.KeyValue.Key:
                    key = reader.Bytes();
                    break;
                case Fields.KeyValue.Value:
                    value = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }

    private static bool TryReadValue(ReadOnlySpan<byte> body, Extent anyValue, ref AttributeValue value, out bool isSet)
    {
        isSet = false;
        var reader = new ProtoReader(body, anyValue);
        while (reader.Next(out var tag))
        {
            isSet = true;
            switch (tag)
            {
                case Fields.AnyValue.String:
                    (value.Kind, value.Text) = (ValueKind.Text, reader.Bytes());
                    break;
                case Fields.AnyValue.Int:
                    (value.Kind, value.Bits) = (ValueKind.Integer, unchecked((long)reader.Varint()));
                    break;
                case Fields.AnyValue.Double:
                    (value.Kind, value.Bits) = (ValueKind.Double, unchecked((long)reader.Fixed64()));
                    break;
                case Fields.AnyValue.Bool:
                    (value.Kind, value.Bits) = (ValueKind.Boolean, reader.Varint() == 0 ? 0 : 1);
                    break;
                default:
                    value.Kind = ValueKind.Other;
                    reader.Skip(tag);
                    break;
            }
        }

        return !reader.IsMalformed;
    }
}
