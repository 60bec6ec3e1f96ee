using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>How a field's JSON becomes protobuf.</summary>
internal enum JsonKind
{
    Message,

    /// <summary>An array of messages.</summary>
    Messages,
    Text,

    /// <summary>Base64, as protobuf's JSON has it.</summary>
    Base64,

    /// <summary>Trace and span ids: hexadecimal of either case, OTLP's own deviation.</summary>
    Hex,
    Boolean,

    /// <summary>Digits as a number or as text.</summary>
    Int64,
    Fixed64,
    SignedFixed64,

    /// <summary>A number, its digits as text, or <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.</summary>
    Double,

    /// <summary>An integer: OTLP allows no names of enumerations, and flags are numbers too.</summary>
    Enumeration,
}

internal readonly record struct JsonField(string Name, int Number, JsonKind Kind, JsonMessage? Message = null);

/// <summary>One message's JSON names (lowerCamelCase). Fields that the decoders do not read are left out and skipped.</summary>
internal sealed class JsonMessage
{
    private JsonField[] _fields = [];
    private NameTable _names = new([]);

    public static JsonMessage Logs { get; }

    public static JsonMessage Metrics { get; }

    public static JsonMessage Traces { get; }

    static JsonMessage()
    {
        var anyValue = new JsonMessage();
        var keyValue = Of(new("key", 1, JsonKind.Text), new("value", 2, JsonKind.Message, anyValue));
        anyValue.Set(
            new("stringValue", 1, JsonKind.Text),
            new("boolValue", 2, JsonKind.Boolean),
            new("intValue", 3, JsonKind.Int64),
            new("doubleValue", 4, JsonKind.Double),
            new("arrayValue", 5, JsonKind.Message, Of(new JsonField("values", 1, JsonKind.Messages, anyValue))),
            new("kvlistValue", 6, JsonKind.Message, Of(new JsonField("values", 1, JsonKind.Messages, keyValue))),
            new("bytesValue", 7, JsonKind.Base64));

        Logs = Envelope(keyValue, "resourceLogs", "scopeLogs", "logRecords", Of(
            new("timeUnixNano", 1, JsonKind.Fixed64),
            new("body", 5, JsonKind.Message, anyValue),
            new("attributes", 6, JsonKind.Messages, keyValue),
            new("traceId", 9, JsonKind.Hex),
            new("spanId", 10, JsonKind.Hex),
            new("observedTimeUnixNano", 11, JsonKind.Fixed64),
            new("eventName", 12, JsonKind.Text)));
        Traces = Envelope(keyValue, "resourceSpans", "scopeSpans", "spans", Of(
            new("traceId", 1, JsonKind.Hex),
            new("spanId", 2, JsonKind.Hex),
            new("name", 5, JsonKind.Text),
            new("startTimeUnixNano", 7, JsonKind.Fixed64),
            new("endTimeUnixNano", 8, JsonKind.Fixed64),
            new("attributes", 9, JsonKind.Messages, keyValue)));
        Metrics = Envelope(keyValue, "resourceMetrics", "scopeMetrics", "metrics", Of(
            new("name", 1, JsonKind.Text),
            new("gauge", 5, JsonKind.Message, Data(Number(keyValue))),
            new("sum", 7, JsonKind.Message, Data(Number(keyValue))),
            new("histogram", 9, JsonKind.Message, Data(Histogram(keyValue, attributes: 9))),
            new("exponentialHistogram", 10, JsonKind.Message, Data(Histogram(keyValue, attributes: 1))),
            new("summary", 11, JsonKind.Message, Data(new JsonMessage()))));
    }

    /// <returns>The field of that name, or <see langword="null"/> for one to skip.</returns>
    public JsonField? Find(ReadOnlySpan<byte> name)
    {
        var place = _names.IndexOf(name);
        return place < 0 ? null : _fields[place];
    }

    private static JsonMessage Envelope(JsonMessage keyValue, string resources, string scopes, string items, JsonMessage item)
    {
        var resource = Of(new JsonField("attributes", 1, JsonKind.Messages, keyValue));
        var scope = Of(new("name", 1, JsonKind.Text), new("attributes", 3, JsonKind.Messages, keyValue));
        var scoped = Of(new("scope", 1, JsonKind.Message, scope), new(items, 2, JsonKind.Messages, item));
        var resourced = Of(new("resource", 1, JsonKind.Message, resource), new(scopes, 2, JsonKind.Messages, scoped));
        return Of(new JsonField(resources, 1, JsonKind.Messages, resourced));
    }

    private static JsonMessage Data(JsonMessage point) => Of(
        new("dataPoints", 1, JsonKind.Messages, point),
        new("aggregationTemporality", 2, JsonKind.Enumeration),
        new("isMonotonic", 3, JsonKind.Boolean));

    private static JsonMessage Number(JsonMessage keyValue) => Of(
        new("startTimeUnixNano", 2, JsonKind.Fixed64),
        new("timeUnixNano", 3, JsonKind.Fixed64),
        new("asDouble", 4, JsonKind.Double),
        new("asInt", 6, JsonKind.SignedFixed64),
        new("attributes", 7, JsonKind.Messages, keyValue),
        new("flags", 8, JsonKind.Enumeration));

    private static JsonMessage Histogram(JsonMessage keyValue, int attributes) => Of(
        new("startTimeUnixNano", 2, JsonKind.Fixed64),
        new("timeUnixNano", 3, JsonKind.Fixed64),
        new("sum", 5, JsonKind.Double),
        new("attributes", attributes, JsonKind.Messages, keyValue),
        new("flags", 10, JsonKind.Enumeration));

    private static JsonMessage Of(params JsonField[] fields)
    {
        var message = new JsonMessage();
        message.Set(fields);
        return message;
    }

    private void Set(params JsonField[] fields)
    {
        _fields = fields;
        _names = new([.. fields.Select(static field => field.Name)]);
    }
}
