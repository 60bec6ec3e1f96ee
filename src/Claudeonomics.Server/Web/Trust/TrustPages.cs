using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
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

    internal static async Task<IResult> PostPause(HttpContext context, Pause pause)
    {
        await pause.BeginAsync(Access.Actor(context.User), context.RequestAborted);
        return TypedResults.LocalRedirect("/pause");
    }

    internal static async Task<IResult> PostEnd(HttpContext context, Pause pause)
    {
        await pause.EndAsync(Access.Actor(context.User), context.RequestAborted);
        return TypedResults.LocalRedirect("/pause");
    }

    private static RazorComponentResult<PausePage> Answer(HttpContext context, Pause pause, RosterIndex roster) => Page.Of<PausePage>(new()
    {
        ["State"] = pause.Current,
        ["Viewer"] = roster.Viewer(Viewer.From(context.User)!),
    });
}
