using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Tests.Tracing;

/// <summary>A sheet of grained paper, drawn without a browser.</summary>
internal static class PaperSheet
{
    public static byte[] Key(byte of)
    {
        var key = new byte[32];
        key[0] = of;
        return key;
    }

    /// <param name="cell">Points to a cell's edge, fractions too.</param>
    /// <param name="paper">Shade of a light cell; <paramref name="step"/> of a dark one beyond it.</param>
    public static Raster Draw(byte[] key, ViewMark mark, int width, int height, double cell, double left = 0, double top = 0, int paper = 253, int step = -3)
    {
        var dark = new MarkTile(key).Dark(new MarkCipher(key).Seal(mark));
        var gray = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = CellAt((int)((x + left) / cell), (int)((y + top) / cell));
                gray[y * width + x] = (byte)(paper + (dark[at] ? step : 0));
            }
        }

        return new(width, height, gray);
    }

    /// <summary>The same sheet with words on it, or what stands for them: bars of ink over a share of the lines.</summary>
    public static Raster Written(Raster sheet)
    {
        var gray = (byte[])sheet.Gray.Clone();
        for (var y = 0; y < sheet.Height; y++)
        {
            for (var x = 0; x < sheet.Width; x++)
            {
                if (y % 24 < 10 && x * 7 % 11 < 5 && x / 60 % 3 < 2)
                {
                    gray[y * sheet.Width + x] = 30;
                }
            }
        }

        return sheet with { Gray = gray };
    }

    // Which cell of a tile lies so far to the right of and below a tile's first one; to the left and above when negative. The layout again, by itself.
    private static int CellAt(int column, int row)
    {
        var course = (int)Math.Floor(row / (double)MarkTile.Side);
        var across = column - (course * MarkTile.Shift);
        return ((row - (course * MarkTile.Side)) * MarkTile.Side) + (((across % MarkTile.Side) + MarkTile.Side) % MarkTile.Side);
    }
}
