using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Claudeonomics.Server.Web.Errors;

/// <summary>What went wrong, what was kept, what to do.</summary>
internal static class ErrorPages
{
    public static IResult NotFound(PageViewer? viewer) => Of(
        StatusCodes.Status404NotFound, viewer, "There is nothing here",
        "Either the address has a slip in it, or the person or team chose not to appear. From outside the two look the same, and that is on purpose.",
        "Nothing was lost. The board knows everybody who can be found.");

    public static IResult Forbidden(PageViewer? viewer) => Of(
        StatusCodes.Status403Forbidden, viewer, "This page is for administrators",
        "You are signed in, and this part is about setting up people and keys. It shows nobody's usage.",
        "If you set up Claudeonomics, sign in with the administrator's link.");

    public static IResult Failed(PageViewer? viewer) => Of(
        StatusCodes.Status500InternalServerError, viewer, "That was our mistake",
        "The page could not be made. What your agents sent is safe: it is counted by another part of the program, which goes on.",
        "Try again in a moment. If it stays, the server's log says why.");

    /// <summary>Gives an empty answer of a page its words. Others (API, intake) have their own.</summary>
    internal static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var viewer = Viewer.From(http.User) is { } known ? http.RequestServices.GetRequiredService<RosterIndex>().Viewer(known) : null;
        var page = http.Response.StatusCode switch
        {
            StatusCodes.Status403Forbidden => http.GetEndpoint()?.Metadata.GetMetadata<ShownFigures>() is { Figures: Figures.People } ? KeptFromPeople(viewer) : NotInRole(viewer),
            StatusCodes.Status401Unauthorized => SignedOut(),
            StatusCodes.Status429TooManyRequests => TooMany(viewer),
            StatusCodes.Status503ServiceUnavailable => Dark(viewer),
            StatusCodes.Status404NotFound => NotFound(viewer),
            StatusCodes.Status400BadRequest => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? Stale(viewer) : Unreadable(viewer),
            _ => null,
        };
        return page?.ExecuteAsync(http) ?? Task.CompletedTask;
    }

    public static IResult Stale(PageViewer? viewer) => Of(
        StatusCodes.Status400BadRequest, viewer, "This form is too old",
        "It was opened before you signed in or a long time ago, so nothing was changed.",
        "Go back, load the page again and send it once more.");

    public static IResult SignedOut() => Of(
        StatusCodes.Status401Unauthorized, null, "You are signed out",
        "Your session ended while the page was open, so what you sent was not looked at and nothing was changed.",
        "Sign in, and send it once more.");

    public static IResult TooMany(PageViewer? viewer) => Of(
        StatusCodes.Status429TooManyRequests, viewer, "One moment",
        "So many requests came from you, or from your network, within a minute that this one was not looked at. Nothing was changed.",
        "Try again in a minute.");

    public static IResult Unreadable(PageViewer? viewer) => Of(
        StatusCodes.Status400BadRequest, viewer, "That could not be read",
        "Something that was entered is not what belongs there, such as a word in the place of a number. Nothing was changed.",
        "Go back, look at what you entered, and send it once more.");

    public static IResult NotInRole(PageViewer? viewer) => Of(
        StatusCodes.Status403Forbidden, viewer, "Not in your role",
        "This page is for people who look after something here for everybody: administrators, stewards of fair play or auditors.",
        "If you are one of them, an administrator gives you the role; then it opens.");

    public static IResult KeptFromPeople(PageViewer? viewer) => Of(
        StatusCodes.Status403Forbidden, viewer, "Not in your role",
        "Whoever leads a team or looks after money is told about groups here, and about nobody by themselves.",
        "The company's page and your teams' are yours to read.");

    public static IResult Dark(PageViewer? viewer) => Of(
        StatusCodes.Status503ServiceUnavailable, viewer, "The figures are dark",
        "Somebody who may do so has paused every figure of people and of the company, everywhere. Nothing is lost: what agents send goes on being counted.",
        "Your own page shows your own figures as always. The others come back when the pause ends.");

    public static IResult LinkOver() => Of(
        StatusCodes.Status410Gone, null, "This link is over",
        "It was used already, has expired, or was taken back. A link signs in once, within a day.",
        "Ask whoever looks after Claudeonomics for a new one.");

    private static RazorComponentResult<ErrorPage> Of(int status, PageViewer? viewer, string heading, string what, string next) => Page.Of<ErrorPage>(
        new() { ["Heading"] = heading, ["What"] = what, ["Next"] = next, ["Viewer"] = viewer }, status);
}
