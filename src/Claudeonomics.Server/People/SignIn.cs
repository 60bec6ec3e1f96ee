using System.Security.Claims;
using System.Text.Encodings.Web;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.People;

/// <summary>Two ways to be somebody: a key in the Authorization header, or the cookie of a signed-in browser.</summary>
internal static class SignIn
{
    public const string KeyScheme = "Key";
    public const string CookieScheme = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string KeyIdClaim = "claudeonomics/key";
    public const string SessionClaim = "claudeonomics/session";

    /// <summary>The key that a session was opened with.</summary>
    public const string OpenedWithClaim = "claudeonomics/opened-with";

    /// <summary>That whoever looks holds a key which the person did not make.</summary>
    public const string LentClaim = "claudeonomics/lent";
    private const string EitherScheme = "Either";

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, EitherScheme, either => either.ForwardDefaultSelector =
                context => context.Request.Headers.Authorization.Count > 0 ? KeyScheme : CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyScheme, _ => { })
            .AddCookie(CookieScheme, Configure);
        services.AddOptions<CookieAuthenticationOptions>(CookieScheme).Configure<SessionTerms>(static (cookie, terms) =>
        {
            cookie.ExpireTimeSpan = terms.Longest;
            // Counted by the browser itself, whose clock may not be ours.
            cookie.Cookie.MaxAge = terms.Longest;
        });
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Access.Administrator, policy => policy.RequireRole(Viewer.AdministratorRole))
            .AddPolicy(Access.Steward, policy => policy.Combine(Access.AnyViewer).AddRequirements(new RoleRequirement(Role.Steward)))
            .AddPolicy(Access.Auditor, policy => policy.Combine(Access.AnyViewer).AddRequirements(new RoleRequirement(Role.Auditor)))
            .AddPolicy(Access.StewardOrAdministrator, policy => policy.Combine(Access.AnyViewer)
                .AddRequirements(new RoleRequirement(Role.Steward) { OrAdministrator = true }))
            .AddPolicy(Access.AuditorOrAdministrator, policy => policy.Combine(Access.AnyViewer)
                .AddRequirements(new RoleRequirement(Role.Auditor) { OrAdministrator = true }))
            .AddPolicy(Access.Person, policy => policy.Combine(Access.AnyViewer).RequireClaim(Viewer.PersonClaim))
            .AddPolicy(Access.Own, policy => policy.RequireClaim(Viewer.PersonClaim))
            .AddPolicy(Access.Device, policy => policy.RequireRole(Access.DeviceRole))
            .AddPolicy(Access.Directory, policy => policy.RequireRole(Access.DirectoryRole))
            .SetDefaultPolicy(Access.AnyViewer)
            // A route that says nothing about access is for those who may look.
            .SetFallbackPolicy(Access.AnyViewer);

        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "claudeonomics-forms";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });

        // Keys of the pages' cookies; losing them signs everybody out and loses nothing else.
        services.AddDataProtection().SetApplicationName("claudeonomics");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataDirectory, ILoggerFactory>((keys, data, logs) =>
                keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                    Directory.CreateDirectory(Path.Combine(data.Path, "page-keys")), logs));
    }

    private static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "claudeonomics";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/signin";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        cookie.Events.OnValidatePrincipal = context =>
        {
            // The cookie says which session; whether there still is one is known here only.
            var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionRegister>();
            var isUse = !RequestKind.IsByItself(context.Request);
            if (context.Principal?.FindFirstValue(SessionClaim) is not { } id || (isUse ? sessions.Use(id) : sessions.Find(id)) is null)
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }

    // People who open a page are shown where to sign in; programs are told the status.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(context.Request.Method)
            && !RequestKind.IsForPrograms(context.Request.Path))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Task.CompletedTask;
    }

    /// <summary>What a request may do as somebody.</summary>
    public static ClaimsPrincipal Principal(string scheme, string? personId, bool isAdministrator, params IEnumerable<Claim> more)
    {
        var claims = new List<Claim>(more);
        if (personId is not null)
        {
            claims.Add(new(Viewer.PersonClaim, personId));
        }

        if (isAdministrator)
        {
            claims.Add(new(ClaimTypes.Role, Viewer.AdministratorRole));
        }

        return new(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Reads <c>Authorization: Bearer KEY</c>.</summary>
    private sealed class KeyHandler(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private const string Prefix = "Bearer ";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var header = Request.Headers.Authorization.ToString();
            // The intake checks its keys itself, by the letter of its own protocol.
            if (RequestKind.IsIntake(Request.Path) || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            if (keys.Find(header.AsSpan(Prefix.Length).Trim()) is not { } key)
            {
                return Task.FromResult(AuthenticateResult.Fail("Unknown or revoked key."));
            }

            var role = key.Kind switch
            {
                KeyKind.Ingest => Access.WriteOnlyRole,
                KeyKind.Device => Access.DeviceRole,
                KeyKind.Scim => Access.DirectoryRole,
                _ => Access.ReaderRole,
            };
            Claim[] claims = [new(KeyIdClaim, key.Id), new(ClaimTypes.Role, role), .. key.IsLent ? (Claim[])[new(LentClaim, LentClaim)] : []];
            var principal = Principal(KeyScheme, key.Kind is KeyKind.Device ? key.PersonId : key.Viewer?.PersonId, key.Kind is KeyKind.Admin, claims);
            return Task.FromResult(AuthenticateResult.Success(new(principal, KeyScheme)));
        }

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }
    }
}
