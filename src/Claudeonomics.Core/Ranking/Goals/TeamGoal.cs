namespace Claudeonomics.Core.Ranking.Goals;

/// <summary>What a team's goal counts. Stored; never renumbered.</summary>
public enum GoalKind
{
    /// <summary>Members whose floor is met in so many weeks of the season.</summary>
    Floor = 1,

    /// <summary>Members who fill the month's focus, each by their own working pattern.</summary>
    Focus = 2,
}

/// <summary>What a team wants of a season: a part of its people, never an amount of tokens.</summary>
/// <param name="Team">Id; those below it belong to it.</param>
/// <param name="Month">The season's first day.</param>
/// <param name="Percent">Of the members who take part, <see cref="LeastPercent"/> to 100.</param>
/// <param name="Weeks">For <see cref="GoalKind.Floor"/>: 1 to <see cref="MostWeeks"/>; 0 for others.</param>
public sealed record TeamGoal(string Team, DateOnly Month, GoalKind Kind, int Percent, int Weeks)
{
    /// <summary>A goal is the team's when at least half of it has to be there.</summary>
    public const int LeastPercent = 50;

    /// <summary>Every month has four Mondays.</summary>
    public const int MostWeeks = 4;

    /// <summary>Days of a season on which its goal may be set: later it would be set by what has been reached.</summary>
    public const int DaysToSet = 10;

    /// <summary>Such as <c>floor</c>.</summary>
    public static string NameOf(GoalKind kind) => kind switch
    {
        GoalKind.Floor => "floor",
        GoalKind.Focus => "focus",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <returns>A kind that is none for another name.</returns>
    public static GoalKind KindOf(string? name) => name switch { "floor" => GoalKind.Floor, "focus" => GoalKind.Focus, _ => default };

    /// <summary>Whether the goal of a season may be set or changed on a day: in the season's first days, and before.</summary>
    /// <param name="month">The season's first day.</param>
    public static bool MaySetOn(DateOnly month, DateOnly day) => day < month.AddDays(DaysToSet);

    /// <summary>What is wrong with it, by member; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Kind is not (GoalKind.Floor or GoalKind.Focus))
        {
            problems["kind"] = ["floor or focus."];
        }

        if (Percent is < LeastPercent or > 100)
        {
            problems["percent"] = [$"{LeastPercent} to 100."];
        }

        if (Kind is GoalKind.Floor ? Weeks is < 1 or > MostWeeks : Weeks != 0)
        {
            problems["weeks"] = [$"1 to {MostWeeks} for floor, none for focus."];
        }

        return problems;
    }
}

/// <summary>The goals of all teams. Immutable: a change gives another object.</summary>
public interface ITeamGoals
{
    /// <summary>Differs whenever the content differs.</summary>
    long Version { get; }

    /// <summary>In any order, at most one a team and month.</summary>
    IReadOnlyList<TeamGoal> All { get; }
}

/// <summary>No team has a goal, or there is no place to set one.</summary>
public sealed class NoTeamGoals : ITeamGoals
{
    public static NoTeamGoals Instance { get; } = new();

    public long Version => 0;

    public IReadOnlyList<TeamGoal> All => [];
}
