namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>How a field of an OTLP message is put on the wire.</summary>
internal enum WireKind
{
    Message,
    Text,

    /// <summary>Bytes that OTLP/JSON writes in hex (trace and span ids) .</summary>
    Hex,
    Varint,
    SignedVarint,
    Bool,
    Fixed32,
    Fixed64,
    Double,
}

/// <param name="Name">The JSON name.</param>
/// <param name="Message">The message's name when <paramref name="Kind"/> is <see cref="WireKind.Message"/>.</param>
internal sealed record OtlpField(int Number, string Name, WireKind Kind, string? Message, bool IsRepeated);

/// <summary>OTLP's messages as opentelemetry-proto 1.9 has them, as far as agents fill them.</summary>
internal static class OtlpSchema
{
    // message: number name type, … where * marks a repeated field and a capital a message.
    private const string Text = """
        logs: 1 resourceLogs ResourceLogs*
        ResourceLogs: 1 resource Resource, 2 scopeLogs ScopeLogs*, 3 schemaUrl text
        ScopeLogs: 1 scope Scope, 2 logRecords LogRecord*, 3 schemaUrl text
        LogRecord: 1 timeUnixNano fixed64, 2 severityNumber varint, 3 severityText text, 5 body AnyValue, 6 attributes KeyValue*, 7 droppedAttributesCount varint, 8 flags fixed32, 9 traceId hex, 10 spanId hex, 11 observedTimeUnixNano fixed64, 12 eventName text
        metrics: 1 resourceMetrics ResourceMetrics*
        ResourceMetrics: 1 resource Resource, 2 scopeMetrics ScopeMetrics*, 3 schemaUrl text
        ScopeMetrics: 1 scope Scope, 2 metrics Metric*, 3 schemaUrl text
        Metric: 1 name text, 2 description text, 3 unit text, 5 gauge Gauge, 7 sum Sum, 9 histogram Histogram, 10 exponentialHistogram ExponentialHistogram, 12 metadata KeyValue*
        Gauge: 1 dataPoints NumberDataPoint*
        Sum: 1 dataPoints NumberDataPoint*, 2 aggregationTemporality varint, 3 isMonotonic bool
        Histogram: 1 dataPoints HistogramDataPoint*, 2 aggregationTemporality varint
        ExponentialHistogram: 1 dataPoints ExponentialHistogramDataPoint*, 2 aggregationTemporality varint
        NumberDataPoint: 2 startTimeUnixNano fixed64, 3 timeUnixNano fixed64, 4 asDouble double, 5 exemplars Exemplar*, 6 asInt fixed64, 7 attributes KeyValue*, 8 flags varint
        HistogramDataPoint: 2 startTimeUnixNano fixed64, 3 timeUnixNano fixed64, 4 count fixed64, 5 sum double, 6 bucketCounts fixed64*, 7 explicitBounds double*, 8 exemplars Exemplar*, 9 attributes KeyValue*, 10 flags varint, 11 min double, 12 max double
        ExponentialHistogramDataPoint: 1 attributes KeyValue*, 2 startTimeUnixNano fixed64, 3 timeUnixNano fixed64, 4 count fixed64, 5 sum double, 6 scale signed, 7 zeroCount fixed64, 8 positive Buckets, 9 negative Buckets, 10 flags varint, 11 exemplars Exemplar*, 12 min double, 13 max double, 14 zeroThreshold double
        Buckets: 1 offset signed, 2 bucketCounts varint*
        Exemplar: 2 timeUnixNano fixed64, 3 asDouble double, 4 spanId hex, 5 traceId hex, 6 asInt fixed64, 7 filteredAttributes KeyValue*
        traces: 1 resourceSpans ResourceSpans*
        ResourceSpans: 1 resource Resource, 2 scopeSpans ScopeSpans*, 3 schemaUrl text
        ScopeSpans: 1 scope Scope, 2 spans Span*, 3 schemaUrl text
        Span: 1 traceId hex, 2 spanId hex, 3 traceState text, 4 parentSpanId hex, 5 name text, 6 kind varint, 7 startTimeUnixNano fixed64, 8 endTimeUnixNano fixed64, 9 attributes KeyValue*, 10 droppedAttributesCount varint, 11 events Event*, 12 droppedEventsCount varint, 13 links Link*, 14 droppedLinksCount varint, 15 status Status, 16 flags fixed32
        Event: 1 timeUnixNano fixed64, 2 name text, 3 attributes KeyValue*, 4 droppedAttributesCount varint
        Link: 1 traceId hex, 2 spanId hex, 3 traceState text, 4 attributes KeyValue*, 5 droppedAttributesCount varint, 6 flags fixed32
        Status: 2 message text, 3 code varint
        Resource: 1 attributes KeyValue*, 2 droppedAttributesCount varint, 3 entityRefs EntityRef*
        EntityRef: 1 schemaUrl text, 2 type text, 3 idKeys text*, 4 descriptionKeys text*
        Scope: 1 name text, 2 version text, 3 attributes KeyValue*, 4 droppedAttributesCount varint
        KeyValue: 1 key text, 2 value AnyValue
        AnyValue: 1 stringValue text, 2 boolValue bool, 3 intValue varint, 4 doubleValue double, 5 arrayValue ArrayValue, 6 kvlistValue KeyValueList, 7 bytesValue hex
        ArrayValue: 1 values AnyValue*
        KeyValueList: 1 values KeyValue*
        """;

    private static readonly Dictionary<string, OtlpField[]> Messages = Text.Split('\n').Select(line => line.Split(": "))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(", ").Select(Field).ToArray());

    /// <summary>The fields of a message, or of the export request of <c>logs</c>, <c>metrics</c> or <c>traces</c>.</summary>
    public static IReadOnlyList<OtlpField> FieldsOf(string message) => Messages[message];

    private static OtlpField Field(string text)
    {
        var parts = text.Split(' ');
        var type = parts[2].TrimEnd('*');
        var kind = type switch
        {
            "text" => WireKind.Text,
            "hex" => WireKind.Hex,
            "varint" => WireKind.Varint,
            "signed" => WireKind.SignedVarint,
            "bool" => WireKind.Bool,
            "fixed32" => WireKind.Fixed32,
            "fixed64" => WireKind.Fixed64,
            "double" => WireKind.Double,
            _ => WireKind.Message,
        };
        return new(int.Parse(parts[0], null), parts[1], kind, kind == WireKind.Message ? type : null, parts[2] != type);
    }
}
