using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Ranking.Seasons;

namespace Claudeonomics.Core.Ranking;

/// <summary>What the game knows besides usage and signals, at one moment. Immutable.</summary>
/// <param name="Excluded">What the last integrity run took out.</param>
/// <param name="Outcomes">What sources outside the agents vouch for.</param>
public sealed record GameSources(IExcludedUsage Excluded, ILinkedOutcomes Outcomes)
{
    /// <summary>Nothing is connected and nothing was judged.</summary>
    public static GameSources None { get; } = new(NothingExcluded.Instance, NoLinkedOutcomes.Instance);

    /// <summary>What participants said about each other's help.</summary>
    public IThanks Thanks { get; init; } = NoThanks.Instance;

    /// <summary>What teams want of their seasons.</summary>
    public ITeamGoals Goals { get; init; } = NoTeamGoals.Instance;

    /// <summary>What was reached in seasons that are sealed.</summary>
    public ISealedTiers SealedTiers { get; init; } = NoSealedTiers.Instance;

    /// <summary>Of what has to be seen at once. Thanks, goals and sealed tiers have versions of their own and are seen at the pace of usage: otherwise
    /// everybody would be judged anew for each word of thanks.</summary>
    public (long Excluded, long Outcomes) Version => (Excluded.Version, Outcomes.Version);
}
