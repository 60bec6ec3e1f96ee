using Claudeonomics.Core.Text;

namespace Claudeonomics.Tests.Text;

public sealed class FigureTests
{
    [Theory]
    [InlineData(0, "0", "")]
    [InlineData(7, "7", "")]
    [InlineData(999, "999", "")]
    [InlineData(1_000, "1", "k")]
    [InlineData(1_234, "1.23", "k")]
    [InlineData(9_994, "9.99", "k")]
    [InlineData(9_995, "10", "k")]
    [InlineData(59_500, "59.5", "k")]
    [InlineData(99_949, "99.9", "k")]
    [InlineData(99_950, "100", "k")]
    [InlineData(999_499, "999", "k")]
    [InlineData(999_500, "1", "M")]
    [InlineData(1_900_000_000, "1.9", "B")]
    [InlineData(281_034_551_902, "281", "B")]
    [InlineData(60_104_332_118_090, "60.1", "T")]
    [InlineData(long.MaxValue, "9223", "Q")]
    [InlineData(-1_500_000, "−1.5", "M")]
    public void Count_AnyNumber_HasThreeDigitsAndAUnit(long count, string digits, string unit)
    {
        var figure = Figure.Count(count);
        Assert.Equal((digits, unit), (figure.Digits, figure.Unit));
    }

    [Fact]
    public void Tokens_OneNumber_IsExactBesideWhatIsRead() =>
        Assert.Equal(new Figure("281", "B", "281,034,551,902 tokens", "281034551902"), Figure.Tokens(281_034_551_902));

    [Theory]
    [InlineData("0", "$0")]
    [InlineData("0.004", "$0.0040")]
    [InlineData("0.06562", "$0.07")]
    [InlineData("12.3", "$12.30")]
    [InlineData("99.994", "$99.99")]
    [InlineData("99.995", "$100")]
    [InlineData("1730.4", "$1,730")]
    [InlineData("9999.4", "$9,999")]
    [InlineData("9999.5", "$10\u202fk")]
    [InlineData("251100", "$251\u202fk")]
    [InlineData("57412345.67", "$57.4\u202fM")]
    [InlineData("-4.5", "−$4.50")]
    public void Dollars_AnyAmount_ReadsShort(string amount, string read) =>
        Assert.Equal(read, Figure.Dollars(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Dollars_Exact_HasCentsAndWhatIsBeyond() => Assert.Equal("$140,735.576136", Figure.Dollars(140_735.576136m).Exact);

    [Fact]
    public void Dollars_Unknown_IsUnpricedAndNotZero()
    {
        var figure = Figure.Dollars(null);
        Assert.Equal(("unpriced", null), (figure.ToString(), figure.Value));
    }

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.0004, "<1%")]
    [InlineData(0.244, "24%")]
    [InlineData(0.245, "25%")]
    [InlineData(0.9999, ">99%")]
    [InlineData(1, "100%")]
    public void Percent_AnyShare_HidesNeitherNothingNorAll(double share, string read) => Assert.Equal(read, Figure.Percent(share).ToString());
}
