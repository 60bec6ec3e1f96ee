namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>What tells logs, metrics and traces apart.</summary>
/// <param name="Name">Metric label and last part of the path: <c>logs</c>.</param>
/// <param name="Decoder">Reads the protobuf body.</param>
/// <param name="Json">Describes the JSON body.</param>
/// <param name="GrpcPath">Where the collector's service of this signal is called.</param>
/// <param name="RejectedField">What the answer's JSON calls the number of rejected records.</param>
internal sealed record OtlpSignal(
    string Name, SignalDecoder Decoder, JsonMessage Json, string GrpcPath, string RejectedField);
