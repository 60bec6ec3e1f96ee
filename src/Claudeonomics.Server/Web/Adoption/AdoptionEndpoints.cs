using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Goals;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Goals;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Adoption;

/// <summary>The company and its teams as distributions.</summary>
internal static class AdoptionEndpoints
{
    public static void MapAdoptionPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/company", static (HttpContext context, IBoards boards, IBoardSource source, ShownUsage usage, RosterIndex roster, RuleBook rules) =>
            Answer(null, null, context, boards, source, usage, roster, rules)).Shows(Figures.Company);
        app.MapGet("/teams/{id}", GetTeam).Shows(Figures.Company);
        app.MapGet("/teams/{id}/lines", GetLines).Shows(Figures.People);
    }

    internal static async Task<IResult> GetTeam(
        string id, HttpContext context, IBoards boards, IBoardSource source, ShownUsage usage, RosterIndex roster, RuleBook rules, GoalService goals,
        IGoalProgress progress, string? problem = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return roster.Scopes.TeamOf(id) is { } team
            ? Answer(
                roster.Scopes.Roster.Teams[team],
                await TeamGoalView.ReadAsync(id, viewer, boards, rules, goals, progress, isRefused: problem == "goal", context.RequestAborted), context, boards, source,
                usage, roster, rules)
            : ErrorPages.NotFound(viewer);
    }

    internal static IResult GetLines(string id, HttpContext context, IBoards boards, IBoardSource source, RosterIndex roster, RuleBook rules)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return !Viewer.From(context.User)!.IsLent && roster.Scopes.TeamOf(id) is { } team
            && TeamLines.Of(roster.Scopes.Roster.Teams[team], viewer, roster, boards, source, rules) is { } lines
            ? Page.Of<TeamLinesPage>(new() { ["Team"] = roster.Scopes.Roster.Teams[team], ["Lines"] = lines, ["Viewer"] = viewer })
            : ErrorPages.NotFound(viewer);
    }

    private static RazorComponentResult<AdoptionPage> Answer(
        RosterTeam? team, TeamGoalView? goal, HttpContext context, IBoards boards, IBoardSource source, ShownUsage usage, RosterIndex roster, RuleBook rules) =>
        Page.Of<AdoptionPage>(new()
        {
            ["View"] = AdoptionView.Of(team, boards, source, usage, roster, rules),
            ["Goal"] = goal,
            ["IsMember"] = team is not null && roster.IsMember(roster.Viewer(Viewer.From(context.User)!), team, boards.Today),
            ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
        });
}
