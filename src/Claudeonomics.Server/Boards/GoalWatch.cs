using Claudeonomics.Core.Ranking.Goals;

namespace Claudeonomics.Server.Boards;

/// <summary>Goals as today's awards judge them.</summary>
internal sealed class GoalWatch(BoardService boards, AwardsKeeper awards) : IGoalProgress
{
    public GoalProgress? Of(string teamId, DateOnly month) => awards.Get(boards.Scopes, boards.Today).GoalOf(teamId, month);
}
