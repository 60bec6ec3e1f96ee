using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class RankerTests
{
    private const long None = Ranker.Unranked;

    [Fact]
    public void Top_TiedKeys_OrderDecidesWhoStandsFirst() =>
        Assert.Equal([3, 0, 2, 1], Ranker.Top([5, 3, 5, 9, None], [1, 0, 2, 4, 3], 4));

    [Fact]
    public void Top_TieAcrossTheEnd_KeepsTheFirstByOrder() =>
        Assert.Equal([2, 1], Ranker.Top([7, 7, 7, 7], [2, 1, 0, 3], 2));

    [Fact]
    public void Top_NobodyRanked_IsEmpty() => Assert.Empty(Ranker.Top([None, None], [0, 1], 3));

    [Fact]
    public void RanksOf_TiedKeys_ShareARankAndTheNextIsSkipped() =>
        Assert.Equal([1, 2, 2, 4, null], Ranker.RanksOf([9, 5, 5, 3, None], [9, 5, 5, 3, None]));

    [Fact]
    public void RanksOf_NegativeKeys_RankBelowPositiveOnes() =>
        Assert.Equal([3, 1], Ranker.RanksOf([-4, 2, -1], [-4, 2]));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(2_000)]
    [InlineData(85_000)]
    public void Top_AnyCompany_IsTheBeginningOfASort(int people)
    {
        var random = new Random(people);
        var keys = Enumerable.Range(0, people).Select(_ => random.Next(4) == 0 ? None : random.NextInt64(people / 2 + 1)).ToArray();
        var order = Enumerable.Range(0, people).ToArray();
        random.Shuffle(order);
        var sorted = Enumerable.Range(0, people)
            .Where(row => keys[row] != None).OrderByDescending(row => keys[row]).ThenBy(row => order[row]).Take(250).ToArray();

        Assert.Equal(sorted, Ranker.Top(keys, order, 250));
        Assert.Equal(
            sorted.Select(row => (int?)Ranker.RankOf(keys, keys[row])),
            Ranker.RanksOf(keys, sorted.Select(row => keys[row]).ToArray()));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000)]
    public void RanksOf_AnyNumberOfKeysWithExtremes_AreTheRanksOneByOne(int wanted)
    {
        var random = new Random(wanted);
        long[] keys = [long.MaxValue, long.MaxValue, long.MinValue + 1, None, .. Enumerable.Range(0, 3_000).Select(_ => random.NextInt64(-500, 500))];

        Assert.Equal(
            keys.Take(wanted).Select(key => key == None ? (int?)null : Ranker.RankOf(keys, key)),
            Ranker.RanksOf(keys, keys.AsSpan(0, wanted)));
    }
}
