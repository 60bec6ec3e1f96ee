namespace Claudeonomics.Core.Pictures;

/// <summary>A picture as shades of grey, row by row from the top.</summary>
/// <param name="Gray">Width x Height values from 0 (black) to 255 (white).</param>
public sealed record Raster(int Width, int Height, byte[] Gray)
{
    /// <summary>The most points that a picture may have: a screen of 8K. Bounds what a small file can unpack to.</summary>
    public const int MostPoints = 36_000_000;

    /// <summary>Half as wide and high: each point the mean of four.</summary>
    internal Raster Halved()
    {
        var (width, height) = (Width / 2, Height / 2);
        var gray = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = y * 2 * Width + x * 2;
                gray[y * width + x] = (byte)((Gray[at] + Gray[at + 1] + Gray[at + Width] + Gray[at + Width + 1] + 2) / 4);
            }
        }

        return new(width, height, gray);
    }

    /// <summary>The luminance of a colour, as JPEG and television weigh it (Rec. 601).</summary>
    internal static byte GrayOf(int red, int green, int blue) => (byte)((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
}

/// <summary>A picture cannot be read; the message says why.</summary>
public sealed class PictureException(string problem) : Exception(problem);
