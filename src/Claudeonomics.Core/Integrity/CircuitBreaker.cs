namespace Claudeonomics.Core.Integrity;

/// <summary>Holds a run's findings when they hit too many at once: then a rule or a collector is wrong, not a company.</summary>
public static class CircuitBreaker
{
    /// <summary>Fewer are never too many: in a small cohort one finding is a large share.</summary>
    public const int LeastPeople = 5;

    /// <summary>Kinds of findings that hit too many people of a cohort in one run. They are kept back until a reviewer releases them.</summary>
    /// <param name="findings">Of one run.</param>
    /// <param name="cohortOf">Which cohort a person belongs to, such as their main agent and model.</param>
    /// <param name="sizes">People of each cohort who used anything.</param>
    public static IReadOnlySet<(FindingKind Kind, TCohort Cohort)> Held<TCohort>(
        IEnumerable<Finding> findings, Func<int, TCohort> cohortOf, IReadOnlyDictionary<TCohort, int> sizes, IntegrityRules rules)
        where TCohort : notnull
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(cohortOf);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(rules);
        return findings.Where(static finding => finding.IsPastAdvice)
            .GroupBy(finding => (finding.Kind, Cohort: cohortOf(finding.Person)))
            .Where(group => group.Select(static finding => finding.Person).Distinct().Count() is var people
                && people >= LeastPeople && people > rules.BreakerShare * sizes.GetValueOrDefault(group.Key.Cohort))
            .Select(static group => group.Key)
            .ToHashSet();
    }
}
