using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>The populations that rules are tuned on and judged on.</summary>
public static class FairnessPopulations
{
    /// <summary>A Sunday, so that weeks are weeks and the last month's end lies among them.</summary>
    private static readonly DateOnly LastDay = new(2026, 11, 1);

    /// <param name="isTuned">The half that rules are tuned on, close to their archetypes; otherwise the judged half, up to 30% from them.</param>
    /// <param name="isAll">Both halves.</param>
    public static MixedPopulationOptions Of(int people, int weeks, ulong seed, bool isTuned, bool isAll)
    {
        var kinds = isAll ? [.. ArchetypeSplit.Tuned, .. ArchetypeSplit.Judged] : isTuned ? ArchetypeSplit.Tuned : ArchetypeSplit.Judged;
        return new(
            people, 7 * weeks, seed, LastDay, Prevalence: 0.02, HardShare: 0.3,
            [.. kinds.Where(static kind => !ArchetypeSplit.IsAttack(kind))], [.. kinds.Where(ArchetypeSplit.IsAttack)], isTuned && !isAll ? 0.1 : 0.3);
    }
}
