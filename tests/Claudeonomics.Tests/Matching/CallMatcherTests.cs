using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Matching;

public sealed class CallMatcherTests
{
    [Fact]
    public void Resolve_SameRequestFromTwoSources_IsOneCallWithTheBestFieldsOfBoth()
    {
        var telemetry = Call.Fact(Source.OtlpEvent, request: 5, write: 6_800, cost: 65_620);
        var transcript = Call.Fact(Source.LocalLog, at: 1_000_400, request: 5) with { Usage = new(10, 100, 6_000, 800, 0, 20, 0) };
        var call = Assert.Single(Resolve(transcript, telemetry));
        Assert.Equal(new TokenUsage(10, 100, 6_000, 800, 0, 20, 0), call.Usage);
        Assert.Equal(
            (Source.OtlpEvent, 1_000_000L, 65_620L, new Trust(Who.Known, Evidence.Corroborated)),
            (call.Source, call.AtUnixMs, call.ReportedCostMicros!.Value, call.Trust));
    }

    /// <summary>Prices are found by reference: a copy for each call would be looked for by its names each time.</summary>
    [Fact]
    public void Resolve_OneSourceDoesNotNameTheModel_HasTheOtherOnesOriginItself()
    {
        var unnamed = Call.Opus with { Provider = "", Model = CallOrigin.UnknownModel };
        var call = Assert.Single(Resolve(Call.Fact(Source.OtlpEvent, request: 5, origin: unnamed), Call.Fact(Source.LocalLog, at: 1_000_400, request: 5)));

        Assert.Same(Call.Opus, call.Origin);
    }

    [Fact]
    public void Resolve_PartialAndFinalCopyOfALog_TakesTheFinal()
    {
        var call = Assert.Single(Resolve(
            Call.Fact(Source.LocalLog, request: 5, output: 400, partial: true), Call.Fact(Source.LocalLog, request: 5, output: 412)));
        Assert.Equal(412, call.Usage.OutputTokens);
    }

    [Fact]
    public void Resolve_FixedParser_CanLowerANumber()
    {
        var call = Assert.Single(Resolve(
            Call.Fact(Source.LocalLog, request: 5, output: 900, revision: 1), Call.Fact(Source.LocalLog, request: 5, output: 300, revision: 2)));
        Assert.Equal(300, call.Usage.OutputTokens);
    }

    [Fact]
    public void Resolve_CopiesOfTwoDevicesWithoutAnId_IsOneCallForEachThatOneOfThemSaw()
    {
        // A home folder that is synced between two machines, one of which knows of one call more that costs the same.
        var (here, there) = (Call.Fact(Source.LocalLog) with { Device = 1 }, Call.Fact(Source.LocalLog) with { Device = 2 });
        Assert.Equal(2, Resolve(here, there, here with { AtUnixMs = 1_004_000 }).Count);
    }

    [Fact]
    public void Resolve_EqualCountsWithinSecondsWithoutAnId_IsOneCall() =>
        Assert.Single(Resolve(Call.Fact(Source.OtlpEvent, at: 1_000), Call.Fact(Source.LocalLog, at: 1_300, request: 9)));

    [Fact]
    public void Resolve_EqualCountsSecondsApartFromOneSource_AreTwoCalls() =>
        Assert.Equal(2, Resolve(Call.Fact(at: 1_000), Call.Fact(at: 1_300)).Count);

    [Fact]
    public void Resolve_EqualCountsUnderTwoRequestIds_AreTwoCalls() => Assert.Equal(
        2, Resolve(Call.Fact(Source.OtlpEvent, request: 1), Call.Fact(Source.LocalLog, request: 2)).Count);

    [Fact]
    public void Resolve_KnownAndClaimedIdentity_BelongsToTheKnownAndKeepsItsCounts()
    {
        var call = Assert.Single(Resolve(
            Call.Fact(Source.Gateway, request: 5, identity: 1, who: Who.Claimed, output: 9_999),
            Call.Fact(Source.LocalLog, request: 5, identity: 2, who: Who.Known)));
        Assert.Equal((2, 20L), (call.Identity, call.Usage.OutputTokens));
    }

    [Fact]
    public void Resolve_TwoClaimedIdentities_BelongsToTheFirstInTheLedger()
    {
        var call = Assert.Single(Resolve(
            Call.Fact(request: 5, identity: 8, who: Who.Claimed), Call.Fact(request: 5, identity: 3, who: Who.Claimed, output: 9_999)));
        Assert.Equal((8, 20L), (call.Identity, call.Usage.OutputTokens));
    }

    [Fact]
    public void Resolve_SpanAndEventOfOneExporter_DoNotConfirmEachOther()
    {
        var call = Assert.Single(Resolve(Call.Fact(Source.OtlpEvent, request: 5), Call.Fact(Source.OtlpSpan, request: 5)));
        Assert.Equal(Evidence.SelfReported, call.Trust.Evidence);
    }

    [Fact]
    public void Resolve_AnyOrderOfArrival_GivesTheSameCalls()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var facts = RandomFacts(random, sources: 4);
            var expected = Describe(Resolve(facts));
            for (var order = 0; order < 8; order++)
            {
                random.Shuffle(facts);
                Assert.Equal(expected, Describe(Resolve(facts)));
            }
        }
    }

    /// <summary>The judge tries every pairing of two sources' equal calls and takes the one that pairs the most.</summary>
    [Fact]
    public void Resolve_TwoSources_FindsAsFewCallsAsAnyPairingCould()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var facts = RandomFacts(new Random(seed), sources: 2);
            var most = MostPairs(
                [.. facts.Where(static fact => fact.Source is Source.OtlpEvent)],
                [.. facts.Where(static fact => fact.Source is Source.LocalLog)]);
            Assert.Equal(facts.Length - most, Resolve(facts).Count);
        }
    }

    /// <summary>A conversation made of equal calls must cost no more than its length: past a thousand the earliest wait no longer.</summary>
    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(1_100, 1_200)]
    [InlineData(20_000, 39_000)]
    public void Resolve_MoreEqualCallsAtOnceThanAreCompared_CountsTheRestApart(int calls, int resolved)
    {
        UsageEvent[] events = [.. Enumerable.Range(1, calls).Select(static i => Call.Fact(Source.OtlpEvent) with { Ordinal = (ulong)i })];
        UsageEvent[] logs = [.. Enumerable.Range(1, calls).Select(static i => Call.Fact(Source.LocalLog) with { Ordinal = (ulong)i })];

        Assert.Equal(resolved, Resolve([.. events, .. logs]).Count);
    }

    [Fact]
    public void Resolve_MoreCopiesOfOneRequestThanAreCompared_TakesNoOtherCallIn()
    {
        UsageEvent[] copies = [.. Enumerable.Range(1, 101).Select(static i => Call.Fact(Source.OtlpEvent, request: 5, identity: i))];

        Assert.Equal(2, Resolve([.. copies, Call.Fact(Source.LocalLog)]).Count);
        Assert.Single(Resolve([.. copies[..99], Call.Fact(Source.LocalLog)]));
    }

    private static int MostPairs(UsageEvent[] events, UsageEvent[] logs)
    {
        if (events.Length == 0)
        {
            return 0;
        }

        var best = MostPairs(events[1..], logs);
        for (var i = 0; i < logs.Length; i++)
        {
            var (a, b) = (events[0], logs[i]);
            if (a.Usage == b.Usage && Math.Abs(a.AtUnixMs - b.AtUnixMs) <= CallMatcher.MatchWindowMs)
            {
                best = Math.Max(best, 1 + MostPairs(events[1..], [.. logs[..i], .. logs[(i + 1)..]]));
            }
        }

        return best;
    }

    private static UsageEvent[] RandomFacts(Random random, int sources)
    {
        Source[] all = [Source.OtlpEvent, Source.LocalLog, Source.OtlpSpan, Source.Gateway];
        return [.. Enumerable.Range(0, random.Next(1, 8))
            .Select(i => Call.Fact(
                all[random.Next(sources)], at: 1_000_000 + random.Next(0, 30_000), output: random.Next(1, 3),
                request: sources > 2 && random.Next(3) == 0 ? (ulong)random.Next(1, 4) : 0))
            .DistinctBy(static fact => fact.Key)];
    }

    private static string[] Describe(List<ResolvedCall> calls) =>
        [.. calls.Select(static call => (call with { FirstFact = 0 }).ToString()).Order(StringComparer.Ordinal)];

    private static List<ResolvedCall> Resolve(params ReadOnlySpan<UsageEvent> facts)
    {
        var calls = new List<ResolvedCall>();
        CallMatcher.Resolve(facts, calls);
        return calls;
    }
}
