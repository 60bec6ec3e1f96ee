using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

public sealed class CostCalculatorTests
{
    private static readonly TokenUsage AMillionOfEach =
        Calls.Tokens(input: 1_000_000, cacheRead: 1_000_000, write5m: 1_000_000, write1h: 1_000_000, output: 1_000_000);

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

    [Fact]
    public void Price_SameRunWithoutAReportedCost_IsTheMiddleOfItsRange()
    {
        var usage = Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, writeUnknown: 6_800);

        var call = Calls.Embedded.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, usage, Calls.At("2026-11-21"), null, 0);

        // All at five minutes: $0.06262; all at an hour: $0.08812.
        Assert.Equal(
            (usage, 75_370_000L, 25_500_000L, 113_750_000L, ReportedCost.None),
            (call.Usage, call.ListCostNanoUsd, call.CostSpreadNanoUsd, call.CacheSavedNanoUsd, call.ReportedCost));
    }

    [Fact]
    public void Price_ReportedCostThatNoSplitExplains_DiffersAndLeavesTheLifetimeOpen()
    {
        var usage = Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, writeUnknown: 6_800);

        var call = Calls.Embedded.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, usage, Calls.At("2026-11-21"), 99_999_999, 0);

        Assert.Equal((usage, 25_500_000L, ReportedCost.Differs), (call.Usage, call.CostSpreadNanoUsd, call.ReportedCost));
    }

    [Theory]
    [InlineData(65_620, ReportedCost.Agrees)]
    [InlineData(65_621, ReportedCost.Differs)]
    [InlineData(65_619, ReportedCost.Differs)]
    [InlineData(0, ReportedCost.Differs)]
    [InlineData(null, ReportedCost.None)]
    public void Price_KnownLifetimes_ComparesTheReportedCost(int? micros, ReportedCost expected) =>
        Assert.Equal(
            expected,
            Calls.Embedded.Price(
                Calls.Of("anthropic", "claude-opus-4-6"), default,
                Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, write5m: 6_000, write1h: 800), Calls.At("2026-11-21"), micros, 0)
                .ReportedCost);

    [Fact]
    public void Price_FastCall_IsComparedAtTheFastPriceAndOnlyThen()
    {
        var usage = Calls.Tokens(input: 1_000, output: 100);
        ReportedCost Reported(CallTraits traits, long micros) =>
            Calls.Embedded.Price(Calls.Of("anthropic", "claude-opus-4-8"), traits, usage, Calls.At("2026-11-21"), micros, 0).ReportedCost;

        // 1,000 x 5 + 100 x 25 = 7,500 millionths of a dollar; twice that in fast mode.
        Assert.Equal(
            (ReportedCost.Agrees, ReportedCost.Differs, ReportedCost.Agrees, ReportedCost.Differs),
            (Reported(default, 7_500), Reported(default, 15_000), Reported(Calls.Fast, 15_000), Reported(Calls.Fast, 7_500)));
    }

    [Theory]
    [InlineData(200_000, ContextTier.Standard, "1.0000000")]
    [InlineData(200_001, ContextTier.LongContext, "2.0000100")]
    public void Price_ContextAroundTheThreshold_MovesTheWholeCall(long input, ContextTier tier, string usd)
    {
        var call = Calls.Embedded.Price(
            Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(input: input), Calls.At("2026-03-12"), null, 0);

        Assert.Equal((tier, decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)), (call.Class.Tier, call.ListCostNanoUsd / 1_000_000_000m));
    }

    [Fact]
    public void Price_CachedTokens_CountAsContextAndOutputDoesNot()
    {
        ContextTier Tier(TokenUsage usage) =>
            Calls.Embedded.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, usage, Calls.At("2026-03-12"), null, 0).Class.Tier;

        Assert.Equal(
            (ContextTier.LongContext, ContextTier.Standard),
            (Tier(Calls.Tokens(input: 1, cacheRead: 100_000, write5m: 50_000, write1h: 25_000, writeUnknown: 25_000)),
                Tier(Calls.Tokens(input: 200_000, output: 64_000))));
    }

    // Ten calls of 100,000 tokens each are below every threshold; their sum as one call is above it, and dearer by 90%.
    [Fact]
    public void PriceSum_ManyCallsAddedUp_StayInTheStandardTier()
    {
        var (origin, at) = (Calls.Of("anthropic", "claude-opus-4-6"), Calls.At("2026-03-12"));
        var one = Calls.Tokens(input: 2_000, cacheRead: 90_000, write5m: 8_000, output: 1_000);
        var sum = Enumerable.Repeat(one, 10).Aggregate((left, right) => left + right);

        var added = 10 * Calls.Embedded.Price(origin, default, one, at, null, 0).ListCostNanoUsd;

        Assert.Equal(
            (added, true),
            (Calls.Embedded.PriceSum(origin, default, sum, at).ListCostNanoUsd, Calls.Embedded.Price(origin, default, sum, at, null, 0).ListCostNanoUsd > added));
    }

    [Fact]
    public void Price_LongContextFlag_ChangesNothing()
    {
        var usage = Calls.Tokens(input: 10, cacheRead: 150_000, output: 500);

        Assert.Equal(Calls.Usd("anthropic", "claude-sonnet-4-5", usage), Calls.Usd("anthropic", "claude-sonnet-4-5[1m]", usage));
    }

    [Theory]
    [InlineData("anthropic", "claude-opus-4-6", 10, "0.100000000")]
    [InlineData("openai", "gpt-5.4", 1, "0.010000000")]
    [InlineData("openrouter", "anthropic/claude-opus-4.6", 10, "0.000000000")]
    public void Price_WebSearches_CostWhatTheListSaysApartFromTokens(string provider, string model, int searches, string usd) =>
        Assert.Equal(
            decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture),
            Calls.Usd(provider, model, default, webSearches: searches));

    [Fact]
    public void Price_Modifiers_LeaveWebSearchesAlone() =>
        Assert.Equal(
            0.01m + (5.5m * 1_000 / 1_000_000),
            Calls.Usd("anthropic", "claude-opus-4-6", Calls.Tokens(input: 1_000), Calls.UnitedStates, webSearches: 1));

    [Theory]
    [InlineData("anthropic", "unknown", "unknown")]
    [InlineData("anthropic", "other", "other")]
    [InlineData("openai", "gpt-5.4-codex", "gpt-5.4-codex")]
    [InlineData("", "my-model", "my-model")]
    public void Price_UnknownModel_IsUnpricedAndKeepsItsTokens(string provider, string model, string name)
    {
        var usage = Calls.Tokens(input: 1_000, writeUnknown: 10, output: 5);

        Assert.Equal(
            new PricedCall(name, PriceClass.Unpriced(Calls.Fast), usage, null, 0, 0, ReportedCost.None),
            Calls.Embedded.Price(Calls.Of(provider, model), Calls.Fast, usage, Calls.At("2026-11-21"), 1_234, 3));
    }

    [Fact]
    public void Price_PlaceInTheName_IsPartOfTheClass()
    {
        PriceClass Class(string model, CallTraits traits) =>
            Calls.Embedded.Price(Calls.Of("aws.bedrock", model), traits, Calls.Tokens(input: 1), Calls.At("2026-11-21"), null, 0).Class;

        Assert.Equal(Calls.Regional, Class("eu.anthropic.claude-opus-4-6-v1:0", default).Traits);
        // What the source says beats what the name says.
        Assert.Equal(Calls.UnitedStates, Class("eu.anthropic.claude-opus-4-6-v1:0", Calls.UnitedStates).Traits);
    }

    [Fact]
    public void Price_ReasoningTokens_AreBilledOnceInsideOutput() =>
        Assert.Equal(
            Calls.Usd("openai", "gpt-5", Calls.Tokens(output: 1_000)),
            Calls.Usd("openai", "gpt-5", new TokenUsage(0, 0, 0, 0, 0, 1_000, 700)));

    [Fact]
    public void Price_CacheThatWasWrittenAndNeverRead_SavedLessThanNothing()
    {
        var call = Calls.Embedded.Price(
            Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(write5m: 1_000), Calls.At("2026-11-21"), null, 0);

        Assert.Equal(-1_250_000, call.CacheSavedNanoUsd);
    }

    // DeepSeek's cache reads cost 0.003625 dollars a million: 3.625 nano-dollars a token.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 15)]
    [InlineData(12, 44)]
    [InlineData(1_000, 3_625)]
    public void Price_FractionsOfANanoDollar_AreRoundedOncePerCallHalfUp(long tokens, long nanoUsd) =>
        Assert.Equal(
            nanoUsd,
            Calls.Embedded.Price(
                Calls.Of("deepseek", "deepseek-v4-pro"), default, Calls.Tokens(cacheRead: tokens), Calls.At("2026-08-01"), null, 0).ListCostNanoUsd);

    [Fact]
    public void Price_CountsAtTheLimitOfIntake_AreUnpricedRatherThanABillion()
    {
        const long limit = 1_000_000_000_000_000;

        var call = Calls.Embedded.Price(
            Calls.Of("anthropic", "claude-opus-4-6"), Calls.Fast, Calls.Tokens(limit, limit, limit, limit, limit, limit),
            Calls.At("2026-11-21"), long.MaxValue, int.MaxValue);

        Assert.Null(call.ListCostNanoUsd);
    }

    // A million tokens of context and 128,000 of output in fast mode cost 50 dollars, a million dollars is nobody's call: it would drown every sum.
    [Theory]
    [InlineData(1_000_000, 128_000, 49_200_000_000)]
    [InlineData(1_000_000, 6_000_000, 930_000_000_000)]
    [InlineData(1_000_000, 7_000_000, null)]
    [InlineData(1_000_000_000, 0, null)]
    public void Price_ACallOfAThousandDollars_IsUnpriced(long input, long output, long? nanoUsd) =>
        Assert.Equal(
            nanoUsd,
            Calls.Embedded.Price(
                Calls.Of("anthropic", "claude-opus-4-6"), Calls.Fast, Calls.Tokens(input, output: output), Calls.At("2026-11-21"), null, 0).ListCostNanoUsd);

    [Fact]
    public void Price_ACallThatACacheSavedThousands_IsUnpriced() =>
        Assert.Null(Calls.Embedded.Price(
            Calls.Of("anthropic", "claude-fable-5-1"), default, Calls.Tokens(cacheRead: 1_000_000_000), Calls.At("2026-11-21"), null, 0).ListCostNanoUsd);

    [Theory]
    [InlineData(100_000_000_000, 500_000_000_000_000)]
    [InlineData(300_000_000_000, null)]
    public void PriceSum_ADay_HasRoomForManyCallsAndNoMore(long input, long? nanoUsd) =>
        Assert.Equal(
            nanoUsd,
            Calls.Embedded.PriceSum(Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(input), Calls.At("2026-11-21")).ListCostNanoUsd);

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Price_SmallAndLargeCounts_AreProportional(long times)
    {
        var usage = Calls.Tokens(input: 3, cacheRead: 5, write5m: 7, write1h: 11, writeUnknown: 2, output: 13);
        var many = Calls.Tokens(3 * times, 5 * times, 7 * times, 11 * times, 2 * times, 13 * times);
        var (origin, at) = (Calls.Of("anthropic", "claude-opus-4-6"), Calls.At("2026-11-21"));

        var one = Calls.Embedded.PriceSum(origin, default, usage, at);
        var all = Calls.Embedded.PriceSum(origin, default, many, at);

        Assert.Equal(
            (one.ListCostNanoUsd * times, one.CostSpreadNanoUsd * times, one.CacheSavedNanoUsd * times),
            (all.ListCostNanoUsd, all.CostSpreadNanoUsd, all.CacheSavedNanoUsd));
    }

    [Fact]
    public void Price_AMillionOfEach_IsTheSumOfThePriceList() =>
        Assert.Equal(5m + 0.5m + 6.25m + 10m + 25m, Calls.Usd("anthropic", "claude-opus-4-6", AMillionOfEach));

    [Fact]
    public void Price_TimeBeforeTheEpochAndFarFuture_AreDaysLikeOthers() =>
        Assert.Equal(
            (5_000L, 5_000L),
            (Calls.Embedded.PriceSum(Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(input: 1), long.MinValue).ListCostNanoUsd,
                Calls.Embedded.PriceSum(Calls.Of("anthropic", "claude-opus-4-6"), default, Calls.Tokens(input: 1), long.MaxValue).ListCostNanoUsd));

    [Fact]
    public void Price_MoreOriginsThanAreKept_ArePricedAllTheSame()
    {
        var calculator = new CostCalculator(PriceBook.Embedded);

        var costs = Enumerable.Range(0, 5_000)
            .Select(i => calculator.Price(
                new($"agent-{i}", "anthropic", "claude-opus-4-6"), default, Calls.Tokens(input: 1_000), Calls.At("2026-11-21"), null, 0).ListCostNanoUsd)
            .Distinct();

        Assert.Equal([5_000_000L], costs);
    }

    [Fact]
    public void Price_EveryCallAfterTheFirst_AllocatesNothing()
    {
        var calculator = new CostCalculator(PriceBook.Embedded);
        var (origin, at) = (Calls.Of("anthropic", "claude-opus-4-6"), Calls.At("2026-11-21"));
        var usage = Calls.Tokens(input: 24, output: 200, cacheRead: 30_000, writeUnknown: 6_800);
        calculator.Price(origin, default, usage, at, 65_620, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            calculator.Price(origin, default, usage, at, 65_620, 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Each reading of the ledger has origins of its own. Were the first 2,000 kept for good, all later ones would be found by value only.</summary>
    [Fact]
    public void Price_OriginsThatNobodyUsesAnyMore_AreLetGo()
    {
        var calculator = new CostCalculator(PriceBook.Embedded);
        var first = PriceOnce(calculator);
        for (var i = 0; i < 2_001; i++)
        {
            PriceOnce(calculator);
        }

        GC.Collect();
        Assert.False(first.IsAlive);
    }

    // Not inlined, so that nothing here holds the origin.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference PriceOnce(CostCalculator calculator)
    {
        var origin = Calls.Of("anthropic", "claude-opus-4-6") with { };

        // The first of equal ones is kept for finding them by value.
        calculator.Price(Calls.Of("anthropic", "claude-opus-4-6"), default, AMillionOfEach, Calls.At("2026-11-21"), null, 0);
        calculator.Price(origin, default, AMillionOfEach, Calls.At("2026-11-21"), null, 0);
        return new(origin);
    }

    [Fact]
    public async Task Price_ManyThreadsAtOnce_GiveTheSameAnswers()
    {
        var calculator = new CostCalculator(PriceBook.Embedded);
        var names = new SecondOpinion().Listed();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => names
            .Select(listed => calculator.Price(
                Calls.Of(listed.Provider, listed.Name), default, AMillionOfEach, Calls.At("2026-11-21"), null, 0))
            .ToArray())));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }
}
