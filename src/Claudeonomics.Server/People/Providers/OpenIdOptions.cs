using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Claudeonomics.Server.People.Providers;

/// <summary>What the handler of the company's OpenID Connect provider works with.</summary>
internal sealed class OpenIdOptions : OAuthOptions
{
    public OpenIdSettings Settings { get; set; } = null!;

    /// <summary>Whether groups decide about anything.</summary>
    public bool WantsGroups { get; set; }

    /// <summary>Where people reach this server, if it is not where it listens.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The provider's own description and keys, read when they are first needed and again twice a day.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration> Provider { get; set; } = null!;

    public static ConfigurationManager<OpenIdConnectConfiguration> ReadFrom(Uri authority, HttpClient http) => new(
        $"{authority.ToString().TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
        // The settings let http through for this machine alone.
        new HttpDocumentRetriever(http) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps });
}
