using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads an ExportLogsServiceRequest.</summary>
internal sealed class LogsDecoder(MapperRegistry registry) : SignalDecoder(registry)
{
    protected override bool ReadItem(in DecodeScope scope, Extent item)
    {
        var body = scope.Body;
        var attributes = scope.Attributes;
        attributes.Begin(AttributeLayer.Record);
        var (time, observed, count) = (0UL, 0UL, 0);
        Extent traceId = default, spanId = default, text = default, eventName = default;
        var reader = new ProtoReader(body, item);
        while (reader.Next(out var tag))
        {
            switch (tag)
            {
                case Fields.LogRecord.Attributes:
                    count++;
                    if (!AttributeReader.Read(ref reader, body, attributes, AttributeLayer.Record))
                    {
                        return false;
                    }

                    break;
                case Fields.LogRecord.Time:
                    time = reader.Fixed64();
                    break;
                case Fields.LogRecord.ObservedTime:
                    observed = reader.Fixed64();
                    break;
                case Fields.LogRecord.Body:
                    if (!AttributeReader.TryReadText(body, reader.Bytes(), out text))
                    {
                        return false;
                    }

                    if (IsOfNoInterest(scope, text.Of(body)))
                    {
                        scope.Sink.Tally.Add(Verdict.Ignored);
                        return true;
                    }

                    break;
                case Fields.LogRecord.EventName:
                    eventName = reader.Bytes();
                    break;
                case Fields.LogRecord.TraceId:
                    traceId = reader.Bytes();
                    break;
                case Fields.LogRecord.SpanId:
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

        var record = new Record(body, attributes, Source.OtlpEvent, time, observed, traceId, spanId);
        scope.Sink.Tally.Add(Map(scope, record, eventName, text, count));
        return true;
    }

    // Claude Code's body is the event's name and comes before its attributes, so that a tool result, with what may be a page of
    // output in it, is stepped over:  body "claude_code.tool_result"
    private static bool IsOfNoInterest(in DecodeScope scope, ReadOnlySpan<byte> text) =>
        scope.Mapper is { } mapper && mapper.IsEventName(text) && mapper.LogRule(text) is null;

    private Verdict Map(in DecodeScope scope, in Record record, Extent eventName, Extent text, int attributes)
    {
        // Codex's event_name is a line of its source, and its event.name attribute the name: the attribute comes first.
        var name = record.Text(scope.Sink.Names.EventName);
        name = name.IsEmpty ? eventName.Of(scope.Body) : name;
        name = name.IsEmpty ? text.Of(scope.Body) : name;
        if ((scope.Mapper ?? Registry.ForName(name)).LogRule(name) is not { } rule)
        {
            return Verdict.Ignored;
        }

        return attributes > MaxAttributes ? Verdict.Rejected(DropReason.Malformed) : rule(record, scope.Sink);
    }
}
