using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Claudeonomics.Server.People.Providers;

/// <summary>OpenID Connect by the code flow with PKCE, on the framework's OAuth handler: that keeps state, verifier and the way back in a
/// sealed value, and refuses an answer that did not begin in the same browser.</summary>
internal sealed class OpenIdHandler(IOptionsMonitor<OpenIdOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : OAuthHandler<OpenIdOptions>(options, logger, encoder)
{
    private const string NonceItem = ".nonce";
    private const string TokenItem = "id_token";

    private OpenIdConnectConfiguration? _provider;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        _provider = await ReadProviderAsync();
        // The nonce ties the token to this very request: it is sealed with the state that comes back.
        properties.Items[NonceItem] = Microsoft.AspNetCore.WebUtilities.Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        // The handler knows no address yet that it could build on: the provider's own description says which.
        var built = base.BuildChallengeUrl(properties, ReturnAddress(redirectUri));
        var parameters = QueryHelpers.ParseQuery(new Uri(built).Query);
        parameters["nonce"] = properties.Items[NonceItem];
        return QueryHelpers.AddQueryString(_provider!.AuthorizationEndpoint, parameters);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        // A provider that says who it is must be the right one (RFC 9207): otherwise its code is meant for somebody else.
        if (Request.Query["iss"].ToString() is { Length: > 0 } issuer && issuer != (await ReadProviderAsync()).Issuer)
        {
            return HandleRequestResult.Fail(new SignInRefusedException(SignInRefusal.Provider, "The answer is another issuer's."));
        }

        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var provider = await ReadProviderAsync();
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = ReturnAddress(context.RedirectUri),
            [OAuthConstants.CodeVerifierKey] = context.Properties.Items[OAuthConstants.CodeVerifierKey]!,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        // Without a word about it a provider takes the secret in a header (OpenID Connect Discovery, section 3).
        if (provider.TokenEndpointAuthMethodsSupported is { Count: > 0 } ways && !ways.Contains("client_secret_basic"))
        {
            (form["client_id"], form["client_secret"]) = (Options.ClientId, Options.ClientSecret);
        }
        else
        {
            var pair = $"{Uri.EscapeDataString(Options.ClientId)}:{Uri.EscapeDataString(Options.ClientSecret)}";
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(form);
        return OAuthTokenResponse.Success(await Backchannel.ReadJsonAsync(request, "token endpoint", Context.RequestAborted));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (tokens.Response?.RootElement.TryGetProperty(TokenItem, out var token) is not true || token.GetString() is not { } text)
        {
            throw new SignInRefusedException(SignInRefusal.Provider, "The provider gave no id_token.");
        }

        properties.Items.Remove(NonceItem, out var nonce);
        var provider = await ReadProviderAsync();
        var payload = await IdToken.ReadAsync(text, nonce!, Options.ClientId, provider, TimeProvider.GetUtcNow());
        if (payload is null)
        {
            // Signed with a key that is newer than what we know of the provider.
            Options.Provider.RequestRefresh();
            payload = await IdToken.ReadAsync(text, nonce!, Options.ClientId, await ReadProviderAsync(), TimeProvider.GetUtcNow())
                ?? throw new SignInRefusedException(SignInRefusal.Provider, "The id_token is signed with a key that is none of the provider's.");
        }

        var claims = new AccountClaims(payload.Value, Options.Settings, Options.WantsGroups);
        if (provider.UserInfoEndpoint is { } userInfo && Options.Settings.UserInfo is not UserInfoUse.Never
            && (Options.Settings.UserInfo is UserInfoUse.Always || claims.LackSomething))
        {
            claims.Add(await ReadUserInfoAsync(userInfo, tokens.AccessToken, payload.Value));
        }

        Context.Features.Set(AccountOf(claims, provider.Issuer));
        return new(new(identity), properties, Scheme.Name);
    }

    private static ProviderAccount AccountOf(AccountClaims claims, string issuer)
    {
        if (claims.EmailIsUnverified || claims.Email is not { } email)
        {
            throw new SignInRefusedException(SignInRefusal.Email, "The account has no verified e-mail.");
        }

        var subject = claims.Subject ?? throw new SignInRefusedException(SignInRefusal.Provider, "The token has no subject.");
        return new(issuer, subject, email, claims.Name, claims.EmployeeNumber, claims.Groups);
    }

    private async Task<JsonElement> ReadUserInfoAsync(string address, string? accessToken, JsonElement token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await Backchannel.ReadJsonAsync(request, "userinfo", Context.RequestAborted);
        var info = answer.RootElement.Clone();
        // Otherwise one account's token could be dressed in another's particulars (OpenID Connect Core, 5.3.4).
        return AccountClaims.Find(info, "sub") is { ValueKind: JsonValueKind.String } subject && subject.GetString() == token.GetProperty("sub").GetString()
            ? info
            : throw new SignInRefusedException(SignInRefusal.Provider, "The userinfo is another account's.");
    }

    private async Task<OpenIdConnectConfiguration> ReadProviderAsync()
    {
        try
        {
            return await Options.Provider.GetConfigurationAsync(Context.RequestAborted);
        }
        // Whatever the library meets, it says so with this.
        catch (InvalidOperationException error)
        {
            throw new SignInRefusedException(SignInRefusal.Provider, "The provider's description could not be read.", error);
        }
    }

    private string ReturnAddress(string asSeenHere) => Options.PublicUrl is { } address ? address + Options.CallbackPath : asSeenHere;
}
