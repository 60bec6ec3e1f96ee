using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Goals;

/// <summary>A team's goals on its page.</summary>
/// <param name="Month">First day of the present season.</param>
/// <param name="Goal">Of it.</param>
/// <param name="Progress">Of it; <see langword="null"/> until awards have looked.</param>
/// <param name="MonthToSet">First day of the season whose goal can be set now.</param>
/// <param name="GoalToSet">As it is now.</param>
/// <param name="MaySet">The viewer is in the team, or an administrator.</param>
/// <param name="IsRefused">What was sent was no goal.</param>
public sealed record TeamGoalView(
    string TeamId, DateOnly Month, TeamGoal? Goal, GoalProgress? Progress, DateOnly MonthToSet, TeamGoal? GoalToSet, bool MaySet, bool IsRefused, GameRules Rules)
{
    internal static async Task<TeamGoalView> ReadAsync(
        string teamId, PageViewer viewer, IBoards boards, RuleBook rules, GoalService goals, IGoalProgress progress, bool isRefused, CancellationToken cancellationToken)
    {
        var month = DayRange.MonthOf(boards.Today).Start;
        var goal = goals.Find(teamId, month);
        return new(
            teamId, month, goal, goal is null ? null : progress.Of(teamId, month), goals.MonthToSet, goals.Find(teamId, goals.MonthToSet),
            viewer.IsAdministrator || await goals.IsMemberAsync(teamId, viewer.PersonId, cancellationToken), isRefused, rules.Of(boards.Today));
    }

    /// <summary>Such as "at least 60% of the people who take part meet their floor in 3 weeks".</summary>
    public string Sentence(TeamGoal goal)
    {
        ArgumentNullException.ThrowIfNull(goal);
        var what = goal.Kind is GoalKind.Floor
            ? $"meet the floor of their week in {(goal.Weeks == 1 ? "one week" : $"{goal.Weeks} weeks")}"
            : $"fill the month’s focus, {Rules.Calendar.Of(goal.Month).Name}";
        return $"at least {goal.Percent}% of the people who take part {what}";
    }
}
