using Claudeonomics.Server;

namespace Claudeonomics.Tests;

public sealed class CommandLineSettingsTests
{
    [Fact]
    public void Split_SettingsBetweenOptions_TakesThemWithTheirValues()
    {
        var (settings, other) = CommandLineSettings.Split(
            ["--demo", "--Claudeonomics:Policy=open", "--urls", "http://*:1", "backup", "--Logging:LogLevel:Default", "Debug", "out", "--test"]);

        Assert.Equal(["--Claudeonomics:Policy=open", "--urls", "http://*:1", "--Logging:LogLevel:Default", "Debug"], settings);
        Assert.Equal(["--demo", "backup", "out", "--test"], other);
    }
}
