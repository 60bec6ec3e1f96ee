using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Matching;

public sealed class ConversationResolverTests
{
    [Fact]
    public void Resolve_EventsAndCounters_CountsTheEvents()
    {
        var resolved = Resolve([Call.Fact(request: 1)], [Point(CounterMeasure.OutputTokens, 20)]);
        Assert.Equal((1, 0), (resolved.Calls.Count, resolved.Counters.Count));
    }

    [Fact]
    public void Resolve_CountersOnly_CountsThemWithoutCalls()
    {
        var resolved = Resolve([], [Point(CounterMeasure.UncachedInputTokens, 24), Point(CounterMeasure.OutputTokens, 200),
            Point(CounterMeasure.CacheReadTokens, 30_000), Point(CounterMeasure.CacheWriteTokens, 6_800)]);
        Assert.Empty(resolved.Calls);
        Assert.Equal(new TokenUsage(24, 30_000, 0, 0, 6_800, 200, 0), Assert.Single(resolved.Counters).Usage);
    }

    [Fact]
    public void Resolve_ClaimedCalls_DoNotSilenceACounterOfSomebodyElse() => Assert.Single(
        Resolve([Call.Fact(identity: 9, who: Who.Claimed)], [Point(CounterMeasure.OutputTokens, 20)]).Counters);

    [Fact]
    public void Resolve_KnownCalls_MaskClaimedCounters() => Assert.Empty(
        Resolve([Call.Fact(identity: 9)], [Point(CounterMeasure.OutputTokens, 20) with { Who = Who.Claimed }]).Counters);

    [Fact]
    public void Resolve_CumulativeSeries_AddsDifferencesAndResets()
    {
        var resolved = Resolve([],
        [
            Running(start: 1, at: 100, value: 10), Running(start: 1, at: 200, value: 25), Running(start: 1, at: 300, value: 25),
            Running(start: 350, at: 400, value: 7),
            Running(start: 350, at: 500, value: 3),
        ]);
        Assert.Equal(10 + 15 + 7 + 3, resolved.Counters.Sum(static counter => counter.Usage.OutputTokens));
    }

    [Fact]
    public void Resolve_CumulativeSeriesOfUnknownStart_AddsNothingWithItsFirstPoint()
    {
        var resolved = Resolve([], [Running(start: 0, at: 100, value: 1_000), Running(start: 0, at: 200, value: 1_005)]);
        Assert.Equal(5, resolved.Counters.Sum(static counter => counter.Usage.OutputTokens));
    }

    [Fact]
    public void Resolve_InclusiveInputAndApartReasoning_BecomeDisjoint()
    {
        var resolved = Resolve([],
        [
            Point(CounterMeasure.InclusiveInputTokens, 1_000), Point(CounterMeasure.CacheReadTokens, 900),
            Point(CounterMeasure.OutputTokens, 50), Point(CounterMeasure.ExclusiveReasoningTokens, 30),
        ]);
        Assert.Equal(new TokenUsage(100, 900, 0, 0, 0, 80, 30), Assert.Single(resolved.Counters).Usage);
    }

    [Fact]
    public void Resolve_SingleDecisions_MaskTheCounterOfThem()
    {
        var facts = new ConversationFacts();
        facts.Add(Point(CounterMeasure.EditsAccepted, 3), 1);
        facts.Add(Point(CounterMeasure.LinesAdded, 40), 1);
        Assert.Equal(2, ConversationResolver.Resolve(facts).Acts.Count);
        facts.Add(new Signal
        {
            Identity = 1, Who = Who.Known, Source = Source.OtlpEvent, AtUnixMs = 1, Conversation = 7, Agent = "claude-code",
            Kind = SignalKind.EditAccepted, ByHuman = true,
        });
        Assert.Equal(CounterMeasure.LinesAdded, Assert.Single(ConversationResolver.Resolve(facts).Acts).Measure);
    }

    private static Resolution Resolve(IEnumerable<UsageEvent> calls, IEnumerable<CounterPoint> points)
    {
        var facts = new ConversationFacts();
        foreach (var call in calls)
        {
            facts.Add(call, 1);
        }

        foreach (var point in points)
        {
            facts.Add(point, 1);
        }

        return ConversationResolver.Resolve(facts);
    }

    private static CounterPoint Running(long start, long at, long value) => Point(CounterMeasure.OutputTokens, value) with
    {
        Temporality = Temporality.Cumulative, StartUnixMs = start, AtUnixMs = at,
    };

    private static CounterPoint Point(CounterMeasure measure, long value) => new()
    {
        Identity = 1,
        Who = Who.Known,
        AtUnixMs = 60_000,
        StartUnixMs = 1,
        Conversation = 7,
        Series = (ulong)measure,
        Temporality = Temporality.Delta,
        Measure = measure,
        Value = value,
        Origin = Call.Opus,
    };
}
