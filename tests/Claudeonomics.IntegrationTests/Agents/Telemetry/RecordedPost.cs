using System.IO.Compression;

namespace Claudeonomics.IntegrationTests.Agents.Telemetry;

/// <summary>One export as it came in.</summary>
/// <param name="Raw">The body as sent, with its compression and gRPC's frame.</param>
/// <param name="Headers">Those that a receiver looks at: type, encoding, authorization.</param>
internal sealed record RecordedPost(
    OtlpSignal Signal, string Path, byte[] Raw, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsJson => ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    public bool IsGrpc => ContentType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    public bool IsGzip => IsGrpc ? Raw[0] == 1 : Headers.GetValueOrDefault("Content-Encoding") == "gzip";

    /// <summary>The OTLP export request: protobuf, or JSON text.</summary>
    public byte[] Message
    {
        get
        {
            // gRPC sends one message: a flag that says whether it is compressed, its length in 4 bytes, the message.
            var body = IsGrpc ? Raw[5..] : Raw;
            if (!IsGzip)
            {
                return body;
            }

            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            return plain.ToArray();
        }
    }

    private string ContentType => Headers.GetValueOrDefault("Content-Type", "");
}
