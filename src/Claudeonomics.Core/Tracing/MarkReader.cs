using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Core.Tracing;

/// <summary>Finds whose page a picture is a piece of.</summary>
/// <remarks>docs/tracing.md says how, and how sure it is.</remarks>
public sealed class MarkReader(ReadOnlySpan<byte> key)
{
    /// <summary>Words that are tried for one picture, at most; with <see cref="MarkCipher.CheckBits"/> the bound on naming somebody wrongly.</summary>
    public const int MostWords = MostPlaces * WordsPerPlace * (MostHalvings + 1);

    // A picture in which nothing is found is halved and looked at again: cells of four to eight points a pixel. Larger ones are halved first.
    private const int MostHalvings = 2;
    private const int LargestSearched = 9_000_000;
    private const int LeastHalved = 600;

    // Sizes of a cell in points that are looked for: a page at half its size to one at twice its size, and room at both ends.
    private const float LeastCell = 7.0f;
    private const float MostCell = 36f;

    private const int MostPlaces = 48;
    private const int WordsPerPlace = 8;

    // Places in a cell at which a tile may begin.
    private const int Fine = 3;
    private const int FineSide = MarkTile.Side * Fine;

    private readonly MarkCipher _cipher = new(key);
    private readonly MarkTile _tile = new(key);

    /// <summary>The mark in a picture; <see langword="null"/> where none can be told for sure.</summary>
    public ViewMark? Read(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        for (var halvings = 0; ; halvings++)
        {
            if (picture.Gray.Length <= LargestSearched && Search(new PaperMap(picture)) is { } mark)
            {
                return mark;
            }

            if (halvings == MostHalvings || Math.Min(picture.Width, picture.Height) < LeastHalved)
            {
                return null;
            }

            picture = picture.Halved();
        }
    }

    private ViewMark? Search(PaperMap paper)
    {
        foreach (var place in Places(paper))
        {
            if (Words(paper, Refined(paper, place)) is { } mark)
            {
                return mark;
            }
        }

        return null;
    }

    private List<Place> Places(PaperMap paper)
    {
        var found = new List<Place>();
        var larger = Math.Max(paper.Width, paper.Height);
        for (var cell = LeastCell; cell <= MostCell && cell * MarkTile.Side < larger * 1.5f;)
        {
            Search(paper, cell, found);
            // Half a cell of drift at the far edges, from the middle, is what the fine grid of offsets takes up.
            cell *= 1 + 0.7f * cell / larger;
        }

        found.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        return found.Count > MostPlaces ? found[..MostPlaces] : found;
    }

    private void Search(PaperMap paper, float cell, List<Place> found)
    {
        var step = cell / Fine;
        var weights = new float[FineSide * FineSide];
        var shades = new float[FineSide * FineSide];
        int columns = (int)(paper.Width / step), rows = (int)(paper.Height / step);
        var rowWeights = new float[paper.Width + 1];
        var rowShades = new float[paper.Width + 1];
        for (var line = 0; line < FineSide; line++)
        {
            Array.Clear(rowWeights);
            Array.Clear(rowShades);
            for (var row = line; row < rows; row += FineSide)
            {
                paper.AddRows(row * step, (row + 1) * step, rowWeights, rowShades);
            }

            for (int column = 0, left = 0; column < columns; column++)
            {
                var right = Math.Min(paper.Width, (int)MathF.Round((column + 1) * step));
                var at = line * FineSide + column % FineSide;
                weights[at] += rowWeights[right] - rowWeights[left];
                shades[at] += rowShades[right] - rowShades[left];
                left = right;
            }
        }

        var cellWeights = Boxed(weights);
        var cellShades = Boxed(shades);
        var best = new Place(cell, cell, 0, 0, 0);
        var second = best;
        for (var y = 0; y < FineSide; y++)
        {
            for (var x = 0; x < FineSide; x++)
            {
                var score = Score(cellWeights, cellShades, x, y);
                if (score > best.Score)
                {
                    (best, second) = (new(cell, cell, x * step, y * step, score), best);
                }
                else if (score > second.Score)
                {
                    second = new(cell, cell, x * step, y * step, score);
                }
            }
        }

        found.Add(best);
        found.Add(second);
    }

    // Each cell's sum by where it begins in the fine grid, around the edges of the tile.
    private static float[] Boxed(float[] fine)
    {
        var boxed = new float[fine.Length];
        for (var y = 0; y < FineSide; y++)
        {
            for (var x = 0; x < FineSide; x++)
            {
                var sum = 0f;
                for (var i = 0; i < Fine; i++)
                {
                    var line = (y + i) % FineSide * FineSide;
                    for (var j = 0; j < Fine; j++)
                    {
                        sum += fine[line + (x + j) % FineSide];
                    }
                }

                boxed[y * FineSide + x] = sum;
            }
        }

        return boxed;
    }

    // How well the cells that are known agree, in standard deviations of chance; whichever of light and dark is which.
    private float Score(float[] weights, float[] shades, int x, int y)
    {
        var (agreement, weight) = (0f, 0f);
        for (var i = 0; i < _tile.SyncCells.Length; i++)
        {
            var cell = _tile.SyncCells[i];
            var at = (y + cell / MarkTile.Side * Fine) % FineSide * FineSide + (x + cell % MarkTile.Side * Fine) % FineSide;
            agreement += _tile.SyncDark[i] ? -shades[at] : shades[at];
            weight += weights[at];
        }

        return weight > 0 ? MathF.Abs(agreement) / MathF.Sqrt(weight) : 0;
    }

    private float Score(PaperMap paper, in Place place) => Score(Folded(paper, place));

    private float Score((float[] Weights, float[] Shades) folded)
    {
        var (agreement, weight) = (0f, 0f);
        for (var i = 0; i < _tile.SyncCells.Length; i++)
        {
            var cell = _tile.SyncCells[i];
            agreement += _tile.SyncDark[i] ? -folded.Shades[cell] : folded.Shades[cell];
            weight += folded.Weights[cell];
        }

        return weight > 0 ? MathF.Abs(agreement) / MathF.Sqrt(weight) : 0;
    }

    private Place Refined(PaperMap paper, Place place)
    {
        var best = place with { Score = Score(paper, place) };
        var cells = Math.Max(paper.Width, paper.Height) / place.CellX;
        for (var step = 0.25f; step > 0.05f; step /= 2)
        {
            for (var moved = true; moved;)
            {
                moved = false;
                var shift = step * place.CellX;
                var grow = shift / cells * 1.5f;
                foreach (var (width, height, x, y) in ((float, float, float, float)[])
                    [(grow, grow, 0, 0), (-grow, -grow, 0, 0), (grow, 0, 0, 0), (-grow, 0, 0, 0), (0, grow, 0, 0), (0, -grow, 0, 0), (0, 0, shift, 0), (0, 0, -shift, 0), (0, 0, 0, shift), (0, 0, 0, -shift)])
                {
                    // Growth around the picture's middle: around its corner each step would move most of it as well.
                    var next = best with
                    {
                        CellX = best.CellX + width,
                        CellY = best.CellY + height,
                        X = best.X + x - width / best.CellX * (paper.Width / 2f - best.X),
                        Y = best.Y + y - height / best.CellY * (paper.Height / 2f - best.Y),
                    };
                    next = next with { Score = Score(paper, next) };
                    if (next.Score > best.Score)
                    {
                        (best, moved) = (next, true);
                    }
                }
            }
        }

        return best;
    }

    private static (float[] Weights, float[] Shades) Folded(PaperMap paper, in Place place)
    {
        var weights = new float[MarkTile.Cells];
        var shades = new float[MarkTile.Cells];
        int firstColumn = (int)MathF.Floor(-place.X / place.CellX), lastColumn = (int)MathF.Ceiling((paper.Width - place.X) / place.CellX);
        int firstRow = (int)MathF.Floor(-place.Y / place.CellY), lastRow = (int)MathF.Ceiling((paper.Height - place.Y) / place.CellY);
        for (var row = firstRow; row < lastRow; row++)
        {
            var top = place.Y + row * place.CellY;
            var line = Modulo(row) * MarkTile.Side;
            for (var column = firstColumn; column < lastColumn; column++)
            {
                var left = place.X + column * place.CellX;
                var (weight, shade) = paper.Sum(left, top, left + place.CellX, top + place.CellY);
                weights[line + Modulo(column)] += weight;
                shades[line + Modulo(column)] += shade;
            }
        }

        return (weights, shades);
    }

    private static int Modulo(int index) => (index % MarkTile.Side + MarkTile.Side) % MarkTile.Side;

    private ViewMark? Words(PaperMap paper, in Place place)
    {
        var (_, shades) = Folded(paper, place);
        var agreement = 0f;
        for (var i = 0; i < _tile.SyncCells.Length; i++)
        {
            agreement += _tile.SyncDark[i] ? -shades[_tile.SyncCells[i]] : shades[_tile.SyncCells[i]];
        }

        var evidence = new float[PolarCode.Length];
        for (var i = 0; i < evidence.Length; i++)
        {
            var shade = shades[_tile.DataCells[i]];
            evidence[i] = agreement < 0 ? -shade : shade;
        }

        foreach (var word in PolarCode.Decode(evidence, WordsPerPlace))
        {
            if (_cipher.Open(word) is { } mark)
            {
                return mark;
            }
        }

        return null;
    }

    /// <summary>Where and how large cells are thought to be, in points.</summary>
    private readonly record struct Place(float CellX, float CellY, float X, float Y, float Score);
}
