using System.IO.Compression;
using System.Text.Json;

namespace Claudeonomics.Storage.Access;

/// <summary>Entries as the bytes of a batch: a JSON array, compressed by Brotli. Format 1.</summary>
internal static class AccessBatches
{
    public const int Format = 1;

    // A batch is at most some thousand entries of at most a kilobyte; more is damage, or somebody's trap.
    private const int MaxBytes = 64 * 1024 * 1024;

    public static byte[] Pack(IReadOnlyList<AccessEntry> entries)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(brotli, entries, AccessJson.Default.IReadOnlyListAccessEntry);
        }

        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no batch.</exception>
    public static AccessEntry[] Unpack(int format, byte[] body)
    {
        if (format != Format)
        {
            throw new InvalidDataException($"A batch of access entries has format {format}, which this program does not know.");
        }

        try
        {
            using var brotli = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = brotli.Read(buffer)) > 0;)
            {
                plain.Write(buffer, 0, read);
                if (plain.Length > MaxBytes)
                {
                    throw new InvalidDataException("A batch of access entries is larger than any that is written.");
                }
            }

            return JsonSerializer.Deserialize(plain.GetBuffer().AsSpan(0, (int)plain.Length), AccessJson.Default.AccessEntryArray) ?? [];
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"A batch of access entries cannot be read: {broken.Message}", broken);
        }
        catch (InvalidOperationException broken)
        {
            throw new InvalidDataException($"A batch of access entries cannot be unpacked: {broken.Message}", broken);
        }
    }
}
