using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Goals;

/// <param name="Month">Such as <c>2026-11</c>; the season that can be set now when absent.</param>
/// <param name="Kind"><c>floor</c> or <c>focus</c>.</param>
/// <param name="Percent">Of the members who take part.</param>
/// <param name="Weeks">For floor: in so many weeks of the season.</param>
internal sealed record PutGoal(string? Month, string? Kind, int? Percent, int? Weeks);

/// <param name="Members">Who take part; null for a group too small to be told about, and before the season.</param>
/// <param name="There">Of them, those who are there; null in a team below twelve, and while nothing that could tell is connected.</param>
internal sealed record GoalJson(string Month, string Kind, int Percent, int? Weeks, int? Members, int? There, bool Reached)
{
    public static GoalJson Of(TeamGoal goal, GoalProgress? progress, GameRules rules)
    {
        var isTold = progress is not null && progress.Members >= rules.SmallestGroup;
        return new(
            goal.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), TeamGoal.NameOf(goal.Kind), goal.Percent,
            goal.Kind is GoalKind.Floor ? goal.Weeks : null, isTold ? progress!.Members : null, isTold && progress!.MayTellCount ? progress.There : null,
            progress is not null && progress.IsReached(rules));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutGoal))]
[JsonSerializable(typeof(GoalJson))]
internal sealed partial class GoalJsonContext : JsonSerializerContext;

/// <summary>Teams' goals for programs.</summary>
internal static class GoalEndpoints
{
    public static void MapGoalApi(this IEndpointRouteBuilder teams)
    {
        var goals = teams.MapGroup("/{id}/goal").WithTags("Teams");
        goals.MapGet("", GetGoal).Shows(Figures.Company).WithSummary("A team's goal of a season, and how far it is");
        goals.MapPut("", PutGoal).Shows(Figures.Nothing).WithSummary("Sets a team's goal: a member, or an administrator, in a season's first days");
        goals.MapDelete("", DeleteGoal).Shows(Figures.Nothing).WithSummary("Removes a team's goal, as long as it may be set");
    }

    /// <param name="month">Such as <c>2026-11</c>; the present season when absent.</param>
    internal static Results<Ok<GoalJson>, NotFound> GetGoal(string id, string? month, GoalService goals, IGoalProgress progress, IBoards boards, RuleBook rules)
    {
        var season = month is null ? DayRange.MonthOf(boards.Today).Start : MonthOf(month);
        return season is { } known && goals.Find(id, known) is { } goal
            ? TypedResults.Ok(GoalJson.Of(goal, progress.Of(id, known), rules.Of(boards.Today)))
            : TypedResults.NotFound();
    }

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult, ProblemHttpResult, ValidationProblem>> PutGoal(
        string id, PutGoal body, ClaimsPrincipal user, GoalService goals, CancellationToken cancellationToken)
    {
        if (MemberOf(user) is not (true, var member))
        {
            return TypedResults.Forbid();
        }

        if ((body.Month is null ? goals.MonthToSet : MonthOf(body.Month)) is not { } month)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["month"] = ["A month such as 2026-11."] });
        }

        var goal = new TeamGoal(id, month, TeamGoal.KindOf(body.Kind), body.Percent ?? 0, body.Weeks ?? 0);
        return goal.Problems() is { Count: > 0 } problems
            ? TypedResults.ValidationProblem(problems)
            : Answer(await goals.SetAsync(goal, member, Access.Actor(user), cancellationToken));
    }

    /// <param name="month">The season that can be set now when absent.</param>
    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult, ProblemHttpResult, ValidationProblem>> DeleteGoal(
        string id, string? month, ClaimsPrincipal user, GoalService goals, CancellationToken cancellationToken)
    {
        if (MemberOf(user) is not (true, var member))
        {
            return TypedResults.Forbid();
        }

        return (month is null ? goals.MonthToSet : MonthOf(month)) is { } season
            ? Answer(await goals.RemoveAsync(id, season, member, cancellationToken))
            : TypedResults.NotFound();
    }

    // An administrator sets any team's; everybody else is looked up as a member; a dashboard's key is nobody.
    private static (bool May, string? MemberId) MemberOf(ClaimsPrincipal user) =>
        Viewer.From(user) is { } viewer && (viewer.IsAdministrator || viewer.PersonId is not null) ? (true, viewer.IsAdministrator ? null : viewer.PersonId) : (false, null);

    private static DateOnly? MonthOf(string month) =>
        DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    private static Results<NoContent, NotFound, ForbidHttpResult, ProblemHttpResult, ValidationProblem> Answer(GoalOutcome outcome) => outcome switch
    {
        GoalOutcome.Done => TypedResults.NoContent(),
        GoalOutcome.NotAMember => TypedResults.Forbid(),
        GoalOutcome.TooLate => TypedResults.Problem(
            $"A season's goal is set until its {TeamGoal.DaysToSet}th day, and at most a season ahead.", statusCode: StatusCodes.Status409Conflict),
        _ => TypedResults.NotFound(),
    };
}
