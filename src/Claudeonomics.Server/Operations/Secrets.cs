using System.Text.RegularExpressions;

namespace Claudeonomics.Server.Operations;

/// <summary>Takes keys and one-time tokens out of text that is about to leave the process.</summary>
internal static partial class Secrets
{
    public const string Redacted = "[redacted]";

    // A key in a path, right or wrong: /k/cn_ingest_4x2.../v1/logs
    // A key or link anywhere:          cn_read_k3v..._q8f..., also in ?returnUrl=%2Fsignin%2Fcn_signin_...
    [GeneratedRegex(@"(?<=/k/)[^/\s""'?]+|cn_[a-z]+_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    public static bool MayBeIn(string text) =>
        text.Contains("/k/", StringComparison.Ordinal) || text.Contains("cn_", StringComparison.Ordinal);

    public static string RemoveFrom(string text) => MayBeIn(text) ? Pattern.Replace(text, Redacted) : text;
}
