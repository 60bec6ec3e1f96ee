using System.Numerics;
using System.Runtime.InteropServices;
using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Core.Tracing;

/// <summary>What is paper in a picture, and how much lighter or darker than its surroundings: text, rules and drawings are left out.</summary>
/// <remarks>Kept as sums from the top left corner, so that the sum of any rectangle takes four look-ups.</remarks>
internal sealed class PaperMap
{
    // Edge of the blocks in which paper is looked for: some characters of text, so that there is paper between them.
    private const int Block = 32;

    // How far from the block's paper a point may be and still be paper: more than the mark and JPEG's noise, less than most of a letter's edge.
    private const int Tolerance = 7;

    // Half the edge of the square whose mean is taken away: larger than any cell, so that washes go and cells stay.
    private const int Surroundings = 56;

    // Noise of plain paper, in shades: keeps a block without any from outweighing all others.
    private const float LeastVariance = 0.35f;

    private readonly int _stride;
    private readonly float[] _weights;
    private readonly float[] _shades;

    public PaperMap(Raster picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        _stride = Width + 1;
        var weight = new float[Width * Height];
        var shade = new float[Width * Height];
        FindPaper(picture, weight, shade);
        TakeMeansAway(weight, shade);
        (_weights, _shades) = (Summed(weight, null), Summed(weight, shade));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Weight and weighted shade of the points of a rectangle that lies in the picture.</summary>
    public (float Weight, float Shade) Sum(int left, int top, int right, int bottom)
    {
        int a = top * _stride, b = bottom * _stride;
        return (
            _weights[b + right] - _weights[b + left] - _weights[a + right] + _weights[a + left],
            _shades[b + right] - _shades[b + left] - _shades[a + right] + _shades[a + left]);
    }

    /// <summary>Adds what lies in some rows, as sums from the left edge: one more than <see cref="Width"/>.</summary>
    public void AddRows(float top, float bottom, Span<float> weights, Span<float> shades)
    {
        int first = Math.Clamp((int)MathF.Round(top), 0, Height) * _stride, last = Math.Clamp((int)MathF.Round(bottom), 0, Height) * _stride;
        AddDifference(weights, _weights.AsSpan(last, _stride), _weights.AsSpan(first, _stride));
        AddDifference(shades, _shades.AsSpan(last, _stride), _shades.AsSpan(first, _stride));
    }

    private static void AddDifference(Span<float> sums, ReadOnlySpan<float> plus, ReadOnlySpan<float> minus)
    {
        var wideSums = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var widePlus = MemoryMarshal.Cast<float, Vector<float>>(plus);
        var wideMinus = MemoryMarshal.Cast<float, Vector<float>>(minus);
        for (var i = 0; i < wideSums.Length; i++)
        {
            wideSums[i] += widePlus[i] - wideMinus[i];
        }

        for (var i = wideSums.Length * Vector<float>.Count; i < sums.Length; i++)
        {
            sums[i] += plus[i] - minus[i];
        }
    }

    private void FindPaper(Raster picture, float[] weight, float[] shade)
    {
        Span<int> counts = stackalloc int[256];
        for (var top = 0; top < Height; top += Block)
        {
            for (var left = 0; left < Width; left += Block)
            {
                int right = Math.Min(left + Block, Width), bottom = Math.Min(top + Block, Height);
                counts.Clear();
                for (var y = top; y < bottom; y++)
                {
                    foreach (var gray in picture.Gray.AsSpan(y * Width + left, right - left))
                    {
                        counts[gray]++;
                    }
                }

                var paper = Mode(counts);
                var (n, sum, squares) = (0, 0.0, 0.0);
                for (var gray = Math.Max(0, paper - Tolerance); gray <= Math.Min(255, paper + Tolerance); gray++)
                {
                    n += counts[gray];
                    sum += counts[gray] * (double)(gray - paper);
                    squares += counts[gray] * (double)((gray - paper) * (gray - paper));
                }

                var mean = sum / n;
                var share = n / (float)((right - left) * (bottom - top));
                var sure = share * share / ((float)(squares / n - mean * mean) + LeastVariance);
                for (var y = top; y < bottom; y++)
                {
                    for (var x = left; x < right; x++)
                    {
                        var difference = picture.Gray[y * Width + x] - paper;
                        if (Math.Abs(difference) <= Tolerance)
                        {
                            (weight[y * Width + x], shade[y * Width + x]) = (sure, difference - (float)mean);
                        }
                    }
                }
            }
        }
    }

    // The shade around which most points lie.
    private static int Mode(ReadOnlySpan<int> counts)
    {
        var (best, most) = (0, -1);
        for (var gray = 0; gray < counts.Length; gray++)
        {
            var around = 0;
            for (var near = Math.Max(0, gray - 2); near <= Math.Min(counts.Length - 1, gray + 2); near++)
            {
                around += counts[near];
            }

            if (around > most)
            {
                (best, most) = (gray, around);
            }
        }

        return best;
    }

    private void TakeMeansAway(float[] weight, float[] shade)
    {
        var (weights, shades) = (Summed(weight, null), Summed(weight, shade));
        for (var y = 0; y < Height; y++)
        {
            int a = Math.Max(0, y - Surroundings) * _stride, b = Math.Min(Height, y + Surroundings + 1) * _stride;
            for (var x = 0; x < Width; x++)
            {
                int x0 = Math.Max(0, x - Surroundings), x1 = Math.Min(Width, x + Surroundings + 1);
                var around = weights[b + x1] - weights[b + x0] - weights[a + x1] + weights[a + x0];
                if (around > 0)
                {
                    shade[y * Width + x] -= (shades[b + x1] - shades[b + x0] - shades[a + x1] + shades[a + x0]) / around;
                }
            }
        }
    }

    private float[] Summed(float[] weight, float[]? shade)
    {
        var sums = new float[_stride * (Height + 1)];
        var columns = new double[Width];
        for (var y = 0; y < Height; y++)
        {
            var row = 0.0;
            for (var x = 0; x < Width; x++)
            {
                var at = y * Width + x;
                columns[x] += shade is null ? weight[at] : weight[at] * shade[at];
                row += columns[x];
                sums[(y + 1) * _stride + x + 1] = (float)row;
            }
        }

        return sums;
    }
}
