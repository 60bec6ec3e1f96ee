namespace Claudeonomics.IntegrationTests.Faults;

/// <summary>No file can be written any more while bodies come in, and later it can again.</summary>
public sealed class DiskFullTests
{
    private const int People = 12;
    private const int Bodies = 300;
    private const int Refusals = 20;

    [Fact]
    public async Task Ingest_NoRoomForAWhile_Answers503AndCountsEverythingOnceLater()
    {
        await using var company = new FaultedCompany(
            new(seed: 5, People, Bodies), Directory.CreateTempSubdirectory("claudeonomics-full-").FullName);
        await company.SetUpAsync();
        var sending = company.SendAllAsync();
        await UntilAsync(() => company.Sender.Acknowledged >= Bodies / 3, sending);

        await company.Server!.LimitFilesAsync(1);
        await UntilAsync(() => company.Sender.Refused >= Refusals, sending);
        var acknowledged = company.Sender.Acknowledged;
        await company.Server.LimitFilesAsync(null);
        await sending;

        Assert.InRange(acknowledged, Bodies / 3, Bodies - 1);
        Assert.InRange(company.Sender.Refused, Refusals, int.MaxValue);
        await company.AssertTruthAsync();
        Assert.Contains("\"ok\":true", await company.RunAsync("verify"), StringComparison.Ordinal);
        await company.KillAsync();
        await company.StartAsync();
        await company.AssertTruthAsync();
    }

    private static async Task UntilAsync(Func<bool> condition, Task sending)
    {
        while (!condition() && !sending.IsCompleted)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
