using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.People.Providers;

/// <summary>What the handler of GitHub works with.</summary>
internal sealed class GitHubOptions : OAuthOptions
{
    public GitHubSettings Settings { get; set; } = null!;

    /// <inheritdoc cref="OpenIdOptions.PublicUrl"/>
    public string? PublicUrl { get; set; }
}

/// <summary>GitHub's OAuth: an account is its number, its e-mail the verified primary one.</summary>
internal sealed class GitHubHandler(IOptionsMonitor<GitHubOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : OAuthHandler<GitHubOptions>(options, logger, encoder)
{
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        base.BuildChallengeUrl(properties, ReturnAddress(redirectUri));

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Options.ClientId,
            ["client_secret"] = Options.ClientSecret,
            ["code"] = context.Code,
            ["redirect_uri"] = ReturnAddress(context.RedirectUri),
            [OAuthConstants.CodeVerifierKey] = context.Properties.Items[OAuthConstants.CodeVerifierKey]!,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, Options.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
        // A code that is wrong is answered with 200 and an error inside.
        var tokens = OAuthTokenResponse.Success(await Backchannel.ReadJsonAsync(request, "token endpoint", Context.RequestAborted));
        return tokens.AccessToken is { Length: > 0 }
            ? tokens
            : throw new SignInRefusedException(SignInRefusal.Provider, "GitHub gave no token.");
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        using var user = await AskAsync("user", tokens.AccessToken!);
        using var emails = await AskAsync("user/emails", tokens.AccessToken!);
        if (Options.Settings.Organization is { } organization && !await IsMemberAsync(organization, tokens.AccessToken!))
        {
            throw new SignInRefusedException(SignInRefusal.Organization, "Not in the organization.");
        }

        var id = user.RootElement.TryGetProperty("id", out var number) && number.TryGetInt64(out var value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : throw new SignInRefusedException(SignInRefusal.Provider, "GitHub's user has no number.");
        var email = PrimaryOf(emails.RootElement) ?? throw new SignInRefusedException(SignInRefusal.Email, "The account has no verified primary e-mail.");
        Context.Features.Set(new ProviderAccount(
            Options.Settings.ApiUrl.GetLeftPart(UriPartial.Authority), id, email, NameOf(user.RootElement), EmployeeNumber: null, Groups: []));
        return new(new(identity), properties, Scheme.Name);
    }

    private static string? PrimaryOf(JsonElement emails) => emails.ValueKind is not JsonValueKind.Array
        ? null
        : emails.EnumerateArray()
            .Where(static email => IsTrue(email, "primary") && IsTrue(email, "verified"))
            .Select(static email => TextOf(email, "email"))
            .FirstOrDefault(EmailAddress.IsValid);

    private static string? NameOf(JsonElement user) =>
        new[] { TextOf(user, "name"), TextOf(user, "login") }.FirstOrDefault(static name => name is not null && Names.IsFit(name, PersonChange.MaxNameChars));

    private static bool IsTrue(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    private static string? TextOf(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private async Task<bool> IsMemberAsync(string organization, string token)
    {
        using var request = Question($"user/memberships/orgs/{Uri.EscapeDataString(organization)}", token);
        using var membership = await Backchannel.FindJsonAsync(request, "memberships", Context.RequestAborted);
        return membership is not null && TextOf(membership.RootElement, "state") == "active";
    }

    private async Task<JsonDocument> AskAsync(string path, string token)
    {
        using var request = Question(path, token);
        return await Backchannel.ReadJsonAsync(request, path, Context.RequestAborted);
    }

    private HttpRequestMessage Question(string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Options.Settings.ApiUrl.ToString().TrimEnd('/')}/{path}");
        request.Headers.Authorization = new("Bearer", token);
        // GitHub answers nobody without one.
        request.Headers.UserAgent.Add(new("claudeonomics", null));
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        return request;
    }

    private string ReturnAddress(string asSeenHere) => Options.PublicUrl is { } address ? address + Options.CallbackPath : asSeenHere;
}
