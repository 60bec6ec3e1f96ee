using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>The program as an operator meets it: arguments, outputs, exit codes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("claudeonomics-process-").FullName;

    private string DataDirectory => $"--Claudeonomics:DataDirectory={_data}";

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("--Claudeonomics:Policy=shut", "Claudeonomics:Policy: ")]
    [InlineData("--Claudeonomics:Privacy:SmallestGroup=2", "Claudeonomics:Privacy:SmallestGroup: ")]
    [InlineData("--Claudeonomics:Polcy=open", "Claudeonomics:Polcy: ")]
    [InlineData("--Claudeonomics:TimeZone=Mars", "Claudeonomics:TimeZone: ")]
    [InlineData("--Claudeonomics:TestClock=2026-11-21T08:00:00Z", "Claudeonomics:TestClock: ")]
    [InlineData("--Claudeonomics:FactsPerCheckpoint=few", "Claudeonomics:FactsPerCheckpoint: ")]
    [InlineData("--urls=nonsense", "Urls: ")]
    [InlineData("--demo=0", "--demo")]
    [InlineData("--dmeo", "--dmeo")]
    public async Task Start_WrongSetting_EndsWithAMessageThatNamesIt(string argument, string message)
    {
        var (exitCode, output) = await ServerProcess.RunAsync(DataDirectory, argument);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Start_AtAnotherMachinesAddress_EndsWithAMessageThatNamesTheSetting() =>
        EndsWithMessageAsync("http://192.0.2.1:8080", "Urls: this machine cannot listen there: ");

    [Fact]
    public async Task Start_OnAControlStoreThatIsNone_EndsWithAMessage()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "control.db"), new string('x', 8192));

        await EndsWithMessageAsync("http://127.0.0.1:0", "file is not a database");
    }

    [Fact]
    public async Task FirstStart_WithoutAKey_PrintsOneOnceAndItWorks()
    {
        string key;
        await using (var first = await ServerProcess.StartAsync(DataDirectory))
        {
            key = Regex.Match(first.Output, "cn_admin_[a-z0-9_]+").Value;
            using var client = new HttpClient { BaseAddress = first.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            Assert.Equal("""{"items":[]}""", await client.GetStringAsync("/api/v1/people"));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await ServerProcess.StartAsync(DataDirectory);
        using var again = new HttpClient { BaseAddress = second.Address };
        again.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.DoesNotContain("cn_admin", second.Output, StringComparison.Ordinal);
        Assert.Equal("""{"items":[]}""", await again.GetStringAsync("/api/v1/people"));
    }

    [Fact]
    public async Task Start_OnADirectoryInUse_Ends()
    {
        await using var first = await ServerProcess.StartAsync(DataDirectory);

        var (exitCode, output) = await ServerProcess.RunAsync(DataDirectory, "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("Claudeonomics:DataDirectory: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InAnotherTimeZone_Ends()
    {
        await using (var first = await ServerProcess.StartAsync(DataDirectory, "--Claudeonomics:TimeZone=Europe/Berlin"))
        {
            await first.StopAsync();
        }

        var (exitCode, output) = await ServerProcess.RunAsync(DataDirectory, "--Claudeonomics:TimeZone=Asia/Tokyo");

        Assert.Equal(1, exitCode);
        Assert.Contains("Claudeonomics:TimeZone: ", output, StringComparison.Ordinal);
        Assert.Contains("Europe/Berlin", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_AtTheMostTalkativeLevel_HoldNoKey()
    {
        await using var server = await ServerProcess.StartAsync(DataDirectory, "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");
        using var client = new HttpClient { BaseAddress = server.Address };
        using var body = new ByteArrayContent([]);
        body.Headers.ContentType = new("application/x-protobuf");

        await client.PostAsync("/k/cn_ingest_abcdefghij_thisisthesecretpart/v1/logs", body);
        await client.GetAsync("/signin/cn_signin_abcdefghij_thisisthesecretpart");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "cn_admin_abcdefghij_thisisthesecretpart");
        await client.GetAsync("/api/v1/people");
        await server.StopAsync();

        Assert.Contains("/k/[redacted]/v1/logs", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("thisisthesecretpart", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestClock_WithTest_MovesTheCompanysDay()
    {
        await using var server = await ServerProcess.StartAsync(
            DataDirectory, "--test", "--Claudeonomics:TestClock=2031-05-06T07:00:00Z", "--Claudeonomics:BootstrapAdminKey=clock-admin");
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "clock-admin");
        using var body = new StringContent("""{"name":"Ann"}""", null, "application/json");

        var response = await client.PutAsync("/api/v1/people/ann@example.com", body);

        Assert.Contains("\"createdAt\":\"2031-05-06T07:", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task EndsWithMessageAsync(string url, string message)
    {
        var (exitCode, output) = await ServerProcess.RunAsync(DataDirectory, $"--urls={url}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
    }
}
