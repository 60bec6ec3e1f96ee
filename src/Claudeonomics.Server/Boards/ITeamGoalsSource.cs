using Claudeonomics.Core.Ranking.Goals;

namespace Claudeonomics.Server.Boards;

/// <summary>What teams want of their seasons, at this moment. Nobody wants anything when nothing implements it.</summary>
public interface ITeamGoalsSource
{
    /// <summary>Of <see cref="Current"/>, without reading it.</summary>
    long Version { get; }

    /// <summary>May read a store: asked for when awards are judged anew, not for every look at them.</summary>
    ITeamGoals Current { get; }
}

/// <summary>How far teams are, as of now.</summary>
public interface IGoalProgress
{
    /// <summary>A team's goal of the present season or the one before it; <see langword="null"/> when it has none.</summary>
    GoalProgress? Of(string teamId, DateOnly month);
}
