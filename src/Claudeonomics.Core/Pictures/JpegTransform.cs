namespace Claudeonomics.Core.Pictures;

/// <summary>Coefficients back to points.</summary>
internal static class JpegTransform
{
    // A plain separable transform: pictures are few, and this one can be read. [frequency * 8 + place].
    private static readonly float[] Waves = MakeWaves();

    public static Raster Luminance(JpegFrame frame, JpegTables tables)
    {
        var component = frame.Components[0];
        var steps = tables.Quantization(component.Quantization);
        var gray = new byte[frame.Width * frame.Height];
        Span<float> block = stackalloc float[64];
        for (var row = 0; row < component.Rows; row++)
        {
            for (var column = 0; column < component.Columns; column++)
            {
                Transform(component.Coefficients.AsSpan((row * component.Stride + column) * 64, 64), steps, block);
                int bottom = Math.Min(8, frame.Height - row * 8), right = Math.Min(8, frame.Width - column * 8);
                for (var y = 0; y < bottom; y++)
                {
                    var line = gray.AsSpan((row * 8 + y) * frame.Width + column * 8, right);
                    for (var x = 0; x < line.Length; x++)
                    {
                        line[x] = (byte)Math.Clamp(block[y * 8 + x] + 128.5f, 0, 255);
                    }
                }
            }
        }

        return new(frame.Width, frame.Height, gray);
    }

    private static void Transform(ReadOnlySpan<short> coefficients, ushort[] steps, Span<float> points)
    {
        Span<float> half = stackalloc float[64];
        half.Clear();
        for (var i = 0; i < 64; i++)
        {
            if (coefficients[i] == 0)
            {
                continue;
            }

            var value = (float)coefficients[i] * steps[i];
            for (var x = 0; x < 8; x++)
            {
                half[(i & ~7) + x] += value * Waves[(i & 7) * 8 + x];
            }
        }

        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                var sum = 0f;
                for (var frequency = 0; frequency < 8; frequency++)
                {
                    sum += half[frequency * 8 + x] * Waves[frequency * 8 + y];
                }

                points[y * 8 + x] = sum;
            }
        }
    }

    private static float[] MakeWaves()
    {
        var waves = new float[64];
        for (var frequency = 0; frequency < 8; frequency++)
        {
            for (var place = 0; place < 8; place++)
            {
                waves[frequency * 8 + place] = (float)((frequency == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos((2 * place + 1) * frequency * Math.PI / 16));
            }
        }

        return waves;
    }
}
