using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class ModelSumsTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(85_000, 2_000)]
    public void ToSorted_SmallAndLarge_GivesTheSameSums(int rows, int models)
    {
        var sums = new ModelSums(rows, models);
        sums.Add(2, 1, 5);
        sums.Add(0, 1, 1);
        sums.Add(2, 0, 4);
        sums.Add(2, 1, 6);
        sums.Add(1, 0, 0);

        Assert.Equal([new(0, 1, 1), new(2, 0, 4), new(2, 1, 11)], sums.ToSorted());
    }
}
