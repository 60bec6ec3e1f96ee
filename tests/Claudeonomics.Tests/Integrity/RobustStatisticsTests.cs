using Claudeonomics.Core.Integrity;

namespace Claudeonomics.Tests.Integrity;

public sealed class RobustStatisticsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ToTypical_OfManyNumbers_IsTheSortedMedianAndMadToAStep(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, 501).Select(_ => (random.NextDouble() * 20) - 5).ToArray();
        var tally = new FeatureTally();
        foreach (var number in numbers)
        {
            tally.Add(number);
        }

        var typical = tally.ToTypical()!.Value;

        var median = numbers.Order().ElementAt(250);
        var mad = numbers.Select(number => Math.Abs(number - median)).Order().ElementAt(250);
        Assert.InRange(typical.Median, median - 0.125, median + 0.125);
        Assert.InRange(typical.Spread, (mad - 0.25) * 1.4826, (mad + 0.25) * 1.4826);
    }

    [Fact]
    public void LogSums_OfParts_AreTheSumsOfAll()
    {
        var (all, left, right) = (default(LogSums), default(LogSums), default(LogSums));
        foreach (var number in (double[])[3, 17, 900, 2, 5_000, 44])
        {
            all.Add(number);
            (number < 20 ? ref left : ref right).Add(number);
        }

        left.Add(right);

        Assert.Equal((all.Count, all.Mean, all.Spread!.Value), (left.Count, left.Mean, left.Spread!.Value), (a, b) =>
            a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9 && Math.Abs(a.Item3 - b.Item3) < 1e-9);
    }

    [Theory]
    [InlineData("2026-11-22", "2026-11-16")]
    [InlineData("2026-11-30", "2026-11-30")]
    [InlineData("2026-11-01", "2026-11-01")]
    [InlineData("2026-10-31", "2026-10-26")]
    [InlineData("2026-11-18", null)]
    public void EndedBy_ADay_IsItsWeekWithinTheMonth(string day, string? from)
    {
        var week = AssessedWeek.EndedBy(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(from, week is { } found ? DateOnly.FromDayNumber(found.From).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void Held_WhenTooManyOfACohort_HoldsTheKindThere()
    {
        Finding[] findings =
        [
            .. Enumerable.Range(0, 6).Select(static person => Past(FindingKind.Waste, person)), Past(FindingKind.Replay, 1), Past(FindingKind.Waste, 100),
        ];

        var held = CircuitBreaker.Held(findings, static person => person < 50 ? "a" : "b", new Dictionary<string, int> { ["a"] = 200, ["b"] = 200 }, IntegrityRules.Default);

        Assert.Equal([(FindingKind.Waste, "a")], held);
    }

    private static Finding Past(FindingKind kind, int person) => new(kind, person, 1, 7, LadderStep.NotCounted, false, 1, [], []);
}
