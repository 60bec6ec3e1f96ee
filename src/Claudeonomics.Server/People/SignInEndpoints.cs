using System.Security.Claims;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People.Providers;
using Claudeonomics.Server.Trust;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.People;

/// <param name="Person">E-mail of whom it signs in; absent for an administrator without a row of their own.</param>
internal sealed record PostSignInLink(string? Person);

/// <param name="Url">The link, shown this once, good for one sign-in.</param>
internal sealed record SignInLinkJson(string Url, DateTimeOffset ExpiresAt);

/// <summary>What the forms of the sign-in pages are sent to. The pages themselves are the web's.</summary>
internal static class SignInEndpoints
{
    /// <summary>By address. A person needs two, an office behind one address some more.</summary>
    public const int TriesPerMinute = 60;

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("").ExcludeFromDescription().AllowAnonymous().Shows(Figures.Nothing)
            .RequireFormToken();
        forms.MapPost("/signin", SignInWithKey).RequireRateLimiting(Access.TriesLimit);
        forms.MapPost("/signin/{token}", SignInWithLink).RequireRateLimiting(Access.TriesLimit);
        forms.MapPost("/signout", SignOut);
        // Not a form: a page may send forms to this server alone, and this one is answered with the way to the provider.
        app.MapGet("/signin/with/{provider}", SignInWithProvider).ExcludeFromDescription().AllowAnonymous().Shows(Figures.Nothing);
        app.MapGet("/signout/with/{provider}", SignOutAtProvider).ExcludeFromDescription().AllowAnonymous().Shows(Figures.Nothing);
    }

    public static void MapSignInApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/signin-links", PostLink).WithTags("Sign-in").Shows(Figures.Nothing)
            .WithSummary("A link that signs in once: for anybody by an administrator, for oneself with a read key");

    internal static async Task<RedirectHttpResult> SignInWithKey(
        [FromForm] string? key, [FromForm] string? returnUrl, HttpContext context, SignInService signIn) =>
        await signIn.SignInWithKeyAsync(context, key ?? "") is null
            ? SeeOther("/signin?problem=key")
            : SeeOther(LocalOrHome(returnUrl));

    internal static async Task<RedirectHttpResult> SignInWithLink(string token, HttpContext context, SignInService signIn) =>
        await signIn.SignInWithLinkAsync(context, token) is null ? SeeOther("/signin?problem=link") : SeeOther("/");

    internal static async Task<IResult> SignInWithProvider(
        string provider, HttpContext context, SignInProviders providers, ILogger<SignInService> logger, string? returnUrl = null) =>
        providers.All.Any(known => known.Id == provider)
            ? await ProvidersSetup.BeginAsync(context, provider, LocalOrHome(returnUrl), logger)
            : TypedResults.NotFound();

    internal static async Task<RedirectHttpResult> SignOut(HttpContext context, SignInService signIn, SignInProviders providers)
    {
        await signIn.SignOutAsync(context);
        return SeeOther(providers.All.Count > 0 ? "/signin?left=true" : "/signin");
    }

    // Ends nothing here, so that whoever is led here by another site loses nothing: the provider asks.
    internal static async Task<IResult> SignOutAtProvider(string provider, ProviderSignOut providerSignOut, CancellationToken cancellationToken) =>
        await providerSignOut.FindAsync(cancellationToken) is { } found && found.Provider.Id == provider
            ? TypedResults.Redirect(found.Address)
            : TypedResults.NotFound();

    internal static async Task<Results<Created<SignInLinkJson>, ValidationProblem, ForbidHttpResult>> PostLink(
        PostSignInLink body, ClaimsPrincipal user, HttpRequest request, PeopleService people, SignInService signIn, AccessLog log,
        CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var person = body.Person is null ? null : await people.FindAsync(body.Person, cancellationToken);
        if (!viewer.IsAdministrator && (viewer.PersonId is null || person?.Id != viewer.PersonId))
        {
            return TypedResults.Forbid();
        }

        if (body.Person is not null && person is null)
        {
            return PeopleEndpoints.Invalid("person", "There is nobody with this e-mail.");
        }

        if (await signIn.CreateLinkAsync(person?.Id, isAdministrator: person is null, cancellationToken) is not { } link)
        {
            return PeopleEndpoints.Invalid("person", "The directory says that they have left.");
        }

        log.NoteMade(user, person is null ? "makes an administrator's sign-in link" : "makes a sign-in link", person?.Id);
        return TypedResults.Created((string?)null, new SignInLinkJson(Absolute(request, link.Path), link.ExpiresAt));
    }

    /// <summary>The address under which the caller reached this server.</summary>
    public static string Absolute(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{request.PathBase}{path}";

    // A form is answered with "see other", so that going back does not send it again. Only paths of ours are returned to.
    private static RedirectHttpResult SeeOther(string path) => TypedResults.LocalRedirect(path);

    public static string LocalOrHome(string? returnUrl) =>
        returnUrl is { Length: > 0 } && returnUrl[0] == '/' && (returnUrl.Length == 1 || returnUrl[1] is not ('/' or '\\')) ? returnUrl : "/";
}
