using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads an ExportTraceServiceRequest.</summary>
internal sealed class TracesDecoder(MapperRegistry registry) : SignalDecoder(registry)
{
    protected override bool ReadItem(in DecodeScope scope, Extent item)
    {
        var body = scope.Body;
        var attributes = scope.Attributes;
        attributes.Begin(AttributeLayer.Record);
        var (start, end, count) = (0UL, 0UL, 0);
        Extent traceId = default, spanId = default, name = default;
        var reader = new ProtoReader(body, item);
        while (reader.Next(out var tag))
        {
            switch (tag)
            {
                case Fields.Span.Attributes:
                    count++;
                    if (!AttributeReader.Read(ref reader, body, attributes, AttributeLayer.Record))
                    {
                        return false;
                    }

                    break;
                case Fields.Span.Start:
                    start = reader.Fixed64();
                    break;
                case Fields.Span.End:
                    end = reader.Fixed64();
                    break;
                case Fields.Span.Name:
                    name = reader.Bytes();
                    break;
                case Fields.Span.TraceId:
                    traceId = reader.Bytes();
                    break;
                case Fields.Span.SpanId:
                    spanId = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (reader.IsMalformed)
        {
            return false;
        }

        // A call counts when it was answered: at the span's end.
        var record = new Record(body, attributes, Source.OtlpSpan, end, start, traceId, spanId);
        scope.Sink.Tally.Add(Map(scope, record, name.Of(body), count));
        return true;
    }

    private Verdict Map(in DecodeScope scope, in Record record, ReadOnlySpan<byte> name, int attributes)
    {
        if ((scope.Mapper ?? Registry.ForName(name)).SpanRule(name) is not { } rule)
        {
            return Verdict.Ignored;
        }

        return attributes > MaxAttributes ? Verdict.Rejected(DropReason.Malformed) : rule(record, scope.Sink);
    }
}
