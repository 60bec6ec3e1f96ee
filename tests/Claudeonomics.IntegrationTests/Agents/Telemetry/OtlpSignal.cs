namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>OTLP's three signals; agents report calls as events (logs), counters (metrics) and spans (traces).</summary>
[Flags]
internal enum OtlpSignal
{
    Logs = 1,
    Metrics = 2,
    Traces = 4,
}

internal enum OtlpProtocol
{
    HttpJson,
    HttpProtobuf,
    Grpc,
}

internal static class OtlpNames
{
    /// <summary>The last part of OTLP/HTTP's path, such as <c>logs</c>.</summary>
    public static string PathName(this OtlpSignal signal) => signal switch
    {
        OtlpSignal.Logs => "logs",
        OtlpSignal.Metrics => "metrics",
        OtlpSignal.Traces => "traces",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "One signal has a path, a set has none."),
    };

    /// <summary>OTLP/gRPC's path.</summary>
    public static string GrpcPath(this OtlpSignal signal) => signal switch
    {
        OtlpSignal.Logs => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        OtlpSignal.Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        OtlpSignal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "One signal has a path, a set has none."),
    };

    /// <summary>The value of <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>.</summary>
    public static string WireName(this OtlpProtocol protocol) => protocol switch
    {
        OtlpProtocol.HttpJson => "http/json",
        OtlpProtocol.HttpProtobuf => "http/protobuf",
        OtlpProtocol.Grpc => "grpc",
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, null),
    };

    public static OtlpProtocol ProtocolNamed(string wireName) =>
        Enum.GetValues<OtlpProtocol>().First(protocol => protocol.WireName() == wireName);
}
