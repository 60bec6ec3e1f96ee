using System.Buffers.Binary;

namespace Claudeonomics.Core.Pictures;

/// <summary>One of a JPEG's planes: luminance or a colour difference, as coefficients of blocks of 8 x 8.</summary>
/// <param name="Columns">Blocks across that lie in the picture; a row has room for <paramref name="Stride"/>, whole units of all planes.</param>
/// <param name="Coefficients">64 a block, in the order of rows.</param>
internal sealed record JpegComponent(byte Id, int Horizontal, int Vertical, byte Quantization, int Columns, int Rows, int Stride, short[] Coefficients);

/// <summary>A JPEG's planes while its scans fill them.</summary>
internal sealed record JpegFrame(int Width, int Height, bool IsProgressive, IReadOnlyList<JpegComponent> Components, int UnitsAcross, int UnitsDown)
{
    public static JpegFrame Read(ReadOnlySpan<byte> body, bool isProgressive)
    {
        if (body.Length < 6 || body.Length < 6 + body[5] * 3)
        {
            throw JpegReader.Short();
        }

        var (height, width, count) = (BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]), body[5]);
        if (body[0] != 8 || count is not (1 or 3))
        {
            throw new PictureException("a JPEG that is neither grey nor YCbCr of 8 bits");
        }

        if (width == 0 || height == 0 || width * (long)height > Raster.MostPoints)
        {
            throw new PictureException($"a JPEG of {width} x {height} points; at most {Raster.MostPoints} are read");
        }

        int mostAcross = 1, mostDown = 1;
        for (var i = 0; i < count; i++)
        {
            var (across, down) = (body[7 + i * 3] >> 4, body[7 + i * 3] & 15);
            if (across is not (1 or 2 or 4) || down is not (1 or 2 or 4))
            {
                throw new PictureException("a JPEG with planes of an unknown size");
            }

            (mostAcross, mostDown) = (Math.Max(mostAcross, across), Math.Max(mostDown, down));
        }

        if (count > 1 && (body[7] >> 4 != mostAcross || (body[7] & 15) != mostDown))
        {
            throw new PictureException("a JPEG whose luminance is not of its full size");
        }

        int unitsAcross = Over(width, 8 * mostAcross), unitsDown = Over(height, 8 * mostDown);
        var components = new List<JpegComponent>(count);
        for (var i = 0; i < count; i++)
        {
            var (id, size, quantization) = (body[6 + i * 3], body[7 + i * 3], body[8 + i * 3]);
            // A plane by itself is its own unit, whatever size it claims.
            int across = count == 1 ? 1 : size >> 4, down = count == 1 ? 1 : size & 15;
            int columns = Over(count == 1 ? width : Over(width * across, mostAcross), 8), rows = Over(count == 1 ? height : Over(height * down, mostDown), 8);
            var stride = count == 1 ? columns : unitsAcross * across;
            components.Add(new(id, across, down, quantization, columns, rows, stride, new short[stride * (count == 1 ? rows : unitsDown * down) * 64]));
        }

        return new(width, height, isProgressive, components, unitsAcross, unitsDown);
    }

    private static int Over(int value, int by) => (value + by - 1) / by;
}
