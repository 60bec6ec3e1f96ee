using System.Buffers.Binary;
using System.IO.Compression;

namespace Claudeonomics.Core.Pictures;

/// <summary>Reads PNG files (ISO/IEC 15948), every kind but animated ones' later frames.</summary>
public static class PngReader
{
    // First column and row, and the steps between columns and rows, of the seven passes of an interlaced file.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <exception cref="PictureException">The bytes are no PNG, are cut short, or hold more than <see cref="Raster.MostPoints"/>.</exception>
    public static Raster Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngProgram.Signature))
        {
            throw new PictureException("no PNG");
        }

        Header? header = null;
        byte[] palette = [];
        byte[] transparency = [];
        using var packed = new MemoryStream();
        var rest = file[PngProgram.Signature.Length..];
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                break;
            }

            var body = rest.Slice(8, (int)length);
            switch (BinaryPrimitives.ReadUInt32BigEndian(rest[4..]))
            {
                case 0x49484452: // IHDR
                    header = Header.Read(body);
                    break;
                case 0x504C5445: // PLTE
                    palette = body.ToArray();
                    break;
                case 0x74524E53: // tRNS
                    transparency = body.ToArray();
                    break;
                case 0x49444154: // IDAT
                    packed.Write(body);
                    break;
            }

            rest = rest[(12 + (int)length)..];
        }

        if (header is null)
        {
            throw new PictureException("a PNG without its header");
        }

        packed.Position = 0;
        return new Decoder(header.Value, palette, transparency).Read(packed);
    }

    private readonly record struct Header(int Width, int Height, int Depth, int Kind, bool IsInterlaced)
    {
        private const int Palette = 3;

        public int Channels => Kind switch { 0 or Palette => 1, 4 => 2, 2 => 3, _ => 4 };

        public bool HasPalette => Kind == Palette;

        public bool HasAlpha => Kind >= 4;

        public bool HasColor => (Kind & 2) != 0;

        public static Header Read(ReadOnlySpan<byte> body)
        {
            if (body.Length < 13)
            {
                throw new PictureException("a PNG with a short header");
            }

            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
            if (width == 0 || height == 0 || (ulong)width * height > Raster.MostPoints)
            {
                throw new PictureException($"a PNG of {width} x {height} points; at most {Raster.MostPoints} are read");
            }

            var header = new Header((int)width, (int)height, body[8], body[9], body[12] == 1);
            var isKnown = (header.Kind, header.Depth) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
            return isKnown && body[10] == 0 && body[11] == 0 && body[12] <= 1 ? header : throw new PictureException("a PNG of an unknown kind");
        }
    }

    private sealed class Decoder(Header header, byte[] palette, byte[] transparency)
    {
        private readonly byte[] _gray = new byte[header.Width * header.Height];
        private readonly int _pointBits = header.Channels * header.Depth;

        public Raster Read(Stream packed)
        {
            try
            {
                using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
                foreach (var (x, y, stepX, stepY) in header.IsInterlaced ? Passes : [(0, 0, 1, 1)])
                {
                    ReadPass(unpacked, x, y, stepX, stepY);
                }
            }
            catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
            {
                throw new PictureException($"a PNG that ends early or is damaged: {error.Message}");
            }

            return new(header.Width, header.Height, _gray);
        }

        private void ReadPass(Stream unpacked, int x, int y, int stepX, int stepY)
        {
            var width = (header.Width - x + stepX - 1) / stepX;
            if (width <= 0)
            {
                return;
            }

            var line = new byte[(width * _pointBits + 7) / 8];
            var above = new byte[line.Length];
            var filter = new byte[1];
            for (var row = y; row < header.Height; row += stepY)
            {
                unpacked.ReadExactly(filter);
                unpacked.ReadExactly(line);
                Undo(filter[0], line, above, Math.Max(1, _pointBits / 8));
                for (var i = 0; i < width; i++)
                {
                    _gray[row * header.Width + x + i * stepX] = GrayAt(line, i);
                }

                (line, above) = (above, line);
            }
        }

        private static void Undo(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
        {
            for (var i = 0; i < line.Length; i++)
            {
                int left = i >= step ? line[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
                var predicted = filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new PictureException($"a PNG with the unknown filter {filter}"),
                };
                line[i] = unchecked((byte)(line[i] + predicted));
            }
        }

        private static int Paeth(int left, int up, int corner)
        {
            var estimate = left + up - corner;
            int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
            return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
        }

        private byte GrayAt(ReadOnlySpan<byte> line, int point)
        {
            var first = point * header.Channels;
            if (header.HasPalette)
            {
                var index = Sample(line, first);
                return index * 3 + 2 < palette.Length
                    ? OnWhite(Raster.GrayOf(palette[index * 3], palette[index * 3 + 1], palette[index * 3 + 2]), index < transparency.Length ? transparency[index] : 255)
                    : throw new PictureException("a PNG with a colour that its palette lacks");
            }

            var gray = header.HasColor
                ? Raster.GrayOf(Byte(line, first), Byte(line, first + 1), Byte(line, first + 2))
                : (byte)Byte(line, first);
            return header.HasAlpha ? OnWhite(gray, Byte(line, first + header.Channels - 1)) : gray;
        }

        private int Byte(ReadOnlySpan<byte> line, int sample) => header.Depth switch
        {
            8 => line[sample],
            16 => line[sample * 2],
            _ => Sample(line, sample) * 255 / ((1 << header.Depth) - 1),
        };

        private int Sample(ReadOnlySpan<byte> line, int sample)
        {
            var bit = sample * header.Depth;
            return line[bit / 8] >> (8 - header.Depth - bit % 8) & ((1 << header.Depth) - 1);
        }

        private static byte OnWhite(int gray, int alpha) => (byte)((gray * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
