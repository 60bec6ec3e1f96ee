using Claudeonomics.Core.People;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Tools;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Help;

/// <summary>Who helps with what, and kudos on people's pages.</summary>
internal static class HelpEndpoints
{
    public static void MapHelpPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/help", static (HttpContext context, OfferService offers, ToolRegister tools, RosterIndex roster, string? topic = null) =>
            AnswerAsync(context, offers, tools, roster, topic)).Shows(Figures.People);
        app.MapPost("/help", PostOffer).Shows(Figures.People);
        app.MapPost("/help/withdraw", PostWithdraw).Shows(Figures.Nothing);
        app.MapPost("/help/{id}/helped", PostHelped).Shows(Figures.Nothing);
        app.MapPost("/help/{id}/helped/back", PostHelpedBack).Shows(Figures.Nothing);
        app.MapPost("/help/{id}/remove", PostRemove).Shows(Figures.Nothing).AddEndpointFilter(AdministratorsOnly.Refuse);
        app.MapPost("/people/{id}/kudos", PostKudos).Shows(Figures.Nothing);
        app.MapPost("/people/{id}/kudos/back", PostKudosBack).Shows(Figures.Nothing);
    }

    /// <param name="topics">Separated by commas.</param>
    internal static async Task<IResult> PostOffer(
        HttpContext context, OfferService offers, ToolRegister tools, RosterIndex roster, [FromForm] string? topics = null, [FromForm] string? note = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } own)
        {
            return ErrorPages.NotFound(viewer);
        }

        var (read, problem) = HelpTopics.Read((topics ?? "").Split(','));
        var text = SetUpNote.Read(note ?? "");
        problem ??= text is null ? $"A note is at most {SetUpNote.MostChars} characters of plain text."
            : read.Count == 0 && text.Length == 0 ? "Name a topic or write a note."
            : await offers.PublishAsync(own, read, text, context.RequestAborted) is HelpOutcome.Done ? null
            : "Help is offered by people whom others see: by name or by pseudonym.";
        return problem is null
            ? TypedResults.LocalRedirect("/help")
            : await AnswerAsync(context, offers, tools, roster, problem: problem, typed: (topics ?? "", note ?? ""));
    }

    internal static async Task<IResult> PostWithdraw(HttpContext context, OfferService offers, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } own)
        {
            return ErrorPages.NotFound(viewer);
        }

        await offers.RemoveAsync(own, "self", context.RequestAborted);
        return TypedResults.LocalRedirect("/help");
    }

    internal static async Task<IResult> PostHelped(string id, HttpContext context, OfferService offers, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return viewer.PersonId is { } own && await offers.AcceptAsync(id, own, context.RequestAborted) is HelpOutcome.Done
            ? TypedResults.LocalRedirect($"/help#{Uri.EscapeDataString(id)}")
            : ErrorPages.NotFound(viewer);
    }

    internal static async Task<IResult> PostHelpedBack(string id, HttpContext context, OfferService offers, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } own)
        {
            return ErrorPages.NotFound(viewer);
        }

        await offers.TakeBackAsync(id, own, context.RequestAborted);
        return TypedResults.LocalRedirect($"/help#{Uri.EscapeDataString(id)}");
    }

    internal static async Task<IResult> PostRemove(string id, HttpContext context, OfferService offers)
    {
        await offers.RemoveAsync(id, Access.Actor(context.User), context.RequestAborted);
        return TypedResults.LocalRedirect("/help");
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

    private static async Task<IResult> AnswerAsync(
        HttpContext context, OfferService offers, ToolRegister tools, RosterIndex roster, string? topic = null, string? problem = null,
        (string Topics, string Note)? typed = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return Page.Of<HelpPage>(
            new()
            {
                ["Tools"] = tools.InUse(),
                ["View"] = await HelpView.ReadAsync(viewer, roster, offers, topic, problem, typed, context.RequestAborted),
                ["Viewer"] = viewer,
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
