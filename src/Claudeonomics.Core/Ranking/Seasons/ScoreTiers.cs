namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>Scores that take a tier in one season, fitted to the season before it and frozen at its start.</summary>
/// <param name="Thresholds">Tenths of a point of bronze to emerald, rising; empty while no season has passed with a cohort.</param>
public sealed record ScoreTiers(IReadOnlyList<int> Thresholds)
{
    // Percent of those with a score who reach bronze, silver, gold, platinum, emerald.
    private static readonly int[] Shares = [65, 35, 15, 6, 2];

    public static ScoreTiers None { get; } = new([]);

    /// <param name="scores">Of everybody with a score, in tenths of a point.</param>
    /// <returns><see cref="None"/> below a cohort.</returns>
    public static ScoreTiers Fit(IReadOnlyList<int> scores, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(rules);
        if (scores.Count < rules.CohortSmallest)
        {
            return None;
        }

        var falling = scores.OrderDescending().ToArray();
        var thresholds = new int[Shares.Length];
        for (var i = 0; i < Shares.Length; i++)
        {
            // The least score of the first so many percent, at least of one person; never less than the tier below.
            var threshold = falling[Math.Max(1, falling.Length * Shares[i] / 100) - 1];
            thresholds[i] = i == 0 ? Math.Max(1, threshold) : Math.Max(thresholds[i - 1] + 1, threshold);
        }

        return new(thresholds);
    }

    /// <summary>The highest tier that a score and active days reach.</summary>
    /// <param name="activeDays">Of the 30 that end with the season's last day.</param>
    public Tier Of(int score, int activeDays, double workingDays, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var tier = Tier.None;
        for (var i = 0; i < Thresholds.Count; i++)
        {
            var next = (Tier)(i + 1);
            tier = score >= Thresholds[i] && activeDays >= rules.ActiveDaysFor(next, workingDays) ? next : tier;
        }

        return tier;
    }
}
