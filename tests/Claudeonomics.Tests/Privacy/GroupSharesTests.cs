using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Tests.Privacy;

public sealed class GroupSharesTests
{
    [Fact]
    public void Of_OnePartOfOnePerson_TakesTheSmallestOtherWithIt()
    {
        var shares = GroupShares.Of(
            [Part("claude-code", 900, 0, 1, 2, 3, 4, 5), Part("codex", 300, 1, 2, 3, 4, 5), Part("secret-agent", 40, 6)], smallest: 5, DetailOfOthers.Exact);

        Assert.Equal([("claude-code", 900L), (GroupShares.Other, 340L)], shares);
    }

    [Fact]
    public void Of_SmallPartsOfEnoughPeopleTogether_LeavesTheOthers()
    {
        var shares = GroupShares.Of(
            [Part("a", 900, 0, 1, 2, 3, 4), Part("b", 20, 5, 6), Part("c", 30, 7, 8, 9)], smallest: 5, DetailOfOthers.Exact);

        Assert.Equal([("a", 900L), (GroupShares.Other, 50L)], shares);
    }

    [Fact]
    public void Of_TooFewPeopleAltogether_IsNothing() =>
        Assert.Empty(GroupShares.Of([Part("a", 900, 0, 1), Part("b", 20, 1)], smallest: 5, DetailOfOthers.Exact));

    [Fact]
    public void Of_ManyCompaniesOfChance_TellsOfNoFewerThanAGroup()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 8))
                .Select(part => Part($"p{part}", random.Next(1, 1_000), [.. Enumerable.Range(0, 12).Where(_ => random.Next(3) == 0)])).Where(part => part.People.Any(p => p)).ToList();
            var shares = GroupShares.Of(parts, smallest: 4, DetailOfOthers.Exact);

            Assert.True(shares.Count == 0 || shares.Sum(static share => share.Amount) == parts.Sum(static part => part.Amount));
            foreach (var (name, _) in shares)
            {
                var behind = name == GroupShares.Other ? parts.Where(part => shares.All(share => share.Name != part.Name)) : parts.Where(part => part.Name == name);
                Assert.True(Enumerable.Range(0, 12).Count(person => behind.Any(part => part.People[person])) >= 4);
            }
        }
    }

    private static GroupShares.Part Part(string name, long amount, params int[] people) =>
        new(name, amount, [.. Enumerable.Range(0, 12).Select(people.Contains)]);
}
