using Claudeonomics.Server.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Signing in with the company's OpenID Connect provider, or with GitHub.</summary>
internal static partial class ProvidersSetup
{
    public const string OpenId = "openid";
    public const string GitHub = "github";

    // An answer of a provider's is a few kilobytes; groups may make it some hundred.
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <exception cref="SettingsException">A setting is wrong; the message names it.</exception>
    public static void AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = SignInSettings.Read(configuration);
        var providers = new List<SignInProvider>();
        services.AddSingleton(settings);
        services.AddSingleton(settings.Terms);
        services.AddSingleton<ProviderSignIn>();
        services.AddSingleton(static all => new ProviderSignOut(all.GetRequiredService<SignInSettings>(), all.GetRequiredService<IOptionsMonitor<OpenIdOptions>>()));
        if (settings.OpenId is { } openId)
        {
            providers.Add(new(OpenId, openId.Name));
            services.AddProvider<OpenIdOptions, OpenIdHandler>(OpenId, options =>
            {
                (options.Settings, options.PublicUrl) = (openId, settings.PublicUrl);
                options.WantsGroups = settings.AdministratorsGroup is not null;
                (options.ClientId, options.ClientSecret) = (openId.ClientId, openId.ClientSecret);
                // The provider's own description says where; the framework asks for something to be set.
                (options.AuthorizationEndpoint, options.TokenEndpoint) = (openId.Authority.ToString(), openId.Authority.ToString());
                options.Provider = OpenIdOptions.ReadFrom(openId.Authority, options.Backchannel);
                foreach (var scope in openId.Scopes)
                {
                    options.Scope.Add(scope);
                }
            });
        }

        if (settings.GitHub is { } gitHub)
        {
            providers.Add(new(GitHub, gitHub.Name));
            services.AddProvider<GitHubOptions, GitHubHandler>(GitHub, options =>
            {
                (options.Settings, options.PublicUrl) = (gitHub, settings.PublicUrl);
                (options.ClientId, options.ClientSecret) = (gitHub.ClientId, gitHub.ClientSecret);
                (options.AuthorizationEndpoint, options.TokenEndpoint) = (gitHub.AuthorizeUrl.ToString(), gitHub.TokenUrl.ToString());
                options.Scope.Add("read:user");
                options.Scope.Add("user:email");
                if (gitHub.Organization is not null)
                {
                    options.Scope.Add("read:org");
                }
            });
        }

        services.AddSingleton(new SignInProviders(providers));
    }

    /// <summary>Sends the browser to a provider.</summary>
    public static async Task<IResult> BeginAsync(HttpContext context, string provider, string returnUrl, ILogger logger)
    {
        try
        {
            await context.ChallengeAsync(provider, new AuthenticationProperties { RedirectUri = returnUrl });
            return Results.Empty;
        }
        catch (SignInRefusedException refused)
        {
            return Refuse(context, refused, returnUrl, provider, logger);
        }
    }

    private static void AddProvider<TOptions, THandler>(this IServiceCollection services, string id, Action<TOptions> configure)
        where TOptions : OAuthOptions, new()
        where THandler : OAuthHandler<TOptions>
    {
        services.AddAuthentication().AddOAuth<TOptions, THandler>(id, options =>
        {
            options.CallbackPath = $"/signin/{id}/callback";
            options.SignInScheme = SignIn.CookieScheme;
            options.UsePkce = true;
            options.Backchannel = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            {
                Timeout = AnswerTimeout,
                MaxResponseContentBufferSize = MaxAnswerBytes,
            };
            // The way back is a link that the browser follows from the provider, which Lax lets the cookie through for.
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.CorrelationCookie.Name = "claudeonomics-signin-";
            options.Events.OnTicketReceived = context => ArriveAsync(context, id);
            options.Events.OnRemoteFailure = context => FailAsync(context, id);
            configure(options);
        });
    }

    private static async Task ArriveAsync(TicketReceivedContext context, string id)
    {
        var http = context.HttpContext;
        var account = http.Features.GetRequiredFeature<ProviderAccount>();
        var why = await http.RequestServices.GetRequiredService<ProviderSignIn>().SignInAsync(http, account, id);
        http.Response.Redirect(why is { } refusal ? PageOf(refusal, context.ReturnUri) : SignInEndpoints.LocalOrHome(context.ReturnUri));
        context.HandleResponse();
    }

    private static async Task FailAsync(RemoteFailureContext context, string id)
    {
        var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<ProviderSignIn>>();
        // The sealed state says where somebody wanted to go, also when the framework has let go of it on the way here.
        var state = context.Properties ?? ((OAuthOptions)context.Options).StateDataFormat.Unprotect(context.Request.Query["state"]);
        await Refuse(context.HttpContext, context.Failure, state?.RedirectUri, id, logger).ExecuteAsync(context.HttpContext);
        context.HandleResponse();
    }

    private static RedirectHttpResult Refuse(HttpContext context, Exception? failure, string? returnUrl, string id, ILogger logger)
    {
        var why = failure switch
        {
            SignInRefusedException refused => refused.Why,
            // What the framework's handler finds before a provider is asked: no state, a state that is not this browser's, or the provider's own no.
            AuthenticationFailureException when context.Request.Query["error"] == "access_denied" => SignInRefusal.Cancelled,
            AuthenticationFailureException when context.Request.Query["error"].Count > 0 => SignInRefusal.Provider,
            AuthenticationFailureException => SignInRefusal.Expired,
            _ => SignInRefusal.Provider,
        };
        LogRefused(logger, id, why, failure?.Message, failure?.InnerException?.GetType().Name);
        return TypedResults.LocalRedirect(PageOf(why, returnUrl));
    }

    private static string PageOf(SignInRefusal why, string? returnUrl) =>
        $"/signin?problem={why.ToString().ToLowerInvariant()}&returnUrl={Uri.EscapeDataString(SignInEndpoints.LocalOrHome(returnUrl))}";

    [LoggerMessage(EventId = 3073, Level = LogLevel.Warning, Message = "Sign-in by {Provider} was refused: {Why}. {Detail} {Cause}")]
    private static partial void LogRefused(ILogger logger, string provider, SignInRefusal why, string? detail, string? cause);
}
