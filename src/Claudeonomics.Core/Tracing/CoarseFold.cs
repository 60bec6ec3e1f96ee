using System.Numerics;
using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Tracing;

/// <summary>A whole picture laid into one tile of one size of cells, at every place at which a tile may begin.</summary>
/// <remarks>Places are told apart to a third of a cell.</remarks>
internal sealed class CoarseFold
{
    /// <summary>Places in a cell at which a tile may begin.</summary>
    public const int Fine = 3;

    private const int Side = MarkTile.Side * Fine;
    private const int Shift = MarkTile.Shift * Fine;

    // Two tiles across and two courses down, so that every tile that begins in the first lies in it as it is; rows of whole vectors.
    private const int Stride = 112;

    private readonly float[] _weights;
    private readonly float[] _shades;

    /// <param name="cell">Points to a cell's edge.</param>
    public CoarseFold(PaperMap paper, float cell)
    {
        var (weights, shades) = Fold(paper, cell / Fine);
        (_weights, _shades) = (Cells(weights), Cells(shades));
    }

    /// <summary>The two places at which the cells that are known agree best.</summary>
    public ((int X, int Y, float Score) Best, (int X, int Y, float Score) Second) BestPlaces(MarkTile tile)
    {
        var weights = new float[Side * Stride];
        var agreements = new float[Side * Stride];
        for (var i = 0; i < tile.SyncCells.Length; i++)
        {
            var from = (tile.SyncCells[i] / MarkTile.Side * Stride + tile.SyncCells[i] % MarkTile.Side) * Fine;
            for (var y = 0; y < Side; y++)
            {
                Add(weights.AsSpan(y * Stride, Side), _weights.AsSpan(y * Stride + from, Side), 1);
                Add(agreements.AsSpan(y * Stride, Side), _shades.AsSpan(y * Stride + from, Side), tile.SyncDark[i] ? -1 : 1);
            }
        }

        var best = (X: 0, Y: 0, Score: 0f);
        var second = best;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var score = Score(agreements[y * Stride + x], weights[y * Stride + x]);
                if (score > best.Score)
                {
                    (best, second) = ((x, y, score), best);
                }
                else if (score > second.Score)
                {
                    second = (x, y, score);
                }
            }
        }

        return (best, second);
    }

    /// <summary>How well cells that are known agree, in standard deviations of chance; whichever of light and dark is which.</summary>
    public static float Score(float agreement, float weight) => weight > 0 ? MathF.Abs(agreement) / MathF.Sqrt(weight) : 0;

    private static (float[] Weights, float[] Shades) Fold(PaperMap paper, float step)
    {
        var (weights, shades) = (new float[Side * Stride], new float[Side * Stride]);
        int columns = (int)(paper.Width / step), rows = (int)(paper.Height / step);
        var edges = new int[columns + 1];
        for (var column = 1; column <= columns; column++)
        {
            edges[column] = Math.Min(paper.Width, (int)MathF.Round(column * step));
        }

        var rowWeights = new float[paper.Width + 1];
        var rowShades = new float[paper.Width + 1];
        for (var line = 0; line < Side; line++)
        {
            for (var course = 0; course < 2; course++)
            {
                Array.Clear(rowWeights);
                Array.Clear(rowShades);
                for (var row = course * Side + line; row < rows; row += 2 * Side)
                {
                    paper.AddRows(row * step, (row + 1) * step, rowWeights, rowShades);
                }

                for (int column = 0, x = course * Shift; column < columns; column++, x++)
                {
                    var at = line * Stride + x % Side;
                    weights[at] += rowWeights[edges[column + 1]] - rowWeights[edges[column]];
                    shades[at] += rowShades[edges[column + 1]] - rowShades[edges[column]];
                }
            }
        }

        return (weights, shades);
    }

    // Each cell's sum by where it begins.
    private static float[] Cells(float[] fine)
    {
        var (whole, cells) = (Laid(fine), new float[Side * Stride]);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var sum = 0f;
                for (var i = 0; i < Fine; i++)
                {
                    for (var j = 0; j < Fine; j++)
                    {
                        sum += whole[(y + i) * Stride + x + j];
                    }
                }

                cells[y * Stride + x] = sum;
            }
        }

        return Laid(cells);
    }

    // One tile beside itself, and the course below them. A course is half a tile to the side of the one above, so both ways are the same.
    private static float[] Laid(float[] tile)
    {
        var laid = new float[2 * Side * Stride];
        for (var y = 0; y < 2 * Side; y++)
        {
            for (var x = 0; x < 2 * Side; x++)
            {
                laid[y * Stride + x] = tile[y % Side * Stride + (x + y / Side * Shift) % Side];
            }
        }

        return laid;
    }

    private static void Add(Span<float> sums, ReadOnlySpan<float> values, float sign)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var wideValues = MemoryMarshal.Cast<float, Vector<float>>(values);
        var wideSign = new Vector<float>(sign);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += wideValues[i] * wideSign;
        }

        for (var i = wide.Length * Vector<float>.Count; i < sums.Length; i++)
        {
            sums[i] += sign * values[i];
        }
    }
}
