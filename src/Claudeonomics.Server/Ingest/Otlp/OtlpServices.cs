using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>One signal's use case, free of any transport: a body in, an outcome out.</summary>
internal abstract class OtlpService(OtlpIntake intake, OtlpSignal signal)
{
    public OtlpSignal Signal { get; } = signal;

    public Task<IngestOutcome> ExportAsync(OtlpBody body, IngestGrant grant) => intake.AcceptAsync(Signal, body, grant);
}

internal sealed class OtlpLogsService(OtlpIntake intake, MapperRegistry registry) : OtlpService(intake, new(
    "logs", new LogsDecoder(registry), JsonMessage.Logs,
    "/opentelemetry.proto.collector.logs.v1.LogsService/Export", "rejectedLogRecords"));

internal sealed class OtlpMetricsService(OtlpIntake intake, MapperRegistry registry) : OtlpService(intake, new(
    "metrics", new MetricsDecoder(registry), JsonMessage.Metrics,
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "rejectedDataPoints"));

internal sealed class OtlpTracesService(OtlpIntake intake, MapperRegistry registry) : OtlpService(intake, new(
    "traces", new TracesDecoder(registry), JsonMessage.Traces,
    "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "rejectedSpans"));
