using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>Where an agent sends its telemetry, and what of it.</summary>
/// <param name="Endpoint">The base address that <c>/v1/logs</c> is appended to, or the gRPC address.</param>
/// <param name="Key">Sent as <c>Authorization: Bearer KEY</c>; <see langword="null"/> sends no header.</param>
internal sealed record TelemetryTarget(Uri Endpoint, string? Key, OtlpProtocol Protocol, OtlpSignal Signals)
{
    public static TelemetryTarget To(OtlpSink sink, AgentCase agentCase) => To(sink.Http, sink.Grpc, "test-key", agentCase);

    public static TelemetryTarget To(Uri http, Uri grpc, string? key, AgentCase agentCase) => new(
        agentCase.Protocol == OtlpProtocol.Grpc ? grpc : http, key, agentCase.Protocol, agentCase.Signals)
    {
        WithContent = agentCase.WithContent,
        IsCumulative = agentCase.IsCumulative,
    };

    /// <summary>Opts in to prompts, answers and tool details, which a receiver has to drop.</summary>
    public bool WithContent { get; init; }

    /// <summary>Counters tell everything since their start, not since the export before (Claude Code can be told so).</summary>
    public bool IsCumulative { get; init; }

    public bool Has(OtlpSignal signal) => (Signals & signal) != 0;

    /// <summary>Bodies are sent compressed (agents that read <c>OTEL_EXPORTER_OTLP_COMPRESSION</c>).</summary>
    public bool UsesGzip { get; init; }

    /// <summary>A settings file to be used as it stands instead of everything here.</summary>
    public string? SettingsText { get; init; }

    /// <summary>The endpoint without a slash at its end, as settings want it.</summary>
    public string Base => Endpoint.ToString().TrimEnd('/');
}
