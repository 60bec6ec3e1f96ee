using System.Security.Claims;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Server.Trust;
using Claudeonomics.Server.Web.Errors;
using Claudeonomics.Server.Web.Layout;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Web.Account;

/// <summary>Signing in and out, and how one appears.</summary>
internal static class AccountEndpoints
{
    private const int MostKeys = 100;

    public static void MapAccountPages(this IEndpointRouteBuilder app)
    {
        // The forms of these three are sent to the people feature.
        app.MapGet("/signin", GetSignIn).AllowAnonymous().Shows(Figures.Nothing);
        app.MapGet("/signin/{token}", GetLink).AllowAnonymous().Shows(Figures.Nothing);
        app.MapGet("/signout", static (HttpContext context, RosterIndex roster) =>
            Page.Of<SignOutPage>(new() { ["Viewer"] = roster.Viewer(Viewer.From(context.User)!) })).Shows(Figures.Nothing);
        app.MapGet("/settings", GetSettings).Shows(Figures.Own);
        app.MapPost("/settings", PostSettings).Shows(Figures.Own);
        app.MapGet("/settings/erase", GetErase).Shows(Figures.Own);
        app.MapPost("/settings/erase", PostErase).Shows(Figures.Own);
        app.MapPost("/settings/pseudonym", PostPseudonym).Shows(Figures.Own);
        app.MapPost("/settings/keys/{id}/revoke", PostRevoke).Shows(Figures.Nothing);
        app.MapPost("/settings/sessions/end-others", PostEndOthers).Shows(Figures.Nothing);
        app.MapPost("/settings/sessions/{id}/end", PostEnd).Shows(Figures.Nothing);
    }

    internal static async Task<IResult> GetSignIn(
        SignInProviders providers, ProviderSignOut signOut, CancellationToken cancellationToken, string? returnUrl = null, string? problem = null, bool left = false) =>
        problem == "link"
            ? ErrorPages.LinkOver()
            : Page.Of<SignInPage>(new()
            {
                ["ReturnUrl"] = returnUrl ?? "/",
                ["Providers"] = providers.All,
                ["Problem"] = SignInWords.Of(problem),
                ["HasLeft"] = left,
                ["SignsOutAt"] = left ? (await signOut.FindAsync(cancellationToken))?.Provider : null,
            });

    /// <summary>Shows whom a link signs in. Looking does not use it up: programs that preview links look too.</summary>
    internal static async Task<IResult> GetLink(string token, HttpContext context, SignInService signIn)
    {
        // The address is the secret until it is used.
        Page.NeverKeep(context.Response);
        return await signIn.FindLinkAsync(token, context.RequestAborted) is { } found
            ? Page.Of<LinkPage>(new() { ["Token"] = token, ["Name"] = found.Name ?? "the administrator" })
            : ErrorPages.LinkOver();
    }

    internal static async Task<IResult> GetSettings(
        HttpContext context, PeopleService people, KeyService keys, OwnSessions sessions, RosterIndex roster, IBoards boards, OptIn optIn,
        CompanyCalendar calendar, string? saved = null)
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
            // Whoever holds a key that somebody else made may be somebody else: where the person is signed in is not theirs to see or end.
            ["Sessions"] = Viewer.From(context.User)!.IsLent ? null : await sessions.ListAsync(id, context.RequestAborted),
            ["SessionId"] = context.User.FindFirstValue(SignIn.SessionClaim),
            ["Appearance"] = AppearanceView.Of(id, boards, optIn),
            ["Outcome"] = saved,
            ["CompanyZone"] = calendar.Zone.Id,
            ["Viewer"] = viewer,
        });
    }

    internal static async Task<IResult> PostSettings(
        HttpContext context, PeopleService people, RosterIndex roster, OptIn optIn,
        [FromForm] string? participation = null, [FromForm] double? workingDays = null, [FromForm] string? timeZone = null, [FromForm] string? quietFrom = null, [FromForm] string? quietUntil = null, [FromForm] bool sharesStreak = false,
        [FromForm] bool sharesWithTeam = false, [FromForm] string? edition = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        var change = new PersonChange(
            Participation: Enum.TryParse<Participation>(participation, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null,
            WorkingDaysPerWeek: workingDays, TimeZone: timeZone?.Trim(), SharesStreak: sharesStreak,
            SharesWithTeam: sharesWithTeam, QuietHours: QuietHoursOf(quietFrom, quietUntil));
        if (viewer.PersonId is not { } id || await people.FindByIdAsync(id, context.RequestAborted) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        if (change.Problems().Count > 0)
        {
            return TypedResults.LocalRedirect("/settings?saved=0");
        }

        // The texts were put in another way while the page was open: nobody agrees to what they have not read.
        if (edition is not null && edition != optIn.Texts.Edition)
        {
            return TypedResults.LocalRedirect("/settings?saved=reworded");
        }

        await people.PutAsync(person.Email, change, OptIn.Actor(context.User), context.RequestAborted);
        return TypedResults.LocalRedirect("/settings?saved=1");
    }

    // Two fields that are both empty are none; a form without them leaves the hours as they are.
    private static string? QuietHoursOf(string? from, string? until) =>
        from is null && until is null ? null : string.IsNullOrEmpty(from) && string.IsNullOrEmpty(until) ? "" : $"{from}-{until}";

    internal static async Task<IResult> PostPseudonym(HttpContext context, PeopleService people)
    {
        if (Viewer.From(context.User)!.PersonId is { } id && await people.FindByIdAsync(id, context.RequestAborted) is { } person)
        {
            await people.PutAsync(person.Email, new(HasNewPseudonym: true), OptIn.Actor(context.User), context.RequestAborted);
        }

        return TypedResults.LocalRedirect("/settings?saved=pseudonym");
    }

    internal static IResult GetErase(HttpContext context, RosterIndex roster)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        return viewer.PersonId is null ? ErrorPages.NotFound(viewer) : Page.Of<ErasePage>(new() { ["Viewer"] = viewer });
    }

    internal static async Task<IResult> PostErase(HttpContext context, PeopleService people, SignInService signIn, RosterIndex roster, [FromForm] string? confirm = null)
    {
        var viewer = roster.Viewer(Viewer.From(context.User)!);
        if (viewer.PersonId is not { } id || Viewer.From(context.User)!.IsLent || await people.FindByIdAsync(id, context.RequestAborted) is not { } person)
        {
            return ErrorPages.NotFound(viewer);
        }

        if (EmailAddress.Key(confirm ?? "") != EmailAddress.Key(person.Email))
        {
            return Page.Of<ErasePage>(new() { ["Viewer"] = viewer, ["IsRefused"] = true }, StatusCodes.Status422UnprocessableEntity);
        }

        await people.EraseAsync(person.Email, OptIn.Actor(context.User), context.RequestAborted);
        await signIn.SignOutAsync(context);
        return Page.Of<ErasedPage>([]);
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

    internal static async Task<IResult> PostEnd(string id, HttpContext context, OwnSessions sessions)
    {
        if (Viewer.From(context.User) is { PersonId: { } person, IsLent: false })
        {
            await sessions.EndAsync(person, id, context.RequestAborted);
        }

        return TypedResults.LocalRedirect("/settings");
    }

    internal static async Task<IResult> PostEndOthers(HttpContext context, OwnSessions sessions)
    {
        if (Viewer.From(context.User) is { PersonId: { } person, IsLent: false })
        {
            await sessions.EndOthersAsync(person, context.User.FindFirstValue(SignIn.SessionClaim), context.RequestAborted);
        }

        return TypedResults.LocalRedirect("/settings");
    }
}
