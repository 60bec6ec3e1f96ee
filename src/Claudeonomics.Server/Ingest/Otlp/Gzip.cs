using System.IO.Compression;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>Decompresses bodies, never further than the limit.</summary>
/// <remarks>A body that was cut is told from a whole one by <c>System.IO.Compression.UseStrictValidation</c>, which Directory.Build.props switches on.</remarks>
internal static class Gzip
{
    private const int FirstRoom = 16 * 1024;

    /// <param name="compressed">The whole compressed body.</param>
    /// <param name="into">Receives the bytes.</param>
    /// <param name="maxBytes">How many there may be.</param>
    /// <returns>Why not, or <see langword="null"/> when all is there.</returns>
    public static IngestOutcomeKind? Decompress(ArraySegment<byte> compressed, PooledBytes into, int maxBytes)
    {
        // The one cut that strict validation lets pass.
        if (compressed.Count == 0)
        {
            return IngestOutcomeKind.Malformed;
        }

        // The last four bytes say how much there is to come. A liar's claim is believed up to eight times what it sent.
        var claimed = compressed.Count >= 18 ? BitConverter.ToUInt32(compressed[^4..]) : 0;
        var first = (int)Math.Min(Math.Min(claimed + 1L, 8L * compressed.Count), maxBytes + 1L);
        using var stream = new GZipStream(
            new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count, writable: false), CompressionMode.Decompress);
        try
        {
            if (!into.TryReserve(Math.Max(first, FirstRoom)))
            {
                return IngestOutcomeKind.Busy;
            }

            while (stream.Read(into.Free) is > 0 and var read)
            {
                into.Advance(read);
                if (into.Length > maxBytes)
                {
                    return IngestOutcomeKind.TooLarge;
                }

                if (into.Free.IsEmpty && !into.TryReserve(FirstRoom))
                {
                    return IngestOutcomeKind.Busy;
                }
            }

            return null;
        }
        catch (InvalidDataException)
        {
            return IngestOutcomeKind.Malformed;
        }
    }
}
