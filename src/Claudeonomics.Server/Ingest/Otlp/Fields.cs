namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>The tags of opentelemetry-proto's fields that are read (v1.9; numbers never change there).</summary>
internal static class Fields
{
    private const uint Varint = Wire.Varint;
    private const uint Fixed64 = Wire.Fixed64;
    private const uint Bytes = Wire.Bytes;

    /// <summary>The envelope is numbered alike for logs, metrics and traces.</summary>
    public static class Envelope
    {
        /// <summary>Export*ServiceRequest.resource_*</summary>
        public const uint Resources = (1 << 3) | Bytes;

        /// <summary>Resource*.resource</summary>
        public const uint Resource = (1 << 3) | Bytes;

        /// <summary>Resource*.scope_*</summary>
        public const uint Scopes = (2 << 3) | Bytes;

        /// <summary>Scope*.scope</summary>
        public const uint Scope = (1 << 3) | Bytes;

        /// <summary>Scope*.log_records, .metrics, .spans</summary>
        public const uint Items = (2 << 3) | Bytes;
    }

    public static class Resource
    {
        public const uint Attributes = (1 << 3) | Bytes;
    }

    public static class Scope
    {
        public const uint Name = (1 << 3) | Bytes;
        public const uint Attributes = (3 << 3) | Bytes;
    }

    public static class KeyValue
    {
        public const uint Key = (1 << 3) | Bytes;
        public const uint Value = (2 << 3) | Bytes;
    }

    public static class AnyValue
    {
        public const uint String = (1 << 3) | Bytes;
        public const uint Bool = (2 << 3) | Varint;
        public const uint Int = (3 << 3) | Varint;
        public const uint Double = (4 << 3) | Fixed64;
    }

    public static class LogRecord
    {
        public const uint Time = (1 << 3) | Fixed64;
        public const uint Body = (5 << 3) | Bytes;
        public const uint Attributes = (6 << 3) | Bytes;
        public const uint TraceId = (9 << 3) | Bytes;
        public const uint SpanId = (10 << 3) | Bytes;
        public const uint ObservedTime = (11 << 3) | Fixed64;
        public const uint EventName = (12 << 3) | Bytes;
    }

    public static class Span
    {
        public const uint TraceId = (1 << 3) | Bytes;
        public const uint SpanId = (2 << 3) | Bytes;
        public const uint Name = (5 << 3) | Bytes;
        public const uint Start = (7 << 3) | Fixed64;
        public const uint End = (8 << 3) | Fixed64;
        public const uint Attributes = (9 << 3) | Bytes;
    }

    public static class Metric
    {
        public const uint Name = (1 << 3) | Bytes;
        public const uint Gauge = (5 << 3) | Bytes;
        public const uint Sum = (7 << 3) | Bytes;
        public const uint Histogram = (9 << 3) | Bytes;
        public const uint ExponentialHistogram = (10 << 3) | Bytes;
        public const uint Summary = (11 << 3) | Bytes;
    }

    /// <summary>Sum, Histogram and the others number these alike.</summary>
    public static class Data
    {
        public const uint Points = (1 << 3) | Bytes;
        public const uint Temporality = (2 << 3) | Varint;
        public const uint IsMonotonic = (3 << 3) | Varint;
    }

    /// <summary>NumberDataPoint, HistogramDataPoint and ExponentialHistogramDataPoint number their times alike.</summary>
    public static class Point
    {
        public const uint Start = (2 << 3) | Fixed64;
        public const uint Time = (3 << 3) | Fixed64;
        public const uint NumberAsDouble = (4 << 3) | Fixed64;
        public const uint NumberAsInt = (6 << 3) | Fixed64;
        public const uint NumberAttributes = (7 << 3) | Bytes;
        public const uint NumberFlags = (8 << 3) | Varint;
        public const uint HistogramSum = (5 << 3) | Fixed64;
        public const uint HistogramAttributes = (9 << 3) | Bytes;
        public const uint HistogramFlags = (10 << 3) | Varint;
        public const uint ExponentialAttributes = (1 << 3) | Bytes;
    }
}
