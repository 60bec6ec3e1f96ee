using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>Totals of days that are older than single calls are kept.</summary>
public sealed class DayTotalTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 9, 10);
    private static readonly DateOnly Old = new(2026, 5, 14);
    private static readonly CallOrigin Origin = new("house-agent", "internal", TimeTravel.Model);

    [Fact]
    public async Task Append_TotalsOfAnOldDay_CountInEveryWindowAndStayAfterARestartAndARebuild()
    {
        using var time = new TimeTravel(Start);
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 7);
            Assert.Equal(new DayTotalOutcome(1, 0, 0, 0, 0), await AppendAsync(ledger, device: 1, Old, readAt: 1, Total(100)));
            Assert.Equal(new DayTotalOutcome(1, 0, 0, 0, 0), await AppendAsync(ledger, device: 1, Old.AddDays(1), readAt: 1, Total(20)));
            AssertSums(ledger);
        }

        await using (var ledger = time.Open())
        {
            AssertSums(ledger);
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            AssertSums(ledger);
            var verified = await ledger.VerifyAsync(null, TestContext.Current.CancellationToken);
            Assert.True(verified.Ok, verified.Problem);
        }

        // They end with everything else that is told by person.
        time.Clock.Advance(TimeSpan.FromDays(330));
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 2, tokens: 1);
            Assert.Equal(0, Tokens(ledger, new(2026, 5, 1), new(2026, 6, 1)));
        }

        void AssertSums(EmbeddedLedger ledger) => Assert.Equal(
            (100, 20, 120, 120, 127),
            (Tokens(ledger, Old, Old.AddDays(1)), Tokens(ledger, Old.AddDays(1), Old.AddDays(2)), Tokens(ledger, new(2026, 5, 1), new(2026, 6, 1)),
                Tokens(ledger, new(2026, 5, 10), new(2026, 7, 20)), Tokens(ledger, new(2026, 1, 1), Today.AddDays(1))));
    }

    [Fact]
    public async Task Append_ADayAgain_ReplacesWhatThatDeviceToldOfIt()
    {
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open();
        var other = Total(30) with { Origin = Origin with { Agent = "other-agent" } };
        Assert.Equal(new DayTotalOutcome(2, 0, 0, 0, 0), await AppendAsync(ledger, device: 1, Old, readAt: 10, Total(100), other));
        Assert.Equal(new DayTotalOutcome(0, 2, 0, 0, 0), await AppendAsync(ledger, device: 1, Old, readAt: 10, Total(100), other));
        Assert.Equal(new DayTotalOutcome(1, 0, 2, 0, 0), await AppendAsync(ledger, device: 1, Old, readAt: 20, Total(40)));
        Assert.Equal(new DayTotalOutcome(0, 0, 0, 1, 0), await AppendAsync(ledger, device: 1, Old, readAt: 15, Total(100)));
        Assert.Equal(40, Tokens(ledger, Old, Old.AddDays(1)));

        Assert.Equal(new DayTotalOutcome(1, 0, 0, 0, 0), await AppendAsync(ledger, device: 2, Old, readAt: 5, Total(3)));
        Assert.Equal(43, Tokens(ledger, Old, Old.AddDays(1)));
        Assert.Equal(new DayTotalOutcome(0, 0, 1, 0, 0), await AppendAsync(ledger, device: 1, Old, readAt: 30));
        Assert.Equal((3, 3), (Tokens(ledger, Old, Old.AddDays(1)), Tokens(ledger, new(2026, 5, 1), new(2026, 6, 1))));
    }

    [Fact]
    public async Task Append_DayWithCallsOfThatAgent_KeepsTheCallsOnly()
    {
        using var time = new TimeTravel(Start);
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 7);
        }

        time.Clock.Advance(TimeSpan.FromDays(80));
        await using (var ledger = time.Open())
        {
            var other = Total(30) with { Origin = Origin with { Agent = "other-agent" } };
            Assert.Equal(new DayTotalOutcome(1, 0, 0, 0, 1), await AppendAsync(ledger, device: 1, Today, readAt: 1, Total(100), other));
            Assert.Equal(37, Tokens(ledger, Today, Today.AddDays(1)));
            Assert.Equal(new DayTotalOutcome(0, 0, 0, 0, 1), await AppendAsync(ledger, device: 1, new(2020, 1, 1), readAt: 1, Total(100)));
        }
    }

    /// <summary>Whoever is told of a change reads at once.</summary>
    [Fact]
    public async Task Append_ReadAsSoonAsItChanged_IsReadAnew()
    {
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open();
        await AppendAsync(ledger, device: 1, Old, readAt: 1, Total(100));
        await AppendAsync(ledger, device: 1, Old.AddDays(1), readAt: 1, Total(20));
        var (from, to) = (Old.AddDays(-3), Old.AddDays(3));
        Assert.Equal(120, Tokens(ledger, from, to));
        var told = 0L;
        ledger.Cube.Changed += () => told = Tokens(ledger, from, to);
        await AppendAsync(ledger, device: 1, Old, readAt: 2, Total(300));
        Assert.Equal((320, 320), (told, Tokens(ledger, from, to)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Append_ReadingsInAnyOrder_CountTheLastOfEachDevice(int seed)
    {
        var random = new Random(seed);
        var readings = (from device in Enumerable.Range(1, 3)
            from day in Enumerable.Range(0, 4)
            from readAt in Enumerable.Range(1, 6)
            select (Device: (ulong)device, Day: Old.AddDays(day * 11), ReadAt: readAt, Tokens: random.Next(1, 1_000))).ToArray();
        var truth = readings.GroupBy(reading => (reading.Device, reading.Day)).Sum(day => day.MaxBy(reading => reading.ReadAt).Tokens);
        random.Shuffle(readings);
        using var time = new TimeTravel(Start);
        foreach (var some in readings.Chunk(20))
        {
            await using var ledger = time.Open();
            foreach (var (device, day, readAt, tokens) in some)
            {
                await AppendAsync(ledger, device, day, readAt, Total(tokens));
            }
        }

        await using var last = time.Open();
        Assert.Equal(truth, Tokens(last, new(2026, 1, 1), Today));
        Assert.Equal(truth, Enumerable.Range(0, 60).Sum(day => Tokens(last, Old.AddDays(day), Old.AddDays(day + 1))));
        var verified = await last.VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.True(verified.Ok, verified.Problem);
    }

    private static ModelTotal Total(long tokens) => new(Origin, default, new(tokens, 0, 0, 0, 0, 0, 0), Calls: 2, WebSearches: 0);

    private static async Task<DayTotalOutcome> AppendAsync(EmbeddedLedger ledger, ulong device, DateOnly day, int readAt, params ModelTotal[] totals) =>
        (await ledger.AppendDaysAsync([new(1, device, day.DayNumber, Start.AddMinutes(readAt).ToUnixTimeMilliseconds(), totals)]))!.Value;

    private static long Tokens(EmbeddedLedger ledger, DateOnly from, DateOnly to) => TimeTravel.Sum(ledger, BoardMeasure.TotalTokens, from, to);
}
