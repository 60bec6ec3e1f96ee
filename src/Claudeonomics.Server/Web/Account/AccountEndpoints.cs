using Claudeonomics.Core.People;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Account;

/// <summary>Signing in and out, and how one appears.</summary>
internal static class AccountEndpoints
{
    private const int MostKeys = 100;

    public static void MapAccountPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/signin", static (string? returnUrl) => Page.Of<SignInPage>(new() { ["ReturnUrl"] = LocalUrl(returnUrl) })).AllowAnonymous();
        app.MapPost("/signin", PostKey).AllowAnonymous();
        app.MapGet("/signin/{token}", GetLink).AllowAnonymous();
        app.MapPost("/signin/{token}", PostLink).AllowAnonymous();
        app.MapGet("/sign-out", static (HttpContext context, RosterIndex roster) =>
            Page.Of<SignOutPage>(new() { ["Viewer"] = roster.Viewer(Viewer.From(context.User)!) }));
        app.MapPost("/sign-out", PostSignOut);
        app.MapGet("/settings", GetSettings);
        app.MapPost("/settings", PostSettings);
        app.MapPost("/settings/keys/{id}/revoke", PostRevoke);
    }

    internal static async Task<IResult> PostKey(
        HttpContext context, SignInService signIn, [FromForm] string? key = null, [FromForm] string? returnUrl = null) =>
        await signIn.SignInWithKeyAsync(context, key ?? "") is null
            ? Page.Of<SignInPage>(new() { ["ReturnUrl"] = LocalUrl(returnUrl), ["HasFailed"] = true }, StatusCodes.Status401Unauthorized)
            : TypedResults.LocalRedirect(LocalUrl(returnUrl));

    /// <summary>Shows whom a link signs in. Looking does not use it up: programs that preview links look too.</summary>
    internal static async Task<IResult> GetLink(string token, HttpContext context, SignInService signIn)
    {
        // The address is the secret until it is used.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return await signIn.FindLinkAsync(token, context.RequestAborted) is { } found
            ? Page.Of<LinkPage>(new() { ["Token"] = token, ["Name"] = found.Name ?? "the administrator" })
            : ErrorPages.LinkOver();
    }

    internal static async Task<IResult> PostLink(string token, HttpContext context, SignInService signIn) =>
        await signIn.SignInWithLinkAsync(context, token) is null ? ErrorPages.LinkOver() : TypedResults.LocalRedirect("/");

    internal static async Task<IResult> PostSignOut(HttpContext context, SignInService signIn)
    {
        await signIn.SignOutAsync(context);
        return TypedResults.LocalRedirect("/signin");
    }

    internal static async Task<IResult> GetSettings(
        HttpContext context, PeopleService people, KeyService keys, RosterIndex roster, string? saved = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } id || await people.FindByIdAsync(id, context.RequestAborted) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        return Page.Of<SettingsPage>(new()
        {
            ["Person"] = person,
            ["Keys"] = await keys.ListAsync(id, after: null, MostKeys, context.RequestAborted),
            ["IsSaved"] = saved == "1",
            ["Viewer"] = viewer,
        });
    }

    internal static async Task<IResult> PostSettings(
        HttpContext context, PeopleService people, RosterIndex roster,
        [FromForm] string? participation = null, [FromForm] double? workingDays = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var change = new PersonChange(
            Participation: Enum.TryParse<Participation>(participation, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null,
            WorkingDaysPerWeek: workingDays);
        if (viewer.PersonId is not { } id || await people.FindByIdAsync(id, context.RequestAborted) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        if (change.Problems().Count > 0)
        {
            return TypedResults.LocalRedirect("/settings");
        }

        await people.PutAsync(person.Email, change, Access.Actor(context.User), context.RequestAborted);
        return TypedResults.LocalRedirect("/settings?saved=1");
    }

    internal static async Task<IResult> PostRevoke(string id, HttpContext context, KeyService keys)
    {
        var viewer = Viewer.From(context.User)!;
        if (viewer.PersonId is { } person)
        {
            await keys.RevokeAsync(id, person, Access.Actor(context.User), context.RequestAborted);
        }

        return TypedResults.LocalRedirect("/settings");
    }

    // Only a path of ours: "//elsewhere" and "/\elsewhere" are other hosts to a browser.
    private static string LocalUrl(string? url) =>
        url is ['/', ..] && !(url.Length > 1 && url[1] is '/' or '\\') && !url.StartsWith("/signin", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";
}
