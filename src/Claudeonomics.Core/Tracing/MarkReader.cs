using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Core.Tracing;

/// <summary>Finds whose page a picture is a piece of.</summary>
/// <remarks>docs/tracing.md says how, and how sure it is.</remarks>
public sealed class MarkReader(ReadOnlySpan<byte> key)
{
    /// <summary>Words that are tried for one picture, at most; with <see cref="MarkCipher.CheckBits"/> the bound on naming somebody wrongly.</summary>
    public const int MostWords = MostPlaces * WordsPerPlace * (MostHalvings + 1);

    // A picture is looked at as it is, halved and halved again, the smallest first: that costs a sixteenth, and large pictures have large cells.
    private const int MostHalvings = 2;
    private const int LargestSearched = 9_000_000;
    private const int LeastHalved = 300;

    // Sizes of a cell in points that are looked for: a page at half its size to one at twice its size, and room at both ends.
    private const float LeastCell = 7.0f;
    private const float MostCell = 36f;

    private const int MostPlaces = 48;
    private const int WordsPerPlace = 8;

    private readonly MarkCipher _cipher = new(key);
    private readonly MarkTile _tile = new(key);

    /// <summary>The mark in a picture; <see langword="null"/> where none can be told for sure.</summary>
    public ViewMark? Read(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var sizes = new Stack<Raster>([picture]);
        while (sizes.Count <= MostHalvings && Math.Min(sizes.Peek().Width, sizes.Peek().Height) >= LeastHalved)
        {
            sizes.Push(sizes.Peek().Halved());
        }

        foreach (var size in sizes)
        {
            if (size.Gray.Length <= LargestSearched && Search(new PaperMap(size)) is { } mark)
            {
                return mark;
            }
        }

        return null;
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
            var (best, second) = new CoarseFold(paper, cell).BestPlaces(_tile);
            foreach (var (x, y, score) in ((int, int, float)[])[best, second])
            {
                found.Add(new(cell, cell, x * cell / CoarseFold.Fine, y * cell / CoarseFold.Fine, score));
            }

            // Half a cell of drift at the far edges, from the middle, is what the fine grid of offsets takes up.
            cell *= 1 + 0.7f * cell / larger;
        }

        found.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        return found.Count > MostPlaces ? found[..MostPlaces] : found;
    }

    // Known cells only: what the others say is not known yet.
    private float Score(PaperMap paper, in Place place)
    {
        var grid = new CellGrid(paper, place);
        var (agreement, weight) = (0f, 0f);
        for (var i = 0; i < _tile.SyncCells.Length; i++)
        {
            var (cellWeight, cellShade) = grid.Sum(_tile.SyncCells[i]);
            agreement += _tile.SyncDark[i] ? -cellShade : cellShade;
            weight += cellWeight;
        }

        return CoarseFold.Score(agreement, weight);
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

    private ViewMark? Words(PaperMap paper, in Place place)
    {
        var grid = new CellGrid(paper, place);
        var agreement = 0f;
        for (var i = 0; i < _tile.SyncCells.Length; i++)
        {
            var shade = grid.Sum(_tile.SyncCells[i]).Shade;
            agreement += _tile.SyncDark[i] ? -shade : shade;
        }

        var evidence = new float[PolarCode.Length];
        for (var i = 0; i < evidence.Length; i++)
        {
            var shade = grid.Sum(_tile.DataCells[i]).Shade;
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
}
