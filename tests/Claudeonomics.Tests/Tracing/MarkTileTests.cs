using System.Globalization;
using System.Text.RegularExpressions;
using Claudeonomics.Core.Tracing;

namespace Claudeonomics.Tests.Tracing;

public sealed partial class MarkTileTests
{
    private static readonly MarkTile Tile = new(PaperSheet.Key(1));
    private static readonly UInt128 Word = new MarkCipher(PaperSheet.Key(1)).Seal(new(84_321, 80_123));

    [Fact]
    public void PathOf_AWord_StrokesItsDarkCells()
    {
        var stroked = new bool[MarkTile.Cells];
        foreach (Match run in Run.Matches(Tile.PathOf(Word)))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            Array.Fill(stroked, true, y * MarkTile.Side + x, length);
        }

        Assert.Equal(Tile.Dark(Word), stroked);
    }

    [Fact]
    public void Dark_TwoWords_ShareWhatSaysWhereTheTileBegins()
    {
        var (one, other) = (Tile.Dark(Word), Tile.Dark(~Word));

        Assert.All(Tile.SyncCells, cell => Assert.Equal(one[cell], other[cell]));
        Assert.Equal(MarkTile.Cells - PolarCode.Length, Tile.SyncCells.Length);
    }

    // M3 4.5h2
    [GeneratedRegex(@"M(\d+) (\d+)\.5h(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Run { get; }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
