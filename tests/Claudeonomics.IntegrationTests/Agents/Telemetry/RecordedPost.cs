namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>One export as it came in, its compression and framing taken off.</summary>
/// <param name="Message">The OTLP export request: protobuf, or JSON text.</param>
/// <param name="Authorization">The header's whole value, or <see langword="null"/>.</param>
internal sealed record RecordedPost(
    OtlpSignal Signal, string Path, string ContentType, byte[] Message, string? Authorization, string? UserAgent)
{
    public bool IsJson => ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    public bool IsGrpc => ContentType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);
}
