using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Tests.Ingest;

public sealed class IngestOptionsTests
{
    [Theory]
    [InlineData("Claudeonomics:Ingest:MaxRequestMB", "40", "there is no such setting.")]
    [InlineData("Claudeonomics:Ingest:MaxRequestMiB", "40MiB", "'40MiB' is not a whole number.")]
    [InlineData("Claudeonomics:Ingest:MaxReadSeconds", "", "'' is not a whole number.")]
    [InlineData("Claudeonomics:Ingest:MaxReadSeconds", "99999999999", "'99999999999' is not a whole number.")]
    public void AddOtlpIngest_WrongSetting_NamesTheKey(string key, string value, string problem)
    {
        var wrong = Assert.Throws<SettingsException>(() => Add(key, value));

        Assert.Equal(key, wrong.Key);
        Assert.StartsWith($"{key}: {problem}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddOtlpIngest_ASettingInOtherLetters_IsTaken()
    {
        using var services = Add("Claudeonomics:Ingest:maxrequestmib", "40").BuildServiceProvider();

        Assert.Equal(40, services.GetRequiredService<IOptions<IngestOptions>>().Value.MaxRequestMiB);
    }

    private static IServiceCollection Add(string key, string value) => new ServiceCollection().AddOtlpIngest(
        new ConfigurationBuilder().AddInMemoryCollection([new KeyValuePair<string, string?>(key, value)]).Build());
}
