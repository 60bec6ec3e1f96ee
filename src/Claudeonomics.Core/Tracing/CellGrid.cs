namespace Claudeonomics.Core.Tracing;

/// <summary>Where and how large cells are thought to be, in points.</summary>
/// <param name="X">Of a corner of a tile, as <paramref name="Y"/>.</param>
internal readonly record struct Place(float CellX, float CellY, float X, float Y, float Score);

/// <summary>A picture's cells as a place says that they lie, laid into one tile.</summary>
internal readonly struct CellGrid
{
    private readonly PaperMap _paper;
    private readonly int[] _across;
    private readonly int[] _down;
    private readonly int _firstColumn;
    private readonly int _firstRow;

    public CellGrid(PaperMap paper, in Place place)
    {
        _paper = paper;
        (_firstColumn, _across) = Edges(place.X, place.CellX, paper.Width);
        (_firstRow, _down) = Edges(place.Y, place.CellY, paper.Height);
    }

    /// <summary>Weight and weighted shade of a cell of the tile, wherever it is repeated.</summary>
    public (float Weight, float Shade) Sum(int cell)
    {
        var (column, row) = (cell % MarkTile.Side, cell / MarkTile.Side);
        var (weights, shades) = (0f, 0f);
        for (var y = FirstFrom(row - _firstRow); y < _down.Length - 1; y += MarkTile.Side)
        {
            var course = (y + _firstRow - row) / MarkTile.Side;
            for (var x = FirstFrom(column + course * MarkTile.Shift - _firstColumn); x < _across.Length - 1; x += MarkTile.Side)
            {
                var (weight, shade) = _paper.Sum(_across[x], _down[y], _across[x + 1], _down[y + 1]);
                weights += weight;
                shades += shade;
            }
        }

        return (weights, shades);
    }

    private static int FirstFrom(int index) => (index % MarkTile.Side + MarkTile.Side) % MarkTile.Side;

    // Nearest edges: cells are several points wide, and means over many of them need no fractions.
    private static (int First, int[] Edges) Edges(float start, float cell, int length)
    {
        int first = (int)MathF.Floor(-start / cell), last = (int)MathF.Ceiling((length - start) / cell);
        var edges = new int[Math.Max(1, last - first + 1)];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = Math.Clamp((int)MathF.Round(start + (first + i) * cell), 0, length);
        }

        return (first, edges);
    }
}
