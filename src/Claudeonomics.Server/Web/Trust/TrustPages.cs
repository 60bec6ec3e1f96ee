using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Trust;

/// <summary>The switch that darkens all figures, as a page.</summary>
internal static class TrustPages
{
    public static void MapTrustPages(this IEndpointRouteBuilder app)
    {
        var pause = app.MapGroup("/pause").RequireAuthorization(Access.StewardOrAdministrator).Shows(Figures.Nothing);
        pause.MapGet("", static (HttpContext context, Pause pause, RosterIndex roster) => Answer(context, pause, roster));
        pause.MapPost("", PostPause);
        pause.MapPost("/end", PostEnd);
    }

    internal static async Task<IResult> PostPause(HttpContext context, Pause pause, AccessLog log)
    {
        await pause.BeginAsync(Access.Actor(context.User), context.RequestAborted);
        log.Note(AccessAct.Pause, Viewer.From(context.User), "pauses all figures");
        return TypedResults.LocalRedirect("/pause");
    }

    internal static async Task<IResult> PostEnd(HttpContext context, Pause pause, AccessLog log)
    {
        await pause.EndAsync(Access.Actor(context.User), context.RequestAborted);
        log.Note(AccessAct.Pause, Viewer.From(context.User), "shows figures again");
        return TypedResults.LocalRedirect("/pause");
    }

    private static RazorComponentResult<PausePage> Answer(HttpContext context, Pause pause, RosterIndex roster) => Page.Of<PausePage>(new()
    {
        ["State"] = pause.Current,
        ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
    });
}
