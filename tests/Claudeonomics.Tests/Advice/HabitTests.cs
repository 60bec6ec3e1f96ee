using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Advice;

/// <summary>Habits as the ledger shows them; those that logs show too are tested there (CommandLine/Advice).</summary>
public sealed class HabitTests
{
    private static readonly CostCalculator Prices = new(PriceBook.Embedded);
    private static readonly long Start = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData(9, 180_000, 0)]
    [InlineData(10, 180_000, 10)]
    [InlineData(10, 159_999, 0)]
    [InlineData(10, 200_000, 10)]
    [InlineData(10, 200_001, 0)]
    public void FlatContextNearLimit_CallsInARow_CountFromTenAndWithinTheWindow(int calls, long context, int expected) =>
        Assert.Equal(expected, Full([.. Enumerable.Repeat(Reading(context), calls)]).Count);

    [Fact]
    public void FlatContextNearLimit_ACallInBetweenThatIsShort_BeginsAnew() =>
        Assert.Equal(
            Enumerable.Range(10, 11),
            Full([.. Enumerable.Repeat(Reading(170_000), 9), Reading(40_000), .. Enumerable.Repeat(Reading(170_000), 11)]));

    [Fact]
    public void FlatContextNearLimit_OfOpus_SavesTheReadsBeyondHalfOfTheWindow() =>
        // Ten times 80,000 tokens at $0.50 a million.
        Assert.Equal(0.4m, Saved(new FlatContextNearLimit(), ThreadOf([.. Enumerable.Repeat(Reading(180_000), 10)])));

    [Fact]
    public void UnsupervisedStretch_ThatLeftNothing_SavesWhatCameAfterHalfAnHour()
    {
        var thread = ThreadOf([Alone(0), Alone(20), Alone(40), Alone(95)], leftNothing: true);

        Assert.Equal([2, 3], new UnsupervisedStretch().Find(thread).Select(static found => found.Call));
        // Two calls of 100,000 tokens read at $0.50 and 1,000 written at $25 a million.
        Assert.Equal(0.15m, Saved(new UnsupervisedStretch(), thread));
    }

    [Fact]
    public void UnsupervisedStretch_Supervised_Productive_OrUnknown_IsNoHabit()
    {
        AdviceCall[] alone = [Alone(0), Alone(40), Alone(95)];

        Assert.Empty(new UnsupervisedStretch().Find(ThreadOf(alone, leftNothing: false)));
        Assert.Empty(new UnsupervisedStretch().Find(ThreadOf(alone, leftNothing: null)));
        Assert.Empty(new UnsupervisedStretch().Find(ThreadOf([Alone(0), Alone(40), Alone(89)], leftNothing: true)));
        Assert.Empty(new UnsupervisedStretch().Find(ThreadOf([Alone(80), Alone(5), Alone(80)], leftNothing: true)));
        Assert.Empty(new UnsupervisedStretch().Find(ThreadOf([.. alone.Select(static call => call with { AloneMs = null })], leftNothing: true)));
    }

    [Fact]
    public void Saving_WithoutAPrice_IsUnknown()
    {
        var thread = ThreadOf([Reading(150_000)], model: "llama-local");

        Assert.Null(Habits.Saving(Prices, thread, new(0, thread.Origin, default)));
    }

    [Fact]
    public void All_Habits_AreOneOfAKind() => Assert.Equal(Enum.GetValues<AdviceKind>(), Habits.All.Select(static habit => habit.Kind).Order());

    private static List<int> Full(AdviceCall[] calls) => [.. new FlatContextNearLimit().Find(ThreadOf(calls)).Select(static found => found.Call)];

    private static decimal Saved(IHabit habit, AdviceThread thread) =>
        habit.Find(thread).Sum(found => Habits.Saving(Prices, thread, found)!.Value) / 1_000_000_000m;

    private static AdviceThread ThreadOf(AdviceCall[] calls, bool? leftNothing = null, string model = "claude-opus-4-6") =>
        new(new("claude-code", "anthropic", model), model, calls, leftNothing);

    private static AdviceCall Reading(long context) => new(Start, default, new(0, context, 0, 0, 0, 600, 0), IsPartial: false);

    private static AdviceCall Alone(int minutes) =>
        new(Start + (minutes * 60_000), default, new(0, 100_000, 0, 0, 0, 1_000, 0), IsPartial: false, minutes * 60_000);
}
