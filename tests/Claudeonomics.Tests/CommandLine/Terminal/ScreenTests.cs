using Claudeonomics.Cli.Terminal;
using Claudeonomics.Tests.CommandLine.Setup;

namespace Claudeonomics.Tests.CommandLine.Terminal;

public sealed class ScreenTests
{
    [Theory]
    [InlineData(true, 80, "", "", 80, true)]
    [InlineData(true, 12, "", "", Screen.Narrowest, true)]
    [InlineData(false, 0, "", "", 120, false)]
    [InlineData(false, 0, "COLUMNS", "99", 99, false)]
    [InlineData(true, 80, "COLUMNS", "99", 80, true)]
    [InlineData(true, 80, "NO_COLOR", "1", 80, false)]
    [InlineData(true, 80, "TERM", "dumb", 80, false)]
    [InlineData(false, 0, "CLICOLOR_FORCE", "1", 120, true)]
    [InlineData(true, 80, "CLICOLOR_FORCE", "0", 80, false)]
    public void Of_Surroundings_DecideWidthAndColour(bool isTerminal, int windowWidth, string variable, string value, int width, bool hasColor) =>
        Assert.Equal(new Screen(width, hasColor, isTerminal), Screen.Of(Home.With((variable, value)), isTerminal, windowWidth));

    [Fact]
    public void Of_NoColorAndForced_NoColorWins() =>
        Assert.False(Screen.Of(Home.With(("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")), isTerminal: true, 80).HasColor);
}
