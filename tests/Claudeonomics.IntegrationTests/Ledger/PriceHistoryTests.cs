using Claudeonomics.Core.Ranking;

namespace Claudeonomics.IntegrationTests.Ledger;

public sealed class PriceHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task NewerPriceBook_CallsBeforeIt_KeepTheirPrice()
    {
        using var time = new TimeTravel(Start);
        await using (var ledger = time.Open(usdPerMTok: 1))
        {
            Assert.Equal(1, await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 1_000_000));
            Assert.Equal(1_000_000_000, CostOf(ledger));
        }

        await using (var ledger = time.Open(usdPerMTok: 3))
        {
            Assert.Equal(1_000_000_000, CostOf(ledger));
            Assert.Equal(0, await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 1_000_000));
            Assert.Equal(1, await TimeTravel.AppendAsync(ledger, Start, request: 2, tokens: 1_000_000));
            Assert.Equal(4_000_000_000, CostOf(ledger));
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            Assert.Equal(4_000_000_000, CostOf(ledger));
        }

        // A third book: what the second one priced stays too, from the checkpoint and from the batches.
        await using (var ledger = time.Open(usdPerMTok: 7))
        {
            Assert.Equal(4_000_000_000, CostOf(ledger));
            await ledger.RebuildAsync(TestContext.Current.CancellationToken);
            Assert.Equal(4_000_000_000, CostOf(ledger));
        }

        long CostOf(Claudeonomics.Storage.Embedded.EmbeddedLedger ledger) =>
            TimeTravel.Sum(ledger, BoardMeasure.ListCostNanoUsd, time.Today, time.Today.AddDays(1));
    }

    /// <summary>Prices are changed before the first call, and once more because of a slip.</summary>
    [Fact]
    public async Task NewerPriceBooks_WithNoCallBetween_TheLastIsInForce()
    {
        using var time = new TimeTravel(Start);
        await OpenAndCloseAsync(1, 2);
        await using (var ledger = time.Open(usdPerMTok: 3))
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 1_000_000);
        }

        await OpenAndCloseAsync(4, 5, 3);
        await using var last = time.Open(usdPerMTok: 7);
        await TimeTravel.AppendAsync(last, Start, request: 2, tokens: 1_000_000);
        await last.RebuildAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10_000_000_000, TimeTravel.Sum(last, BoardMeasure.ListCostNanoUsd, time.Today, time.Today.AddDays(1)));

        async Task OpenAndCloseAsync(params decimal[] prices)
        {
            foreach (var price in prices)
            {
                await time.Open(price).DisposeAsync();
            }
        }
    }

    /// <summary>Nothing came in for so long that no raw fact is left.</summary>
    [Fact]
    public async Task NewerPriceBook_EverythingBeforeItHasExpired_IsInForce()
    {
        using var time = new TimeTravel(Start);
        await using (var ledger = time.Open(usdPerMTok: 1))
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 1, tokens: 1_000_000);
        }

        await using (var ledger = time.Open(usdPerMTok: 2))
        {
            await TimeTravel.AppendAsync(ledger, Start, request: 2, tokens: 1_000_000);
            time.Clock.Advance(TimeSpan.FromDays(70));
            await ledger.CheckpointAsync(TestContext.Current.CancellationToken);
        }

        await using (var ledger = time.Open(usdPerMTok: 7))
        {
            await TimeTravel.AppendAsync(ledger, time.Clock.GetUtcNow(), request: 3, tokens: 1_000_000);
            AssertCost(ledger);
        }

        await using var again = time.Open(usdPerMTok: 9);
        AssertCost(again);
        await again.RebuildAsync(TestContext.Current.CancellationToken);
        AssertCost(again);

        void AssertCost(Claudeonomics.Storage.Embedded.EmbeddedLedger ledger) => Assert.Equal(
            7_000_000_000, TimeTravel.Sum(ledger, BoardMeasure.ListCostNanoUsd, time.Today, time.Today.AddDays(1)));
    }
}
