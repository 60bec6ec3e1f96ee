using System.Buffers.Binary;

namespace Claudeonomics.Core.Pictures;

/// <summary>Reads the luminance of JPEG files (ITU-T T.81): sequential and progressive, Huffman coded, 8 bits, grey or YCbCr, as screenshots are.</summary>
/// <remarks>Colours are decoded as far as it takes to get past them.</remarks>
public static class JpegReader
{
    // A progressive file has about ten. Each goes over the whole picture, however few bytes it has.
    private const int MostScans = 100;

    /// <exception cref="PictureException">The bytes are no JPEG, are of a rarer kind, hold more than <see cref="Raster.MostPoints"/> or go over them more than a hundred times. A file that ends
    /// early is read as far as it goes.</exception>
    public static Raster Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            throw new PictureException("no JPEG");
        }

        var tables = new JpegTables();
        JpegFrame? frame = null;
        var (restart, scans) = (0, 0);
        var rest = file[2..];
        while (NextSegment(ref rest, out var marker, out var body))
        {
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    frame = frame is null ? JpegFrame.Read(body, isProgressive: marker == 0xC2) : throw new PictureException("a JPEG with several frames");
                    break;
                case 0xC4:
                    tables.ReadHuffman(body);
                    break;
                case > 0xC4 and < 0xD0 or 0xC3:
                    throw new PictureException("a JPEG of a rare kind (lossless, hierarchical or arithmetic coding)");
                case 0xDB:
                    tables.ReadQuantization(body);
                    break;
                case 0xDD:
                    restart = body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw Short();
                    break;
                case 0xEE when body.Length >= 12 && body.StartsWith("Adobe"u8) && body[11] != 1 && frame is not { Components.Count: 1 }:
                    throw new PictureException("a JPEG whose colours are not YCbCr");
                case 0xDA when ++scans > MostScans:
                    throw new PictureException($"a JPEG of more than {MostScans} scans");
                case 0xDA:
                    var scan = new JpegScan(frame ?? throw new PictureException("a JPEG without a frame"), tables, body, restart);
                    rest = rest[scan.Decode(rest)..];
                    break;
            }
        }

        return frame is null ? throw new PictureException("a JPEG without a picture") : JpegTransform.Luminance(frame, tables);
    }

    internal static PictureException Short() => new("a JPEG with a segment that is too short");

    private static bool NextSegment(ref ReadOnlySpan<byte> rest, out byte marker, out ReadOnlySpan<byte> body)
    {
        marker = 0;
        body = [];
        while (true)
        {
            var at = rest.IndexOf((byte)0xFF);
            if (at < 0 || at + 1 >= rest.Length)
            {
                return false;
            }

            marker = rest[at + 1];
            if (marker == 0xD9)
            {
                return false;
            }

            // Filling before a marker, and markers that stand alone.
            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                rest = rest[(at + (marker == 0xFF ? 1 : 2))..];
                continue;
            }

            rest = rest[(at + 2)..];
            var length = rest.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : 0;
            if (length < 2 || length > rest.Length)
            {
                return false;
            }

            body = rest[2..length];
            rest = rest[length..];
            return true;
        }
    }
}
