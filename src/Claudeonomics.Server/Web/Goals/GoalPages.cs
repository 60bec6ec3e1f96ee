using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Goals;

/// <summary>Setting a team's goal on its page.</summary>
internal static class GoalPages
{
    public static void MapGoalPages(this IEndpointRouteBuilder app)
    {
        app.MapPost("/teams/{id}/goal", PostGoal).Shows(Figures.Nothing);
        app.MapPost("/teams/{id}/goal/remove", PostRemove).Shows(Figures.Nothing);
    }

    internal static async Task<IResult> PostGoal(
        string id, HttpContext context, GoalService goals, RosterIndex roster, [FromForm] string? kind = null, [FromForm] int? percent = null,
        [FromForm] int? weeks = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var chosen = TeamGoal.KindOf(kind);
        var goal = new TeamGoal(id, goals.MonthToSet, chosen, percent ?? 0, chosen is GoalKind.Floor ? weeks ?? 0 : 0);
        if (goal.Problems().Count > 0)
        {
            return TypedResults.LocalRedirect($"/teams/{Uri.EscapeDataString(id)}?problem=goal#goal");
        }

        return Answer(id, viewer, MemberOf(viewer) is (true, var member) ? await goals.SetAsync(goal, member, Access.Actor(context.User), context.RequestAborted) : GoalOutcome.NotAMember);
    }

    internal static async Task<IResult> PostRemove(string id, HttpContext context, GoalService goals, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return Answer(id, viewer, MemberOf(viewer) is (true, var member) ? await goals.RemoveAsync(id, goals.MonthToSet, member, context.RequestAborted) : GoalOutcome.NotAMember);
    }

    private static (bool May, string? MemberId) MemberOf(PageViewer viewer) =>
        viewer.IsAdministrator ? (true, null) : (viewer.PersonId is not null, viewer.PersonId);

    // Removed twice is removed.
    private static IResult Answer(string id, PageViewer viewer, GoalOutcome outcome) => outcome switch
    {
        GoalOutcome.Done or GoalOutcome.NoSuchGoal => TypedResults.LocalRedirect($"/teams/{Uri.EscapeDataString(id)}#goal"),
        GoalOutcome.NotAMember => ErrorPages.Forbidden(viewer),
        _ => ErrorPages.NotFound(viewer),
    };
}
