using System.Text.Json;

namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What scores of one window and filter are measured against: everybody who takes part, whatever team is looked at.</summary>
/// <remarks>A cohort below <see cref="GameRules.CohortSmallest"/> is none: fixed anchors stand in, and nobody's number depends on anybody
/// else's. Each measure has its own cohort, of those who have that measure.</remarks>
public sealed class ScoreCohort
{
    private readonly ValueCohort? _outcomeRates;
    private readonly ValueCohort? _cacheRates;

    private ScoreCohort(double median, double top, bool isOfPeople, ValueCohort? outcomeRates, ValueCohort? cacheRates) =>
        (Median, Top, LogTop, IsOfPeople, _outcomeRates, _cacheRates) = (median, top, Math.Log(1 + (top / median)), isOfPeople, outcomeRates, cacheRates);

    /// <summary>Weighted tokens of the cohort's median, in hundredths.</summary>
    public double Median { get; }

    /// <summary>Weighted tokens of the cohort's 95th percentile, in hundredths: more of them adds nothing.</summary>
    public double Top { get; }

    /// <summary><c>ln(1 + top/median)</c>.</summary>
    internal double LogTop { get; }

    /// <summary><see langword="false"/> when fixed anchors stand in.</summary>
    public bool IsOfPeople { get; }

    /// <summary>Whether outcomes per weighted million are placed among those of people.</summary>
    public bool HasOutcomeRates => _outcomeRates is not null;

    /// <summary>Whether cache rates are placed among those of people.</summary>
    public bool HasCacheRates => _cacheRates is not null;

    /// <summary>Fixed anchors of a window, in proportion to its days.</summary>
    public static ScoreCohort Fixed(int days, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var (median, top) = Anchors(days, rules);
        return new(median, top, false, null, null);
    }

    /// <param name="days">Length of the window.</param>
    public static ScoreCohort Of(ReadOnlySpan<ScoreInputs> people, int days, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        using var rows = ScoreRows.Of(people, rules);
        return Of(rows, days, rules);
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{ScoreInputs}, int, GameRules)"/>
    internal static ScoreCohort Of(in ScoreRows people, int days, GameRules rules)
    {
        var weights = people.Weighted;
        var used = ValueCohort.Of(weights);
        var (median, top) = Anchors(days, rules);
        var isOfPeople = used.Count >= rules.CohortSmallest;
        if (isOfPeople)
        {
            (median, top) = (used.Percentile(weights, 50), used.Percentile(weights, 95));
        }

        return new(median, top, isOfPeople, LargeEnough(people.OutcomeRates, rules), LargeEnough(people.CacheRates, rules));
    }

    /// <summary>How good a rate of outcomes is, 0 to 1.</summary>
    public double ShareOfOutcomeRate(long rate, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return _outcomeRates?.ShareBelow(rate) ?? Math.Clamp(rate / (rules.EfficiencyOutcomesPerBillion * 1_000d), 0, 1);
    }

    /// <summary>How good a cache rate is, 0 to 1.</summary>
    public double ShareOfCacheRate(long rate, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return _cacheRates?.ShareBelow(rate) ?? Math.Clamp(rate / (rules.EfficiencySavedCents * 1e7), 0, 1);
    }

    /// <summary>Writes what is needed to place numbers among those of the cohort, which names nobody.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("median", Median);
        json.WriteNumber("top", Top);
        json.WriteBoolean("isOfPeople", IsOfPeople);
        Write(json, "outcomeRates", _outcomeRates);
        Write(json, "cacheRates", _cacheRates);
        json.WriteEndObject();
    }

    internal static ScoreCohort Read(JsonElement cohort) => new(
        cohort.GetProperty("median").GetDouble(), cohort.GetProperty("top").GetDouble(), cohort.GetProperty("isOfPeople").GetBoolean(),
        ReadRates(cohort.GetProperty("outcomeRates")), ReadRates(cohort.GetProperty("cacheRates")));

    // The count of numbers not above zero, then bucket and count in turn.
    private static void Write(Utf8JsonWriter json, string name, ValueCohort? rates)
    {
        if (rates is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        json.WriteNumberValue(rates.NotAboveZero);
        foreach (var (bucket, count) in rates.Counts)
        {
            json.WriteNumberValue(bucket);
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
    }

    private static ValueCohort? ReadRates(JsonElement rates)
    {
        if (rates.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        int[] numbers = [.. rates.EnumerateArray().Select(static number => number.GetInt32())];
        return ValueCohort.Of(numbers.Skip(1).Chunk(2).Select(static pair => (pair[0], pair[1])), numbers[0]);
    }

    private static (double Median, double Top) Anchors(int days, GameRules rules) =>
        (rules.VolumeMedian * (double)TokenWeights.Unit * days / 30, rules.VolumeTop * (double)TokenWeights.Unit * days / 30);

    private static ValueCohort? LargeEnough(ReadOnlySpan<long> values, GameRules rules) =>
        ValueCohort.Of(values) is var cohort && cohort.Count >= rules.CohortSmallest ? cohort : null;
}
