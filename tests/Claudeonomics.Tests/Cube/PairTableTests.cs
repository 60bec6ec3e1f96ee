using Claudeonomics.Core.Cube;

namespace Claudeonomics.Tests.Cube;

public sealed class PairTableTests
{
    [Theory]
    [InlineData(64, 100)]
    [InlineData(85_000, 2_000)]
    public void PlaceOf_FewAndManyPossiblePairs_NumbersThemAsTheyAreMet(int rows, int width)
    {
        using var table = new PairTable(rows, width);
        var pairs = Enumerable.Range(0, 6_400).Select(i => (Row: i * 7 % 64, Number: i / 64)).ToList();

        Assert.Equal(Enumerable.Range(0, pairs.Count), pairs.Select(pair => table.PlaceOf(pair.Row, pair.Number)));
        Assert.Equal(Enumerable.Range(0, pairs.Count), pairs.Select(pair => table.PlaceOf(pair.Row, pair.Number)));
        Assert.Equal(pairs.Count, table.Count);
        for (var row = 0; row < 64; row++)
        {
            var met = new List<(int Number, int Place)>();
            foreach (var pair in table.Of(row))
            {
                met.Add(pair);
            }

            Assert.Equal(pairs.Select((pair, place) => (pair, place)).Where(met => met.pair.Row == row).Select(met => (met.pair.Number, met.place)), met.Order());
        }
    }

    [Fact]
    public void PlaceOf_RowOrNumberThatDoesNotExist_IsRefused()
    {
        using var table = new PairTable(3, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => table.PlaceOf(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.PlaceOf(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.PlaceOf(-1, 0));
    }
}
