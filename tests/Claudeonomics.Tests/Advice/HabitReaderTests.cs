using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Advice;

/// <summary>What the night makes of a conversation's facts, for advice.</summary>
public sealed class HabitReaderTests
{
    private const ulong Conversation = 7;
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly CompanyCalendar Calendar = new(TimeZoneInfo.Utc);

    [Fact]
    public void Read_APauseBetweenTwoCalls_LosesTheCacheOfItsOwnModel()
    {
        var day = ReadOne(
            [
                Call(0, new(0, 0, 40_000, 0, 0, 600, 0)),
                Call(6, new(0, 0, 41_000, 0, 0, 600, 0), "claude-sonnet-4-6"),
                Call(12, new(0, 0, 40_000, 0, 0, 600, 0)),
            ],
            [Prompt(0)]);

        // 40,000 tokens written once more at $6.25 instead of read at $0.50 a million.
        Assert.Equal([new HabitCost(AdviceKind.CacheLostToPauses, 230_000_000, 1, 0, "")], day.Habits);
    }

    [Fact]
    public void Read_ACallThatTwoSourcesTellOf_CountsOnce()
    {
        var call = Call(0, new(0, 150_000, 0, 0, 0, 600, 0)) with { Request = 9 };
        var day = ReadOne([call, call with { Source = Source.LocalLog, Device = 3 }], [Prompt(0)]);

        Assert.Equal([new HabitCost(AdviceKind.ContextBloat, 25_000_000, 1, 0, "")], day.Habits);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    public void Read_HoursAlone_CostSomethingWhereNothingWasLeft(bool isAccepted, int expected)
    {
        UsageEvent[] calls = [Call(0, Work), Call(25, Work), Call(60, Work), Call(100, Work)];
        Signal[] signals = isAccepted ? [Prompt(0), Prompt(0) with { Kind = SignalKind.EditAccepted, ByHuman = false }] : [Prompt(0)];

        var alone = ReadOne(calls, signals).Habits.Where(static cost => cost.Kind is AdviceKind.UnsupervisedStretch).Sum(static cost => cost.Requests);

        Assert.Equal(expected, alone);
    }

    [Fact]
    public void Read_WithoutSignals_SaysNothingOfHoursAlone() =>
        Assert.Empty(ReadOne([Call(0, Work), Call(40, Work), Call(80, Work), Call(120, Work)], []).Habits);

    [Fact]
    public void Read_TwoPeopleInOneConversation_EachHaveTheirOwn()
    {
        var facts = new ConversationFacts();
        facts.Add(Call(0, new(0, 150_000, 0, 0, 0, 600, 0)), 1);
        facts.Add(Call(1, new(0, 50_000, 0, 0, 0, 600, 0)) with { Identity = 2 }, 1);
        facts.Add(Call(2, new(0, 120_000, 0, 0, 0, 600, 0)) with { Identity = 2 }, 1);
        var days = new List<ConversationDay>();
        new ConversationDayReader(Calendar, new(PriceBook.Embedded)).Read(Conversation, facts, [], days);

        Assert.Equal(
            [(1, 25_000_000L), (2, 10_000_000L)],
            days.Select(static day => (day.Identity, Assert.Single(day.Habits).SavedNanoUsd)));
    }

    private static TokenUsage Work => new(0, 50_000, 0, 0, 0, 1_000, 0);

    private static ConversationDay ReadOne(UsageEvent[] calls, Signal[] signals)
    {
        var facts = new ConversationFacts();
        foreach (var call in calls)
        {
            facts.Add(call, 1);
        }

        foreach (var signal in signals)
        {
            facts.Add(signal);
        }

        var days = new List<ConversationDay>();
        new ConversationDayReader(Calendar, new(PriceBook.Embedded)).Read(Conversation, facts, signals, days);
        return Assert.Single(days);
    }

    private static UsageEvent Call(int minute, TokenUsage usage, string model = "claude-opus-4-6") => new()
    {
        Identity = 1,
        Who = Who.Known,
        Source = Source.OtlpEvent,
        AtUnixMs = Morning.AddMinutes(minute).ToUnixTimeMilliseconds(),
        Conversation = Conversation,
        Ordinal = (ulong)minute,
        Origin = new("claude-code", "anthropic", model),
        Usage = usage,
    };

    private static Signal Prompt(int minute) => new()
    {
        Identity = 1,
        Who = Who.Known,
        Source = Source.OtlpEvent,
        AtUnixMs = Morning.AddMinutes(minute).ToUnixTimeMilliseconds(),
        Conversation = Conversation,
        Agent = "claude-code",
        Kind = SignalKind.Prompt,
        ByHuman = true,
    };
}
