namespace Claudeonomics.Cli.Setup;

/// <summary>Where telemetry is sent to, judged without asking there.</summary>
internal static class Endpoint
{
    // Agents with no setting for a header carry the key in the address: https://tokens.example/k/KEY
    private const string KeyInPath = "/k/";

    /// <summary>Leaves out what is a key: the answer is shown on screens and pasted into issues.</summary>
    public static string WithoutKey(string address)
    {
        var clean = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? address.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal)
            : address;
        var at = clean.IndexOf(KeyInPath, StringComparison.Ordinal);
        if (at < 0)
        {
            return clean;
        }

        var key = at + KeyInPath.Length;
        var end = clean.IndexOf('/', key);
        return string.Concat(clean.AsSpan(0, key), "…", end < 0 ? "" : clean.AsSpan(end));
    }

    /// <summary>Whether the server will know who sends: by the address or by a header.</summary>
    public static bool HasKey(Setting endpoint, params ReadOnlySpan<Setting?> headers)
    {
        foreach (var header in headers)
        {
            if (header?.Value.Contains("authorization", StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return HasKeyInPath(endpoint);
    }

    public static bool HasKeyInPath(Setting endpoint) => endpoint.Value.Contains(KeyInPath, StringComparison.Ordinal);

    public static string NoKey(string why) => $"No key is sent, since {why}: a Claudeonomics server answers 401.";
}
