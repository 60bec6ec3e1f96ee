using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Reads an ExportMetricsServiceRequest.</summary>
/// <remarks>A metric that no mapper has a rule for is stepped over whole: Codex sends 600 kB of them for one turn.</remarks>
internal sealed class MetricsDecoder(MapperRegistry registry) : SignalDecoder(registry)
{
    protected override bool ReadItem(in DecodeScope scope, Extent item)
    {
        var body = scope.Body;
        Extent name = default, data = default;
        var kind = 0U;
        var reader = new ProtoReader(body, item);
        while (reader.Next(out var tag))
        {
            switch (tag)
            {
                case Fields.Metric.Name:
                    name = reader.Bytes();
                    break;
                case Fields.Metric.Gauge or Fields.Metric.Sum or Fields.Metric.Histogram
                    or Fields.Metric.ExponentialHistogram or Fields.Metric.Summary:
                    (kind, data) = (tag, reader.Bytes());
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (reader.IsMalformed || !TryReadHead(body, data, out var head))
        {
            return false;
        }

        // Gauges and sums that can fall are no usage, and summaries have no total that could be told from a resend.
        var counts = kind is Fields.Metric.Histogram or Fields.Metric.ExponentialHistogram
            || (kind == Fields.Metric.Sum && head.IsMonotonic);
        var rule = counts ? (scope.Mapper ?? Registry.ForName(name.Of(body))).MetricRule(name.Of(body)) : null;
        if (rule is null)
        {
            scope.Sink.Tally.AddIgnored(head.Points);
            return true;
        }

        return ReadPoints(scope, data, new(kind, name, head.Temporality, rule));
    }

    private static bool ReadPoints(in DecodeScope scope, Extent data, in Metric metric)
    {
        var reader = new ProtoReader(scope.Body, data);
        while (reader.Next(out var tag))
        {
            if (tag != Fields.Data.Points)
            {
                reader.Skip(tag);
            }
            else if (!ReadPoint(scope, reader.Bytes(), metric))
            {
                return false;
            }
        }

        return !reader.IsMalformed;
    }

    private static bool ReadPoint(in DecodeScope scope, Extent point, in Metric metric)
    {
        var body = scope.Body;
        scope.Attributes.Begin(AttributeLayer.Record);
        var (start, time, value, count) = (0UL, 0UL, double.NaN, 0);
        var (hasValue, series) = (false, 0UL);
        var isNumber = metric.Kind == Fields.Metric.Sum;
        var attributesTag = isNumber ? Fields.Point.NumberAttributes
            : metric.Kind == Fields.Metric.Histogram ? Fields.Point.HistogramAttributes
            : Fields.Point.ExponentialAttributes;
        var flagsTag = isNumber ? Fields.Point.NumberFlags : Fields.Point.HistogramFlags;
        var reader = new ProtoReader(body, point);
        while (reader.Next(out var tag))
        {
            if (tag == attributesTag)
            {
                count++;
                var pair = reader;
                if (!AttributeReader.Read(ref reader, body, scope.Attributes, AttributeLayer.Record))
                {
                    return false;
                }

                // The order of attributes does not name a series, so their hashes are added up.
                series = unchecked(series + scope.Sink.HashOf(pair.Bytes().Of(body)));
            }
            else if (tag == flagsTag)
            {
                // Bit 0: no recorded value.
                if ((reader.Varint() & 1) != 0)
                {
                    scope.Sink.Tally.Add(Verdict.Ignored);
                    return true;
                }
            }
            else if (tag == Fields.Point.Start)
            {
                start = reader.Fixed64();
            }
            else if (tag == Fields.Point.Time)
            {
                time = reader.Fixed64();
            }
            else if (isNumber ? tag == Fields.Point.NumberAsDouble : tag == Fields.Point.HistogramSum)
            {
                (value, hasValue) = (reader.Double(), true);
            }
            else if (isNumber && tag == Fields.Point.NumberAsInt)
            {
                (value, hasValue) = (unchecked((long)reader.Fixed64()), true);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        if (reader.IsMalformed)
        {
            return false;
        }

        var record = new Record(body, scope.Attributes, Source.OtlpCounter, time, 0);
        scope.Sink.Tally.Add(
            !hasValue ? Verdict.Ignored
            : count > MaxAttributes || metric.Temporality is not (Temporality.Delta or Temporality.Cumulative)
                ? Verdict.Rejected(DropReason.Malformed)
            : metric.Rule(record, new(value, start, metric.Temporality, SeriesOf(scope, metric.Name, series)), scope.Sink));
        return true;
    }

    /// <summary>Reads how many points there are, and the fields that encoders write after them.</summary>
    private static bool TryReadHead(ReadOnlySpan<byte> body, Extent data, out Head head)
    {
        var (points, temporality, isMonotonic) = (0, 0UL, false);
        var reader = new ProtoReader(body, data);
        while (reader.Next(out var tag))
        {
            switch (tag)
            {
                case Fields.Data.Points:
                    points++;
                    reader.Bytes();
                    break;
                case Fields.Data.Temporality:
                    temporality = reader.Varint();
                    break;
                case Fields.Data.IsMonotonic:
                    isMonotonic = reader.Varint() != 0;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        head = new(points, temporality is 1 or 2 ? (Temporality)temporality : 0, isMonotonic);
        return !reader.IsMalformed;
    }

    // Everything that names a series: whose process, which instrumentation, which metric, which attributes.
    private static ulong SeriesOf(in DecodeScope scope, Extent metric, ulong attributes)
    {
        Span<ulong> parts =
        [
            ResourceOf(scope), scope.Sink.HashOf(scope.ScopeName.Of(scope.Body)), scope.Sink.HashOf(metric.Of(scope.Body)), attributes,
        ];
        return scope.Sink.HashOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes(parts));
    }

    private static ulong ResourceOf(in DecodeScope scope)
    {
        var hash = 0UL;
        var reader = new ProtoReader(scope.Body, scope.Resource);
        while (reader.Next(out var tag))
        {
            if (tag == Fields.Resource.Attributes)
            {
                hash = unchecked(hash + scope.Sink.HashOf(reader.Bytes().Of(scope.Body)));
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return hash;
    }

    /// <param name="Temporality">0 when it is not said or not known.</param>
    private readonly record struct Head(int Points, Temporality Temporality, bool IsMonotonic);

    private readonly record struct Metric(uint Kind, Extent Name, Temporality Temporality, PointRule Rule);
}
