using Claudeonomics.Cli.Watch;

namespace Claudeonomics.Tests.CommandLine.Watch;

public sealed class BarChartTests
{
    [Fact]
    public void Upright_Values_AreAsHighAsTheirShare() => Assert.Equal(
        ["   █ ", "   █ ", " ▄ █▁"],
        BarChart.Upright([0, 4, 0, 24, 1], 3, 1));

    [Fact]
    public void Upright_AWiderPitch_LeavesAColumnBetween() => Assert.Equal(["██ ▄▄ ", "██ ██ "], BarChart.Upright([100, 75], 2, 3));

    [Fact]
    public void Upright_NothingAtAll_IsEmpty() => Assert.Equal(["    ", "    "], BarChart.Upright([0, 0], 2, 2));

    [Fact]
    public void Upright_OneOfABillion_IsStillSeen() => Assert.Equal(["█ ", "█▁"], BarChart.Upright([1_000_000_000, 1], 2, 1));

    [Theory]
    [InlineData(0, "    ")]
    [InlineData(0.5, "██  ")]
    [InlineData(0.53125, "██▏ ")]
    [InlineData(1, "████")]
    [InlineData(7, "████")]
    [InlineData(0.0001, "▏   ")]
    public void Lying_AShare_FillsItsPart(double share, string expected) => Assert.Equal(expected, BarChart.Lying(share, 4));
}
