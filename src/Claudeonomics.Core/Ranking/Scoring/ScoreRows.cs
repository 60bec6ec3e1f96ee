namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>What cohorts are made of and parts are computed from, a number of each row after the other: rates take divisions, and are worked out once.</summary>
internal readonly struct ScoreRows : IDisposable
{
    // Of a row without any tokens, which has no place.
    private const short NoPlace = short.MinValue;

    private readonly Scratch<long> _weighted;
    private readonly Scratch<long> _outcomeRates;
    private readonly Scratch<long> _cacheRates;
    private readonly Scratch<short> _outcomes;

    public ScoreRows(int rows) =>
        (_weighted, _outcomeRates, _cacheRates, _outcomes) = (new(rows, isZero: false), new(rows, isZero: false), new(rows, isZero: false), new(rows, isZero: false));

    /// <summary>Weighted tokens that count, in hundredths; <see cref="Ranker.Unranked"/> of who has none.</summary>
    public ReadOnlySpan<long> Weighted => _weighted.Span;

    /// <summary><see cref="ScoreInputs.OutcomeRate"/>, or <see cref="Ranker.Unranked"/>.</summary>
    public ReadOnlySpan<long> OutcomeRates => _outcomeRates.Span;

    /// <summary><see cref="ScoreInputs.CacheRate"/>, or <see cref="Ranker.Unranked"/>.</summary>
    public ReadOnlySpan<long> CacheRates => _cacheRates.Span;

    public static ScoreRows Of(ReadOnlySpan<ScoreInputs> inputs, GameRules rules)
    {
        var rows = new ScoreRows(inputs.Length);
        for (var row = 0; row < inputs.Length; row++)
        {
            rows.Set(row, inputs[row], rules);
        }

        return rows;
    }

    public static ScoreRows Of(in ScoreReader inputs, GameRules rules)
    {
        var rows = new ScoreRows(inputs.Rows);
        for (var row = 0; row < inputs.Rows; row++)
        {
            rows.Set(row, inputs[row], rules);
        }

        return rows;
    }

    /// <returns><see langword="null"/> of who has no place.</returns>
    /// <inheritdoc cref="Score.Of"/>
    public ScoreParts? PartsOf(int row, short consistency, short focus, int? thankedBy, ScoreCohort cohort, GameRules rules) =>
        _outcomes.Span[row] is not NoPlace and var outcomes
            ? new(
                Score.VolumePart(Weighted[row], cohort, rules), consistency, outcomes,
                Score.EfficiencyPart(Known(OutcomeRates[row]), Known(CacheRates[row]), cohort, rules), focus, Score.HelpPart(thankedBy, rules))
            : null;

    public void Dispose()
    {
        _weighted.Dispose();
        _outcomeRates.Dispose();
        _cacheRates.Dispose();
        _outcomes.Dispose();
    }

    private void Set(int row, in ScoreInputs inputs, GameRules rules)
    {
        _weighted.Span[row] = inputs.Weighted > 0 ? inputs.Weighted : Ranker.Unranked;
        _outcomeRates.Span[row] = inputs.OutcomeRate(rules) ?? Ranker.Unranked;
        _cacheRates.Span[row] = inputs.CacheRate(rules) ?? Ranker.Unranked;
        _outcomes.Span[row] = inputs.Tokens > 0 ? Score.OutcomesPart(inputs, rules) : NoPlace;
    }

    private static long? Known(long rate) => rate == Ranker.Unranked ? null : rate;
}
