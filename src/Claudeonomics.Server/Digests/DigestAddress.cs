using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>Where a digest may be posted to.</summary>
internal static class DigestAddress
{
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Problem(string? url, DigestReach reach)
    {
        if (url is not { Length: > 0 and <= DigestChannel.MaxUrlChars } || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return "Not an address.";
        }

        // What is sent names people; on the way nobody else reads it.
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) ? reach.Problem(uri) : "It has to begin with https://.";
    }

    /// <summary>What may be shown of it: the host. The rest is a secret.</summary>
    public static string Shown(string url) => new Uri(url).Host;
}
