using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Configuration;

namespace Claudeonomics.Tests.Operations;

public sealed class ServerSettingsTests
{
    [Fact]
    public void Read_NothingSet_GivesTheDefaults()
    {
        var options = Read([]);

        Assert.Equal(
            ("./data", null, "embedded", "sqlite", null, null, null, null),
            (options.DataDirectory, options.Policy, options.Ledger, options.Control, options.OtlpGrpcUrl, options.TimeZone,
                options.TestClock, options.PriceOverrides));
    }

    [Theory]
    [InlineData("Claudeonomics:Policy", "opn")]
    [InlineData("Claudeonomics:Ledger", "clickhouse")]
    [InlineData("Claudeonomics:Control", "postgresql")]
    [InlineData("Claudeonomics:OtlpGrpcUrl", "4317")]
    [InlineData("Claudeonomics:OtlpGrpcUrl", "ftp://127.0.0.1:4317")]
    [InlineData("Claudeonomics:TrustedProxies", "proxy.corp.example")]
    [InlineData("Claudeonomics:InternalDigestHosts", "https://chat.corp.example")]
    [InlineData("Claudeonomics:BootstrapAdminKey", "short")]
    [InlineData("Claudeonomics:BootstrapAdminKey", "with a space")]
    [InlineData("Claudeonomics:TimeZone", "Mars/Olympus")]
    [InlineData("Claudeonomics:TestClock", "2026-11-21T08:00:00Z")]
    [InlineData("Claudeonomics:PriceOverrides", "no-such-file.json")]
    [InlineData("Claudeonomics:DataDirectory", " ")]
    [InlineData("Claudeonomics:DataDirektory", "./data")]
    [InlineData("Urls", "127.0.0.1:8080")]
    public void Read_WrongValue_NamesTheKey(string key, string value)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(new() { [key] = value }));

        Assert.Equal(key, wrong.Key);
        Assert.StartsWith(key + ": ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongBootstrapKey_KeepsItOutOfTheMessage()
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(new() { ["Claudeonomics:BootstrapAdminKey"] = "hush hush" }));

        Assert.DoesNotContain("hush", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://*:80;https://+:443")]
    [InlineData("http://[::1]:0")]
    public void Read_AddressesKestrelTakes_AreAccepted(string urls) => Assert.Equal("./data", Read(new() { ["Urls"] = urls }).DataDirectory);

    [Fact]
    public void Read_TestClockWithTest_IsAccepted()
    {
        var options = Read(new() { ["Claudeonomics:TestClock"] = "2026-11-21T08:00:00Z,60" }, isTest: true);

        Assert.Equal("2026-11-21T08:00:00Z,60", options.TestClock);
    }

    private static ServerOptions Read(Dictionary<string, string?> settings, bool isTest = false) =>
        ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), isTest, ["Ingest"]);
}
