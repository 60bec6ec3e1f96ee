namespace Claudeonomics.Core.Ranking.Scoring;

/// <summary>The parts of one score, in tenths of a point.</summary>
/// <param name="Volume">Weighted tokens, up to what the cohort's 95th percentile uses.</param>
/// <param name="Consistency">One's own working pattern met.</param>
/// <param name="Outcomes">What was accepted, committed or linked.</param>
/// <param name="Efficiency">Outcomes per weighted million, and the cache rate.</param>
/// <param name="Focus">The month's focus.</param>
/// <param name="Help">Kudos and set-up notes.</param>
/// <remarks><see cref="NotMeasured"/> where there is nothing to measure a part by: it adds nothing, and no other part takes its points.</remarks>
public readonly record struct ScoreParts(short Volume, short Consistency, short Outcomes, short Efficiency, short Focus, short Help)
{
    public const short NotMeasured = -1;

    /// <summary>Tenths in a point.</summary>
    public const int PerPoint = 10;

    /// <summary>Tenths of a point.</summary>
    public int Total => Math.Max(Volume, (short)0) + Math.Max(Consistency, (short)0) + Math.Max(Outcomes, (short)0) + Math.Max(Efficiency, (short)0)
        + Math.Max(Focus, (short)0) + Math.Max(Help, (short)0);

    /// <summary>The parts by name, with what each could be at most.</summary>
    public IReadOnlyList<StandingPart> Named(GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            Part("volume", Volume, rules.ScoreVolume), Part("consistency", Consistency, rules.ScoreConsistency), Part("outcomes", Outcomes, rules.ScoreOutcomes),
            Part("efficiency", Efficiency, rules.ScoreEfficiency), Part("focus", Focus, rules.ScoreFocus), Part("help", Help, rules.ScoreHelp),
        ];
    }

    private static StandingPart Part(string name, short tenths, int most) =>
        new(name, tenths == NotMeasured ? null : tenths / (double)PerPoint, most);
}
