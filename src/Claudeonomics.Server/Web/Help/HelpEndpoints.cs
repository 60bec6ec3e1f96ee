using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Help;

/// <summary>Kudos on people's pages.</summary>
internal static class HelpEndpoints
{
    public static void MapHelpPages(this IEndpointRouteBuilder app)
    {
        app.MapPost("/people/{id}/kudos", PostKudos);
        app.MapPost("/people/{id}/kudos/back", PostKudosBack);
    }

    internal static async Task<IResult> PostKudos(
        string id, HttpContext context, KudosService kudos, RosterIndex roster, [FromForm] string? reason = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } from || KudosChoice.Named(reason) is not { } chosen)
        {
            return ErrorPages.NotFound(viewer);
        }

        return await kudos.GiveAsync(from, id, chosen, context.RequestAborted) switch
        {
            KudosOutcome.Done => TypedResults.LocalRedirect($"/people/{Uri.EscapeDataString(id)}#kudos"),
            KudosOutcome.TooMany => Page.Of<TooManyKudosPage>(new() { ["PersonId"] = id, ["Viewer"] = viewer }, StatusCodes.Status409Conflict),
            _ => ErrorPages.NotFound(viewer),
        };
    }

    internal static async Task<IResult> PostKudosBack(string id, HttpContext context, KudosService kudos, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } from)
        {
            return ErrorPages.NotFound(viewer);
        }

        // Taken back twice is taken back.
        await kudos.TakeBackAsync(from, id, context.RequestAborted);
        return TypedResults.LocalRedirect($"/people/{Uri.EscapeDataString(id)}#kudos");
    }
}
