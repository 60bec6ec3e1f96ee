using System.Globalization;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.IntegrationTests.People;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Boards.Seasons;
using Claudeonomics.Server.Operations;
using Microsoft.Extensions.DependencyInjection;
using static Claudeonomics.IntegrationTests.Boards.GamePlay;

namespace Claudeonomics.IntegrationTests.Boards;

/// <summary>When a month is sealed, and what of it still stands afterwards, through the whole server.</summary>
public sealed class SeasonKeeperTests
{
    // The single days of October's last 60 are known until the 4th of November is over.
    [Theory]
    [InlineData("2026-11-04T17:59:00Z", false)]
    [InlineData("2026-11-04T18:00:00Z", true)]
    [InlineData("2026-11-05T12:00:00Z", false)]
    public async Task Seal_NobodyWorkedSinceTheMonthsEnd_IsDoneOnTheLastEvening(string now, bool isSealed)
    {
        await using var server = await StartAsync(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        var (ann, identity) = await PersonAsync(server);
        await server.UseAsync(identity, new(2026, 10, 12, 9, 0, 0, TimeSpan.Zero), 500_000);
        await EventuallyAsync(async () => (await ann.ReadAsync("/api/v1/boards/tokens?window=all"))["standings"]!.AsArray().Any(static row => (double)row!["score"]! == 500_000));

        await server.Services.GetRequiredService<SeasonKeeper>().SealAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isSealed ? [new(2026, 10, 1)] : [], server.Services.GetRequiredService<ISeasons>().All.Select(static season => season.Month));
    }

    [Fact]
    public async Task Explain_TierOfASealedMonth_KeepsItsDayWhateverArrivesLater()
    {
        var now = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        await using var server = await StartAsync(
            now, "--Claudeonomics:Rules:2026-10:tier.bronze.tokens=1000", "--Claudeonomics:Rules:2026-10:tier.bronze.active-percent=1",
            "--Claudeonomics:Rules:2026-11:tier.bronze.tokens=150000000");
        var (ann, identity) = await PersonAsync(server);
        await BeActiveAsync(new(2026, 10, 12, 9, 0, 0, TimeSpan.Zero));
        await server.UseAsync(identity, now.AddHours(-1), 1_000);
        var keeper = server.Services.GetRequiredService<SeasonKeeper>();
        await EventuallyAsync(async () =>
        {
            await keeper.SealAsync(TestContext.Current.CancellationToken);
            return server.Services.GetRequiredService<ISeasons>().All.Count == 1;
        });

        // An earlier day, and one that tells that everybody was judged anew.
        await BeActiveAsync(new(2026, 10, 5, 9, 0, 0, TimeSpan.Zero));
        await BeActiveAsync(now.AddHours(-5));
        await EventuallyAsync(async () => (int)(await ann.ReadAsync("/api/v1/boards/tokens/explain?person=me"))["activeDays"]!["days"]! == 1);

        var tier = (await ann.ReadAsync("/api/v1/boards/tokens/explain?person=me"))["tier"]!;
        Assert.Equal(("bronze", "2026-10-12"), ((string?)tier["tier"], (string?)tier["on"]));
        Assert.Equal("bronze", (string?)(await ann.ReadAsync("/api/v1/boards/tokens"))["standings"]![0]!["tier"]);

        // Calls of an agent that tells of no signals.
        async Task BeActiveAsync(DateTimeOffset from)
        {
            for (var minute = 0; minute <= 40; minute += 20)
            {
                await server.UseAsync(identity, from.AddMinutes(minute), 1_000);
            }
        }
    }

    private static Task<RunningServer> StartAsync(DateTimeOffset now, params string[] settings) => RunningServer.StartAsync(
        settings: settings, configure: builder => builder.Services.AddSingleton<TimeProvider>(new TestClock(now, rate: 0, TimeProvider.System)));

    private static async Task<(HttpClient Reader, int Identity)> PersonAsync(RunningServer server)
    {
        await server.PutPersonAsync("ann@example.com", "Ann", participates: "named");
        var identity = server.IdentityOf((await server.PostKeyAsync("ingest", "ann@example.com")).Key);
        return (server.Client((await server.PostKeyAsync("read", "ann@example.com")).Key), identity);
    }
}
