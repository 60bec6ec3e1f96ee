namespace Claudeonomics.Simulator.Wire;

/// <summary>Field numbers of OTLP 1.9's messages, as far as agents use them.</summary>
/// <remarks>Source: https://github.com/open-telemetry/opentelemetry-proto.</remarks>
internal static class OtlpFields
{
    // ExportLogsServiceRequest, ExportMetricsServiceRequest, ExportTraceServiceRequest
    public const int Resources = 1;

    // ResourceLogs, ResourceMetrics, ResourceSpans
    public const int Resource = 1;
    public const int Scopes = 2;
    public const int ResourceAttributes = 1;

    // ScopeLogs, ScopeMetrics, ScopeSpans
    public const int Scope = 1;
    public const int Items = 2;
    public const int ScopeName = 1;
    public const int ScopeVersion = 2;

    public static class LogRecord
    {
        public const int Time = 1;
        public const int SeverityNumber = 2;
        public const int SeverityText = 3;
        public const int Body = 5;
        public const int Attributes = 6;
        public const int ObservedTime = 11;
    }

    public static class Metric
    {
        public const int Name = 1;
        public const int Unit = 3;
        public const int Sum = 7;
        public const int SumPoints = 1;
        public const int SumTemporality = 2;
        public const int SumIsMonotonic = 3;
    }

    public static class NumberPoint
    {
        public const int StartTime = 2;
        public const int Time = 3;
        public const int AsDouble = 4;
        public const int AsInteger = 6;
        public const int Attributes = 7;
    }

    public static class Span
    {
        public const int TraceId = 1;
        public const int SpanId = 2;
        public const int Name = 5;
        public const int Kind = 6;
        public const int StartTime = 7;
        public const int EndTime = 8;
        public const int Attributes = 9;
        public const int KindClient = 3;
    }
}
