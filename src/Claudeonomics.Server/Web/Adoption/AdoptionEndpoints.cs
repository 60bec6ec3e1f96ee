using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Adoption;

/// <summary>The company and its teams as distributions.</summary>
internal static class AdoptionEndpoints
{
    public static void MapAdoptionPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/company", static (HttpContext context, IBoards boards, IBoardSource source, IUsageReader usage, RosterIndex roster, RuleBook rules) =>
            Answer(null, context, boards, source, usage, roster, rules));
        app.MapGet("/teams/{id}", GetTeam);
    }

    internal static IResult GetTeam(
        string id, HttpContext context, IBoards boards, IBoardSource source, IUsageReader usage, RosterIndex roster, RuleBook rules) =>
        roster.Scopes.TeamOf(id) is { } team
            ? Answer(roster.Scopes.Roster.Teams[team], context, boards, source, usage, roster, rules)
            : ErrorPages.NotFound(roster.Viewer(Viewer.From(context.User)!));

    private static RazorComponentResult<AdoptionPage> Answer(
        RosterTeam? team, HttpContext context, IBoards boards, IBoardSource source, IUsageReader usage, RosterIndex roster, RuleBook rules) =>
        Page.Of<AdoptionPage>(new()
        {
            ["View"] = AdoptionView.Of(team, boards, source, usage, roster, rules),
            ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
        });
}
