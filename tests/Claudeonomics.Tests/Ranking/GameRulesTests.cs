using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

public sealed class GameRulesTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 3)]
    [InlineData(12, 4)]
    [InlineData(50, 16)]
    [InlineData(2_000, 250)]
    [InlineData(85_000, 250)]
    public void ListLength_AnyCompany_IsAThirdBetweenThreeAndTwoHundredFifty(int participants, int rows) =>
        Assert.Equal(rows, GameRules.Default.ListLength(participants));

    [Theory]
    [InlineData(1, 0, 3)]
    [InlineData(5, 1, 3)]
    [InlineData(50, 1, 3)]
    [InlineData(100, 1, 5)]
    [InlineData(2_000, 2, 100)]
    [InlineData(85_000, 10, 250)]
    public void LegendsAndPowerUsers_AnyCompany_AreFew(int participants, int legends, int powerUsers) =>
        Assert.Equal((legends, powerUsers), (GameRules.Default.Legends(participants), GameRules.Default.PowerUsers(participants)));

    [Theory]
    [InlineData(Tier.Bronze, 5, 4)]
    [InlineData(Tier.Silver, 5, 7)]
    [InlineData(Tier.Gold, 5, 11)]
    [InlineData(Tier.Platinum, 5, 13)]
    [InlineData(Tier.Emerald, 5, 15)]
    [InlineData(Tier.Emerald, 2.5, 8)]
    [InlineData(Tier.Emerald, 7, 21)]
    [InlineData(Tier.Bronze, 0.5, 1)]
    public void ActiveDaysFor_OwnWorkingPattern_IsItsShareOfThirtyDays(Tier tier, double workingDays, int days) =>
        Assert.Equal(days, GameRules.Default.ActiveDaysFor(tier, workingDays));

    [Fact]
    public void Version_ChangedNumber_ChangesWithIt()
    {
        var changed = GameSettings.Apply(GameRules.Default, [new("tier.bronze.tokens", "1000")]);

        Assert.Equal("2026.7", GameRules.Default.Version);
        Assert.StartsWith("2026.7+", changed.Version, StringComparison.Ordinal);
        Assert.NotEqual(changed.Version, GameSettings.Apply(GameRules.Default, [new("tier.bronze.tokens", "1001")]).Version);
        Assert.Equal("2026.7", GameSettings.Apply(changed, [new("tier.bronze.tokens", "150000000")]).Version);
    }

    [Fact]
    public void All_EverySetting_ReadsWhatWasWrittenAndChangesTheVersion()
    {
        foreach (var setting in GameSettings.All)
        {
            var other = setting.Read(GameRules.Default) == setting.Least ? setting.Most : setting.Least;
            var changed = setting.Write(GameRules.Default, other);

            Assert.Equal(other, setting.Read(changed));
            Assert.NotEqual(GameRules.Default.Version, changed.Version);
        }
    }

    [Theory]
    [InlineData("tier.wood.tokens", "1", "tier.wood.tokens is no setting of the game")]
    [InlineData("list.longest", "251", "list.longest must be a whole number from 1 to 250, not '251'")]
    [InlineData("list.longest", "many", "list.longest must be a whole number from 1 to 250, not 'many'")]
    [InlineData("tier.silver.tokens", "1", "tier.silver must take more than the tier below it")]
    public void Apply_WrongSetting_SaysWhich(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => GameSettings.Apply(GameRules.Default, [new(name, value)])).Message);

    [Fact]
    public void RuleBook_ChangedFromAMonthOn_KeepsTheRulesOfEarlierSeasons()
    {
        var book = RuleBook.Parse(
        [
            new("2027-02", [new("list.longest", "20")]),
            new("2026-12", [new("list.longest", "10"), new("list.shortest", "2")]),
        ]);

        Assert.Equal(GameRules.Default, book.Of(new(2026, 11, 30)));
        Assert.Equal((10, 2), (book.Of(new(2026, 12, 1)).ListLongest, book.Of(new(2027, 1, 31)).ListShortest));
        Assert.Equal((20, 2), (book.Of(new(2027, 2, 1)).ListLongest, book.Of(new(2027, 2, 1)).ListShortest));
    }

    [Fact]
    public void RuleBook_NoMonth_SaysSo() =>
        Assert.Equal("'soon' is no season: write the month in which new rules begin, as 2026-12",
            Assert.Throws<FormatException>(() => RuleBook.Parse([new("soon", [])])).Message);
}
