using System.Globalization;

namespace Claudeonomics.IntegrationTests.Faults;

/// <summary>The server process, killed again and again while bodies come in.</summary>
/// <remarks><c>CLAUDEONOMICS_KILLS</c> says how many times in all; 50 without it.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Companies = 2;
    private const int BodiesPerKill = 60;
    private const int People = 24;

    // From the first byte of the program to listening and a little beyond, on a machine that has other things to do too.
    private const int LongestStartMs = 4_000;

    [Fact]
    public async Task Kill_AtRandomMomentsWhileIngesting_LosesNothingAndCountsNothingTwice()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("CLAUDEONOMICS_KILLS") ?? "50", CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(1, Companies).Select(seed => RunAsync(seed, (kills + Companies - 1) / Companies)));
    }

    private async Task RunAsync(int seed, int kills)
    {
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("claudeonomics-kills-").FullName;
        await using var company = new FaultedCompany(new((ulong)seed, People, kills * BodiesPerKill), folder);
        await company.SetUpAsync();
        var sending = company.SendAllAsync();
        var starting = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            if (company.Server is null && random.Next(4) == 0)
            {
                starting++;
                await company.KillWhileStartingAsync(TimeSpan.FromMilliseconds(random.Next(LongestStartMs)));
                continue;
            }

            if (company.Server is null)
            {
                await company.StartAsync();
            }

            if (sending.IsCompletedSuccessfully)
            {
                sending = company.SendAllAsync();
            }

            await ReachAsync(company.Sender, company.Sender.Acknowledged + random.Next(2 * BodiesPerKill), sending);
            await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
            await company.KillAsync();
        }

        await company.StartAsync();
        await sending;
        await company.AssertTruthAsync();
        var (acknowledged, attempts) = (company.Sender.Acknowledged, company.Sender.Attempts);
        await company.SendAllAsync();
        await company.AssertTruthAsync();
        Assert.Contains("\"ok\":true", await company.RunAsync("verify"), StringComparison.Ordinal);

        await company.KillAsync();
        await company.StartAsync();
        var restarted = await company.BoardsAsync();
        await company.AssertTruthAsync();
        await company.StopAsync();
        await company.RunAsync("rebuild");
        await company.StartAsync();
        Assert.Equal(restarted, await company.BoardsAsync());
        await company.AssertTruthAsync();
        output.WriteLine(
            $"Seed {seed}: {kills} kills, {starting} of them during a start; {acknowledged} bodies acknowledged in {attempts} attempts, " +
            $"then all {company.Traffic.Bodies.Count} again.");
    }

    // Or all are acknowledged, or sending has failed.
    private static async Task ReachAsync(TrafficSender sender, int acknowledged, Task sending)
    {
        while (sender.Acknowledged < acknowledged && !sending.IsCompleted)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
