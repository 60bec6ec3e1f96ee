using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

/// <summary>Solving for the lifetime of cache writes, judged by trying every split.</summary>
public sealed class WriteSplitTests
{
    public static TheoryData<string, CallTraits> Models { get; } = new()
    {
        { "claude-opus-4-6", default },
        { "claude-opus-4-8", Calls.Fast },
        { "claude-opus-5-5", Calls.UnitedStates },
        { "claude-sonnet-4-6", default },
        { "claude-sonnet-5", default },
        { "claude-haiku-4-5", default },
        { "claude-haiku-4-5", Calls.Batch },
        { "claude-3-haiku", default },
        { "claude-fable-5-1", default },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Price_RandomSplits_AreFoundWhereOneFitsAndNeverGuessed(string model, CallTraits traits)
    {
        var random = new Random(7);
        var origin = Calls.Of("anthropic", model);
        var at = Calls.At("2026-11-21");
        var prices = PriceBook.Embedded.Quote(ModelName.Of(origin), traits, DateTimeOffset.FromUnixTimeMilliseconds(at))!.Prices;
        var unique = 0;
        for (var i = 0; i < 300; i++)
        {
            var writes = random.Next(1, 1_500);
            var hour = random.Next(4) switch { 0 => 0, 1 => writes, _ => random.Next(writes + 1) };
            var usage = Calls.Tokens(input: random.Next(5_000), cacheRead: random.Next(150_000), output: random.Next(3_000), writeUnknown: writes);
            // What is left to the hours is one number; noise makes one in five reports wrong.
            decimal Micros(int oneHour) => (usage.UncachedInputTokens * prices.Input) + (usage.CacheReadTokens * prices.CacheRead)
                + (usage.OutputTokens * prices.Output) + ((writes - oneHour) * prices.CacheWrite5m) + (oneHour * prices.CacheWrite1h);
            var reported = (long)decimal.Round(Micros(hour)) + (random.Next(5) == 0 ? random.Next(-3_000, 3_000) : 0);
            var fitting = Enumerable.Range(0, writes + 1).Where(split => Math.Abs(Micros(split) - reported) <= 0.5m).ToArray();

            var call = Calls.Embedded.Price(origin, traits, usage, at, Math.Max(0, reported), 0);

            var found = (call.ReportedCost, call.Usage.CacheWrite5mTokens, call.Usage.CacheWrite1hTokens, call.Usage.CacheWriteUnknownTokens);
            if (fitting.Length == 0)
            {
                Assert.Equal((ReportedCost.Differs, 0, 0, writes), found);
                continue;
            }

            unique += fitting.Length == 1 ? 1 : 0;
            Assert.Equal((ReportedCost.Agrees, writes - fitting[^1], fitting[0], fitting[^1] - fitting[0]), found);
            Assert.Equal(usage.TotalTokens, call.Usage.TotalTokens);
        }

        Assert.True(unique > 10, $"only {unique} of 300 had one solution");
    }

    // Claude Code 2.1.197, recorded 2026-11-22 (tests/fixtures/otlp/claude-code): what telemetry told, and how the stand-in had split
    // the writes. The second call's cost is 7,132.5 and was reported as 7,133: half a micro-dollar is rounded up.
    [Theory]
    [InlineData("claude-opus-4-6", 12, 0, 6_800, 90, 47_810, 6_000, 800)]
    [InlineData("claude-opus-4-6", 9, 6_800, 310, 70, 7_133, 310, 0)]
    [InlineData("claude-opus-4-6", 3, 7_110, 45, 40, 4_851, 45, 0)]
    [InlineData("claude-opus-4-6", 15, 0, 5_000, 60, 32_825, 5_000, 0)]
    [InlineData("claude-haiku-4-5-20251001", 8, 0, 2_000, 30, 2_658, 2_000, 0)]
    [InlineData("claude-opus-4-6", 4, 5_000, 120, 25, 3_895, 120, 0)]
    public void Price_CallsOfRealRuns_AreSplitAsTheirTranscriptsSay(
        string model, long input, long read, long writes, long output, long reported, long write5m, long write1h)
    {
        var call = Calls.Embedded.Price(
            Calls.Of("anthropic", model), default,
            Calls.Tokens(input: input, cacheRead: read, writeUnknown: writes, output: output), Calls.At("2026-11-22"), reported, 0);

        Assert.Equal(
            (ReportedCost.Agrees, Calls.Tokens(input, read, write5m, write1h, 0, output), 0L),
            (call.ReportedCost, call.Usage, call.CostSpreadNanoUsd));
    }

    // 0.75 micro-dollars a token: a whole micro-dollar sometimes leaves two readings, and then only what both agree on is told.
    [Fact]
    public void Price_TwoSplitsFit_OnlyTheirCommonPartIsTaken()
    {
        var usage = Calls.Tokens(writeUnknown: 100);

        // 125 + 0.75 h = 137 within half a micro-dollar: h is 16 (137.0); 15.33 to 16.67 leaves only that. 138.5 is not whole, so
        // 138: h from 16.67 to 18, that is 17 (137.75) or 18 (138.5).
        var one = Calls.Embedded.Price(Calls.Of("anthropic", "claude-haiku-4-5"), default, usage, Calls.At("2026-11-21"), 137, 0);
        var two = Calls.Embedded.Price(Calls.Of("anthropic", "claude-haiku-4-5"), default, usage, Calls.At("2026-11-21"), 138, 0);

        Assert.Equal((Calls.Tokens(write5m: 84, write1h: 16), 0L), (one.Usage, one.CostSpreadNanoUsd));
        Assert.Equal(
            (Calls.Tokens(write5m: 82, write1h: 17, writeUnknown: 1), 138_125L, 750L),
            (two.Usage, two.ListCostNanoUsd, two.CostSpreadNanoUsd));
    }

    // OpenAI charges for writing and knows one lifetime: there is nothing to solve and nothing open in the price.
    [Fact]
    public void Price_LifetimesThatCostTheSame_StayUnknownAtAnExactPrice()
    {
        var usage = Calls.Tokens(input: 1_000, writeUnknown: 10_000);

        var call = Calls.Embedded.Price(Calls.Of("openai", "gpt-5.6-sol"), default, usage, Calls.At("2026-11-21"), 54_000, 0);

        Assert.Equal((usage, 54_000_000L, 0L, ReportedCost.Agrees), (call.Usage, call.ListCostNanoUsd, call.CostSpreadNanoUsd, call.ReportedCost));
    }

    [Fact]
    public void Price_SomeLifetimesKnown_SolvesForTheRest()
    {
        var usage = Calls.Tokens(write5m: 100, write1h: 200, writeUnknown: 50);

        // 100 x 6.25 + 200 x 10 + 30 x 6.25 + 20 x 10
        var call = Calls.Embedded.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, usage, Calls.At("2026-11-21"), 3_012, 0);

        Assert.Equal((Calls.Tokens(write5m: 130, write1h: 220), 3_012_500L), (call.Usage, call.ListCostNanoUsd));
    }
}
