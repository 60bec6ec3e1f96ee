using System.Buffers.Text;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>One log record, span or data point as mappers see it. Valid until the next one is read.</summary>
/// <param name="body">The whole body that extents point into.</param>
/// <param name="attributes">What mappers asked for, of the record, its scope and its resource.</param>
/// <param name="source">How we learned of it.</param>
/// <param name="timeUnixNano">A record's time, a span's end, a point's time; 0 when absent.</param>
/// <param name="fallbackUnixNano">When a log record was observed, when a span began; 0 when absent.</param>
/// <param name="traceId">16 bytes, or empty.</param>
/// <param name="spanId">8 bytes, or empty.</param>
internal readonly ref struct Record(
    ReadOnlySpan<byte> body, AttributeSet attributes, Source source, ulong timeUnixNano, ulong fallbackUnixNano,
    Extent traceId = default, Extent spanId = default)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly AttributeSet _attributes = attributes;
    private readonly Extent _traceId = traceId;
    private readonly Extent _spanId = spanId;

    public Source Source { get; } = source;

    public ulong TimeUnixNano { get; } = timeUnixNano;

    public ulong FallbackUnixNano { get; } = fallbackUnixNano;

    public ReadOnlySpan<byte> Body => _body;

    public ReadOnlySpan<byte> TraceId => _traceId.Of(_body);

    public ReadOnlySpan<byte> SpanId => _spanId.Of(_body);

    /// <summary>The attribute's UTF-8 text; empty when it is absent or no text.</summary>
    public ReadOnlySpan<byte> Text(AttributeName name)
    {
        ref readonly var value = ref _attributes[name];
        return value.Kind is ValueKind.Text ? value.Text.Of(_body) : default;
    }

    /// <summary>The first attribute that has text, newest name first.</summary>
    public ReadOnlySpan<byte> Text(AttributeName name, AttributeName older)
    {
        var text = Text(name);
        return text.IsEmpty ? Text(older) : text;
    }

    public bool Has(AttributeName name) => _attributes[name].Kind is not ValueKind.Absent;

    /// <summary>A boolean, or the text <c>true</c> or <c>false</c>; <see langword="null"/> when absent or neither.</summary>
    public bool? Flag(AttributeName name)
    {
        ref readonly var value = ref _attributes[name];
        return value.Kind switch
        {
            ValueKind.Boolean => value.Bits != 0,
            ValueKind.Text when value.Text.Of(_body).SequenceEqual("true"u8) => true,
            ValueKind.Text when value.Text.Of(_body).SequenceEqual("false"u8) => false,
            _ => null,
        };
    }

    /// <summary>Reads a number, whatever it was sent as: an integer, a double, or either one's digits as text.</summary>
    /// <returns>Whether the attribute is there. A value that is no number reads as not-a-number.</returns>
    public bool TryGetNumber(AttributeName name, out double number)
    {
        ref readonly var value = ref _attributes[name];
        number = value.Kind switch
        {
            ValueKind.Integer => value.Bits,
            ValueKind.Double => BitConverter.Int64BitsToDouble(value.Bits),
            ValueKind.Text => ParseNumber(value.Text.Of(_body)),
            _ => double.NaN,
        };
        return value.Kind is not ValueKind.Absent;
    }

    private static double ParseNumber(ReadOnlySpan<byte> digits)
    {
        if (Utf8Parser.TryParse(digits, out long whole, out var consumed) && consumed == digits.Length)
        {
            return whole;
        }

        return Utf8Parser.TryParse(digits, out double number, out consumed) && consumed == digits.Length ? number : double.NaN;
    }
}
