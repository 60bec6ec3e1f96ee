using Claudeonomics.Server.People.Providers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.People;

/// <summary>Where somebody signs out at the company's provider too, if it announces that (OpenID Connect RP-Initiated Logout 1.0).</summary>
/// <remarks>Its tokens are not kept, so that none can say whose session to end: the provider asks in the browser, as it must without.</remarks>
public sealed class ProviderSignOut
{
    private readonly SignInSettings _settings;
    private readonly IOptionsMonitor<OpenIdOptions> _options;

    internal ProviderSignOut(SignInSettings settings, IOptionsMonitor<OpenIdOptions> options) => (_settings, _options) = (settings, options);

    /// <returns>The provider and its address; <see langword="null"/> without a provider, or when it announces no such address or does not answer.</returns>
    public async Task<(SignInProvider Provider, string Address)?> FindAsync(CancellationToken cancellationToken)
    {
        if (_settings.OpenId is not { } openId)
        {
            return null;
        }

        try
        {
            var provider = await _options.Get(ProvidersSetup.OpenId).Provider.GetConfigurationAsync(cancellationToken);
            return provider.EndSessionEndpoint is { Length: > 0 } address
                ? (new(ProvidersSetup.OpenId, openId.Name), QueryHelpers.AddQueryString(address, "client_id", openId.ClientId))
                : null;
        }
        // Whatever the library meets, it says so with this.
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
