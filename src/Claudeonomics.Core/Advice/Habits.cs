using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Advice;

/// <summary>The habits that are looked for, on a developer's machine and by the server alike, and what going without one saves.</summary>
/// <remarks>Each is reckoned by itself, from the calls as they were: the savings are not to be added up.</remarks>
public static class Habits
{
    /// <summary>What saves less than a hundredth of what was spent is not worth a line.</summary>
    public const int LeastShare = 100;

    public static IReadOnlyList<IHabit> All { get; } =
        [new ContextBloat(), new CacheLostToPauses(), new DearModelForTinyAnswers(), new FlatContextNearLimit(), new UnsupervisedStretch()];

    /// <returns>What the call would have cost less, in nano-dollars at list price; 0 where it would not have, and <see langword="null"/> without a
    /// price for one of the two.</returns>
    public static long? Saving(CostCalculator prices, AdviceThread thread, in Alternative instead)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(thread);
        var call = thread.Calls.Span[instead.Call];
        return CostOf(prices, thread.Origin, call.Usage, call) is { } cost && CostOf(prices, instead.Origin, instead.Usage, call) is { } less
            ? Math.Max(0, cost - less)
            : null;
    }

    // Searches cost the same either way. So does what the agent said of its cost, which only tells how long unknown writes lived: here they are
    // taken in the middle, before and after.
    private static long? CostOf(CostCalculator prices, CallOrigin origin, in TokenUsage usage, in AdviceCall call) =>
        prices.Price(origin, call.Traits, usage, call.AtUnixMs, reportedCostMicros: null, webSearches: 0).ListCostNanoUsd;
}
