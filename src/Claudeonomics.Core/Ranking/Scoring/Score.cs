namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>The score: five things worth doing, each a part of its own.</summary>
public static class Score
{
    /// <param name="consistency">From <see cref="ConsistencyPart"/>.</param>
    /// <param name="focus">From <see cref="FocusPart"/>.</param>
    /// <param name="thankedBy">Different people who thanked; <see langword="null"/> when too few of the company did to tell.</param>
    public static ScoreParts Of(in ScoreInputs inputs, short consistency, short focus, int? thankedBy, ScoreCohort cohort, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(
            VolumePart(inputs.Weighted, cohort, rules), consistency, OutcomesPart(inputs, rules),
            EfficiencyPart(inputs.OutcomeRate(rules), inputs.CacheRate(rules), cohort, rules),
            focus, HelpPart(thankedBy, rules));
    }

    /// <summary><c>ln(1 + w/w50) / ln(1 + w95/w50)</c>, at most 1: what is beyond the 95th percentile adds nothing.</summary>
    /// <param name="weighted">In hundredths.</param>
    public static short VolumePart(long weighted, ScoreCohort cohort, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(rules);
        return Tenths(
            weighted <= 0 ? 0 : weighted >= cohort.Top ? 1 : Math.Log(1 + (weighted / cohort.Median)) / cohort.LogTop, rules.ScoreVolume);
    }

    /// <summary>The mean over the best weeks of the share of one's own working pattern that was met.</summary>
    /// <param name="share">0 to 1; <see langword="null"/> when too few weeks are known.</param>
    public static short ConsistencyPart(double? share, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Tenths(share, rules.ScoreConsistency);
    }

    /// <summary><c>1 - exp(-n/5)</c> of the outcomes that count.</summary>
    public static short OutcomesPart(in ScoreInputs inputs, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Tenths(inputs.OutcomeThousandths is { } outcomes ? 1 - Math.Exp(-outcomes / 1_000d / rules.OutcomeScale) : null, rules.ScoreOutcomes);
    }

    /// <summary>Half by outcomes per weighted million, half by the cache rate; a half that cannot be measured adds nothing.</summary>
    /// <param name="outcomes">From <see cref="ScoreInputs.OutcomeRate"/>.</param>
    /// <param name="cache">From <see cref="ScoreInputs.CacheRate"/>.</param>
    public static short EfficiencyPart(long? outcomes, long? cache, ScoreCohort cohort, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(rules);
        if (outcomes is null && cache is null)
        {
            return ScoreParts.NotMeasured;
        }

        var share = 0d;
        share += outcomes is { } outcomeRate ? cohort.ShareOfOutcomeRate(outcomeRate, rules) : 0;
        share += cache is { } cacheRate ? cohort.ShareOfCacheRate(cacheRate, rules) : 0;
        return Tenths(share / 2, rules.ScoreEfficiency);
    }

    /// <param name="progress">In the month's focus, 0 to 1; <see langword="null"/> when nothing tells.</param>
    public static short FocusPart(double? progress, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Tenths(progress, rules.ScoreFocus);
    }

    /// <summary><c>1 - exp(-n/2)</c> of the different people who thanked: each more adds less, so that a ring of friends gains little.</summary>
    public static short HelpPart(int? thankedBy, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Tenths(thankedBy is { } people ? 1 - Math.Exp(-people / (double)rules.HelpScale) : null, rules.ScoreHelp);
    }

    private static short Tenths(double? share, int points) =>
        share is { } known ? (short)Math.Round(known * points * ScoreParts.PerPoint, MidpointRounding.AwayFromZero) : ScoreParts.NotMeasured;
}
