namespace Claudeonomics.Server.Ingest.Otlp;

internal enum BodyFormat
{
    Protobuf,
    Json,
}

internal enum BodyEncoding
{
    Identity,
    Gzip,
}

/// <summary>A body as it came, by whatever transport.</summary>
internal readonly record struct OtlpBody(ArraySegment<byte> Bytes, BodyFormat Format, BodyEncoding Encoding);
