using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

public sealed class CostCalculatorTests
{
    // One run of Claude Code 2.1.197 against a stand-in, 2026-11-21: 24 input, 200 output, 30,000 read and 6,800 written, of which
    // the transcript says 6,000 for five minutes and 800 for an hour. Its telemetry gave the sum and cost_usd_micros.
    [Fact]
    public void Price_ReportedCostOfARealRun_TellsTheLifetimesOfItsCacheWrites()
    {
        var call = Calls.Embedded.Price(
            Calls.Of("anthropic", "claude-opus-4-6"), default,
            Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, writeUnknown: 6_800), Calls.At("2026-11-21"), 65_620, 0);

        Assert.Equal(
            new PricedCall(
                "claude-opus-4-6",
                new(ContextTier.Standard, default, PriceBook.Embedded.Version),
                Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, write5m: 6_000, write1h: 800),
                ListCostNanoUsd: 65_620_000,
                CostSpreadNanoUsd: 0,
                CacheSavedNanoUsd: 123_500_000,
                ReportedCost.Agrees),
            call);
    }
}
