using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.IntegrationTests.Ledger;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 10);

    [Fact]
    public async Task DaysPastTheHorizon_StayInEveryWindow_UntilThirteenMonths()
    {
        using var time = new TimeTravel(Start);
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 100);
            await TimeTravel.AppendAsync(ledger, Start.AddDays(1), request: 2, tokens: 20);
        }

        KeptHead kept;
        await using (var ledger = time.Open())
        {
            kept = new(ledger.Head, time.Clock.GetUtcNow());
        }

        // Two months and a bit: the raw facts go, the sums stay, whole months and parts of them.
        time.Clock.Advance(TimeSpan.FromDays(70));
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 3, tokens: 3);
            Assert.True(ledger.Cube.HotFrom > Day, $"{ledger.Cube.HotFrom} is not past {Day}");
            AssertSums(ledger);
            // Also against a head that was kept then, whose batch has expired.
            foreach (var expected in (KeptHead?[])[null, kept])
            {
                var verified = await ledger.VerifyAsync(expected, TestContext.Current.CancellationToken);
                Assert.True(verified.Ok, verified.Problem);
            }
        }

        await using (var ledger = time.Open())
        {
            AssertSums(ledger);
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            AssertSums(ledger);
        }

        // Sums per person end after 400 days, by whole months.
        time.Clock.Advance(TimeSpan.FromDays(400));
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 4, tokens: 4);
            Assert.Equal(0, Tokens(ledger, Day.AddDays(-9), Day.AddDays(21)));
            Assert.Equal(4, Tokens(ledger, time.Today, time.Today.AddDays(1)));
            var verified = await ledger.VerifyAsync(null, TestContext.Current.CancellationToken);
            Assert.True(verified.Ok, verified.Problem);
        }

        void AssertSums(EmbeddedLedger ledger)
        {
            Assert.Equal(
                (100, 20, 120, 120, 123),
                (Tokens(ledger, Day, Day.AddDays(1)), Tokens(ledger, Day.AddDays(1), Day.AddDays(2)),
                    Tokens(ledger, new(2026, 3, 1), new(2026, 4, 1)), Tokens(ledger, new(2026, 3, 5), new(2026, 4, 20)),
                    Tokens(ledger, new(2026, 1, 1), time.Today.AddDays(1))));
        }
    }

    [Fact]
    public async Task NothingComesInAnyMore_DaysGoAllTheSame()
    {
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open();
        await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 100);

        time.Clock.Advance(TimeSpan.FromDays(70));

        for (var tries = 0; tries < 600 && ledger.Cube.HotFrom <= Day; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Assert.Equal(time.Today.AddDays(-63), ledger.Cube.HotFrom);
    }

    [Fact]
    public async Task ClockJumpsAheadByYears_NothingIsLetGoUntilItIsBelieved()
    {
        const int Days = 20;
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open();
        for (var day = 0; day < Days; day++)
        {
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: (ulong)day + 1, tokens: 10);
            time.Clock.Advance(TimeSpan.FromDays(1));
        }

        var ahead = TimeSpan.FromDays(1_000);
        time.Clock.Jump(ahead);
        await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 100, tokens: 5);
        Assert.Equal(10 * Days, Tokens(ledger, Day, Day.AddDays(Days)));

        // Put right: as if it had never been, but for the one call that was dated by it.
        time.Clock.Jump(-ahead);
        await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 101, tokens: 5);
        Assert.Equal(10 * Days, Tokens(ledger, Day, Day.AddDays(Days)));
        await ledger.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10 * Days, Tokens(ledger, Day, Day.AddDays(Days)));
        var verified = await ledger.VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.True(verified.Ok, verified.Problem);

        // And if it stays that way for a day, it is the time.
        time.Clock.Jump(ahead);
        await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 102, tokens: 5);
        Assert.Equal(10 * Days, Tokens(ledger, Day, Day.AddDays(Days)));
        time.Clock.Advance(TimeSpan.FromDays(1));
        await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 103, tokens: 5);
        Assert.Equal(0, Tokens(ledger, Day, Day.AddDays(Days)));
    }

    /// <summary>A company that did nothing for two months: no raw fact is left.</summary>
    [Fact]
    public async Task EverythingHasExpired_TheChainGoesOnWhereItEnded()
    {
        using var time = new TimeTravel(Start);
        KeptHead kept;
        await using (var ledger = time.Open())
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 100);
            await TimeTravel.AppendAsync(ledger, Start, request: 2, tokens: 20);
            kept = new(ledger.Head, time.Clock.GetUtcNow());
            time.Clock.Advance(TimeSpan.FromDays(70));
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
            await AssertVerifiedAsync(ledger);
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            Assert.Equal(kept.Head, ledger.Head);
            await AssertVerifiedAsync(ledger);
        }

        await using (var ledger = time.Open())
        {
            Assert.Equal(kept.Head, ledger.Head);
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 3, tokens: 3);
            Assert.Equal(kept.Head.Sequence + 1, ledger.Head.Sequence);
            await AssertVerifiedAsync(ledger);
            Assert.Equal(123, Tokens(ledger, Day, time.Today.AddDays(1)));
        }

        async Task AssertVerifiedAsync(EmbeddedLedger ledger)
        {
            foreach (var expected in (KeptHead?[])[null, kept])
            {
                var verified = await ledger.VerifyAsync(expected, TestContext.Current.CancellationToken);
                Assert.True(verified.Ok, verified.Problem);
            }
        }
    }

    [Fact]
    public async Task EverythingHasExpired_PowerLossAfterTheNextCommit_LosesNothing()
    {
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open();
        await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 100);
        time.Clock.Advance(TimeSpan.FromDays(70));
        await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 2, tokens: 20, isFolded: false);

        using var found = time.AfterPowerLoss();
        await using var again = found.Open();
        Assert.Equal(120, Tokens(again, Day, found.Today.AddDays(1)));
        var verified = await again.VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.True(verified.Ok, verified.Problem);
    }

    /// <summary>A checkpoint in the midst of a rebuild, which is the first one of a new day.</summary>
    [Fact]
    public async Task Rebuild_AfterMidnight_LetsADayGoWhole()
    {
        using var time = new TimeTravel(Start);
        await using var ledger = time.Open(factsPerCheckpoint: 1);
        for (ulong request = 1; request <= 5; request++)
        {
            await TimeTravel.AppendAsync(ledger, Start, request, tokens: 10);
        }

        // The last day on which the first is kept by itself.
        time.Clock.Advance(TimeSpan.FromDays(63));
        await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        time.Clock.Advance(TimeSpan.FromDays(1));
        await ledger.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Day.AddDays(1), ledger.Cube.HotFrom);
        Assert.Equal(50, Tokens(ledger, Day, Day.AddDays(1)));
    }

    private static long Tokens(EmbeddedLedger ledger, DateOnly from, DateOnly to) =>
        TimeTravel.Sum(ledger, BoardMeasure.TotalTokens, from, to);
}
