using System.Globalization;

namespace Claudeonomics.TestShared.Ingest;

/// <summary>Builds OTLP requests with defaults, from attributes given as name and value.</summary>
internal static class Otlp
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 22, 0, 0, TimeSpan.Zero);

    public static ulong Nanos(DateTimeOffset at) => (ulong)(at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public static OtlpNode Logs(object[] resource, string scope, params OtlpNode[] records) =>
        Envelope("resourceLogs", "scopeLogs", "logRecords", resource, scope, records);

    public static OtlpNode Traces(object[] resource, string scope, params OtlpNode[] spans) =>
        Envelope("resourceSpans", "scopeSpans", "spans", resource, scope, spans);

    public static OtlpNode Metrics(object[] resource, string scope, params OtlpNode[] metrics) =>
        Envelope("resourceMetrics", "scopeMetrics", "metrics", resource, scope, metrics);

    /// <param name="attributes">Names and values in turn.</param>
    public static OtlpNode Log(DateTimeOffset? at, string? body, params object?[] attributes) => new OtlpNode()
        .Add(1, "timeUnixNano", NodeKind.Fixed64, at is { } time ? Nanos(time) : 0UL)
        .Add(2, "severityNumber", NodeKind.Enumeration, 9)
        .Add(5, "body", NodeKind.Message, body is null ? null : AnyValue(body))
        .AddAll(6, "attributes", Attributes(attributes));

    public static OtlpNode Span(string name, DateTimeOffset? end, byte[] traceId, byte[] spanId, params object?[] attributes) =>
        new OtlpNode()
            .Add(1, "traceId", NodeKind.Hex, traceId)
            .Add(2, "spanId", NodeKind.Hex, spanId)
            .Add(5, "name", NodeKind.Text, name)
            .Add(6, "kind", NodeKind.Enumeration, 3)
            .Add(7, "startTimeUnixNano", NodeKind.Fixed64, end is { } stopped ? Nanos(stopped.AddSeconds(-3)) : 0UL)
            .Add(8, "endTimeUnixNano", NodeKind.Fixed64, end is { } ended ? Nanos(ended) : 0UL)
            .AddAll(9, "attributes", Attributes(attributes));

    public static OtlpNode Sum(string name, int temporality, params OtlpNode[] points) => new OtlpNode()
        .Add(1, "name", NodeKind.Text, name)
        .Add(3, "unit", NodeKind.Text, "tokens")
        .Add(7, "sum", NodeKind.Message, new OtlpNode()
            .AddAll(1, "dataPoints", points)
            .Add(2, "aggregationTemporality", NodeKind.Enumeration, temporality)
            .Add(3, "isMonotonic", NodeKind.Boolean, true));

    public static OtlpNode Histogram(string name, int temporality, params OtlpNode[] points) => new OtlpNode()
        .Add(1, "name", NodeKind.Text, name)
        .Add(9, "histogram", NodeKind.Message, new OtlpNode()
            .AddAll(1, "dataPoints", points)
            .Add(2, "aggregationTemporality", NodeKind.Enumeration, temporality));

    public static OtlpNode Point(DateTimeOffset start, DateTimeOffset at, object value, params object?[] attributes) =>
        new OtlpNode()
            .AddAll(7, "attributes", Attributes(attributes))
            .Add(2, "startTimeUnixNano", NodeKind.Fixed64, Nanos(start))
            .Add(3, "timeUnixNano", NodeKind.Fixed64, Nanos(at))
            .Add(value is double ? 4 : 6, value is double ? "asDouble" : "asInt",
                value is double ? NodeKind.Double : NodeKind.SignedFixed64,
                value is double ? value : Convert.ToInt64(value, CultureInfo.InvariantCulture));

    public static OtlpNode HistogramPoint(DateTimeOffset start, DateTimeOffset at, double sum, params object?[] attributes) =>
        new OtlpNode()
            .AddAll(9, "attributes", Attributes(attributes))
            .Add(2, "startTimeUnixNano", NodeKind.Fixed64, Nanos(start))
            .Add(3, "timeUnixNano", NodeKind.Fixed64, Nanos(at))
            .Add(4, "count", NodeKind.Fixed64, 3UL)
            .Add(5, "sum", NodeKind.Double, sum);

    public static IEnumerable<OtlpNode> Attributes(object?[] namesAndValues)
    {
        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            yield return new OtlpNode()
                .Add(1, "key", NodeKind.Text, namesAndValues[i])
                .Add(2, "value", NodeKind.Message, AnyValue(namesAndValues[i + 1]));
        }
    }

    public static OtlpNode AnyValue(object? value) => value switch
    {
        null => new(),
        string text => new OtlpNode().Add(1, "stringValue", NodeKind.Text, text),
        bool flag => new OtlpNode().Add(2, "boolValue", NodeKind.Boolean, flag),
        double real => new OtlpNode().Add(4, "doubleValue", NodeKind.Double, real),
        byte[] bytes => new OtlpNode().Add(7, "bytesValue", NodeKind.Bytes, bytes),
        object?[] items => new OtlpNode().Add(5, "arrayValue", NodeKind.Message,
            new OtlpNode().AddAll(1, "values", items.Select(AnyValue))),
        Dictionary<string, object?> map => new OtlpNode().Add(6, "kvlistValue", NodeKind.Message,
            new OtlpNode().AddAll(1, "values", Attributes([.. map.SelectMany(pair => new[] { pair.Key, pair.Value })]))),
        _ => new OtlpNode().Add(3, "intValue", NodeKind.Int64, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private static OtlpNode Envelope(
        string resources, string scopes, string items, object[] resource, string scope, OtlpNode[] content) =>
        new OtlpNode().AddAll(1, resources, [new OtlpNode()
            .Add(1, "resource", NodeKind.Message, new OtlpNode().AddAll(1, "attributes", Attributes(resource)))
            .AddAll(2, scopes, [new OtlpNode()
                .Add(1, "scope", NodeKind.Message, new OtlpNode().Add(1, "name", NodeKind.Text, scope).Add(2, "version", NodeKind.Text, "1.0"))
                .AddAll(2, items, content)])]);
}
