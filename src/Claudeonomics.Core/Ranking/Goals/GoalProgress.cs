namespace Claudeonomics.Core.Ranking.Goals;

/// <summary>How far a team is.</summary>
/// <param name="Members">Who take part and are in the team, or one below it, on the day that is looked at.</param>
/// <param name="Counted">Of them, those whom the goal counts: not who is out of its season, so that nobody is held or carried by a decision about
/// somebody else.</param>
/// <param name="There">Of these, those who are there; <see langword="null"/> while nothing that could tell is connected.</param>
/// <param name="Stands">It can be changed no more.</param>
/// <remarks>What is told is of all <paramref name="Members"/>: one fewer, or a team that became too small to be told of, would say that somebody is out.</remarks>
public sealed record GoalProgress(TeamGoal Goal, int Members, int Counted, int? There, bool Stands)
{
    /// <summary>From so many members on, the count may be shown. In a smaller team "two of three" would be somebody: it is told only whether the goal
    /// is reached.</summary>
    public const int FewestForCounts = 12;

    public bool MayTellCount => Members >= FewestForCounts;

    /// <returns><see langword="false"/> for a team below the smallest group too: nothing is told of it. And for a small one as long as the goal may be
    /// changed: whoever tried one after the other would read the count from them.</returns>
    public bool IsReached(GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Members >= rules.SmallestGroup && Counted > 0 && (MayTellCount || Stands) && There is { } there && there * 100 >= Goal.Percent * Counted;
    }
}
