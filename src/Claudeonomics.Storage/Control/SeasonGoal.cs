using Claudeonomics.Core.Ranking.Goals;

namespace Claudeonomics.Storage.Control;

/// <summary>What a team wants of a season.</summary>
public sealed class SeasonGoal
{
    public required string TeamId { get; init; }

    /// <summary>The season's first day.</summary>
    public required DateOnly Month { get; init; }

    public required GoalKind Kind { get; set; }

    public required int Percent { get; set; }

    public required int Weeks { get; set; }

    public required DateTimeOffset SetAt { get; set; }

    /// <summary><c>self</c> for a member, <c>key:ID</c> or <c>administrator</c>.</summary>
    public required string SetBy { get; set; }
}
