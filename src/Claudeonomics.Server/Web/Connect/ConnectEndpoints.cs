using Claudeonomics.Core.Cube;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Connect;

/// <summary>Ready settings with a fresh key, and a look whether something came.</summary>
internal static class ConnectEndpoints
{
    public static void MapConnectPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/connect", GetConnect).Shows(Figures.Own);
        app.MapPost("/connect", PostConnect).Shows(Figures.Own);
        app.MapGet("/connect/arrived", GetArrived).Shows(Figures.Own);
    }

    internal static IResult GetConnect(HttpContext context, IBoards boards, IUsageReader usage, RosterIndex roster, string? fleet = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return Answer(context, viewer, fleet == "1" && viewer.IsAdministrator, key: null, boards, usage, roster);
    }

    internal static async Task<IResult> PostConnect(
        HttpContext context, KeyService keys, IBoards boards, IUsageReader usage, RosterIndex roster, [FromForm] string? fleet = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var isFleet = fleet == "1";
        if (isFleet ? !viewer.IsAdministrator : viewer.PersonId is null)
        {
            return ErrorPages.Forbidden(viewer);
        }

        var key = await keys.CreateAsync(KeyKind.Ingest, isFleet ? null : viewer.PersonId, Access.Actor(context.User), context.RequestAborted);
        return key is null ? ErrorPages.NotFound(viewer) : Answer(context, viewer, isFleet, key.Text, boards, usage, roster);
    }

    internal static IResult GetArrived(HttpContext context, IBoards boards, IUsageReader usage, RosterIndex roster) =>
        ArrivalsOf(roster.Viewer(Viewer.From(context.User)!), boards, usage, roster) is { } arrivals
            ? Page.Of<ArrivalNote>(new() { ["Arrivals"] = arrivals })
            : TypedResults.NotFound();

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<ConnectPage> Answer(
        HttpContext context, PageViewer viewer, bool isFleet, string? key, IBoards boards, IUsageReader usage, RosterIndex roster)
    {
        // The page may hold a key.
        Page.NeverKeep(context.Response);
        var request = context.Request;
        return Page.Of<ConnectPage>(new()
        {
            ["View"] = new ConnectView($"{request.Scheme}://{request.Host}{request.PathBase}", key, isFleet, ArrivalsOf(viewer, boards, usage, roster)),
            ["Viewer"] = viewer,
        });
    }

    private static Arrivals? ArrivalsOf(PageViewer viewer, IBoards boards, IUsageReader usage, RosterIndex roster) =>
        viewer.PersonId is { } id && roster.Scopes.PersonOf(id) is { } person ? Arrivals.Of(person, boards.Today, usage) : null;
}
