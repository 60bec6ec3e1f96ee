using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Claudeonomics.Cli.Agents;

/// <summary>Unpacks what agents keep compressed by Zstandard.</summary>
internal static class Zstandard
{
    /// <summary>More than any document should be; what unpacks to more is listed and not read.</summary>
    public const int MostBytes = 64 << 20;

    // What a frame may make us keep in memory besides: 64 MiB.
    private const int MostWindowLog = 26;

    /// <summary>What packed data begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <returns>Null, and why, when it is cut, is no such data, or unpacks to more than <see cref="MostBytes"/>.</returns>
    public static byte[]? TryUnpack(ReadOnlySpan<byte> packed, out UnreadReason? problem)
    {
        var unpacked = Unpack(packed, out problem);
        return problem is null ? unpacked : null;
    }

    /// <returns>What could be unpacked, and why it is not all.</returns>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, out UnreadReason? problem)
    {
        problem = null;
        using var unpacked = new MemoryStream();
        try
        {
            using var decompressor = new Decompressor();
            decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MostWindowLog);
            using var stream = new DecompressionStream(new MemoryStream(packed.ToArray()), decompressor);
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (unpacked.Length + read > MostBytes)
                {
                    problem = UnreadReason.TooLong;
                    break;
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception fault) when (fault is ZstdException or EndOfStreamException)
        {
            problem = UnreadReason.NotJson;
        }

        return unpacked.ToArray();
    }
}
