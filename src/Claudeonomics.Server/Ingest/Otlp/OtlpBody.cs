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
/// <param name="Room">What holds the bytes, to be given back once they say nothing new; <see langword="null"/> where nobody else wants it.</param>
internal readonly record struct OtlpBody(ArraySegment<byte> Bytes, BodyFormat Format, BodyEncoding Encoding, PooledBytes? Room = null);
