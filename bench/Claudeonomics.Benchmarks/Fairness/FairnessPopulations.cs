using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>The populations that rules are tuned on and judged on.</summary>
public static class FairnessPopulations
{
    /// <summary>A Sunday, so that weeks are weeks and the last month's end lies among them.</summary>
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    public static MixedPopulationOptions Of(int people, int weeks, ulong seed, MixedPart part) => MixedPopulationOptions.Of(people, 7 * weeks, seed, LastDay, part);
}
