using System.Buffers;
using System.Text.RegularExpressions;

namespace Claudeonomics.Server.Operations;

/// <summary>Takes keys and one-time tokens out of text that is about to leave the process.</summary>
internal static partial class Secrets
{
    public const string Redacted = "[redacted]";

    // A key in a path, right or wrong:   /k/cn_ingest_4x2.../v1/logs
    // A link, invite, share or picture:  /signin/WHATEVER, /join/..., /s/..., /digests/pictures/..., and not /signin/with/openid, /signin/openid/callback
    // A device's or a provider's code:   /device?code=BCDF-GHJK, /signin/openid/callback?code=...&state=...
    // A key or link anywhere:            cn_read_k3v..._q8f..., also in ?returnUrl=%2Fsignin%2Fcn_signin_...
    [GeneratedRegex(@"(?<=/(?:k|signin|join|s|digests/pictures)/)(?!(?:with|openid|github)/)[^/\s""'?]+|(?<=[?&]code=)[^&\s""']+|cn_[a-z]+_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    private static readonly SearchValues<string> Signs =
        SearchValues.Create(["/k/", "cn_", "/signin/", "/join/", "/s/", "/digests/pictures/", "code="], StringComparison.Ordinal);

    public static bool MayBeIn(string text) => text.AsSpan().ContainsAny(Signs);

    public static string RemoveFrom(string text) => MayBeIn(text) ? Pattern.Replace(text, Redacted) : text;
}
