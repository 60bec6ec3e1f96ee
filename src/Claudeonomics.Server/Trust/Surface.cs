using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.Server.Trust;

/// <summary>An address as the access log keeps it: which surface and which filter, and nothing that says who was looked at or looked for.</summary>
/// <remarks>A person stands in an entry as a number, which erasing them makes lead nowhere; an id or a typed name in its words would stay.</remarks>
internal static class Surface
{
    private const string Left = "…";

    // What narrows a list by what it counts; words that are typed (a search) or name a person are left out.
    private static readonly HashSet<string> Filters = new(StringComparer.Ordinal)
    {
        "window", "from", "to", "by", "team", "agent", "provider", "model", "limit", "after", "span", "month",
    };

    /// <param name="path">Such as <c>/boards/score/rows/abc</c>, or words that are no address.</param>
    /// <param name="query">With its question mark; empty for none.</param>
    public static string Of(string path, string query)
    {
        var said = path.StartsWith('/') ? Path(path) : path;
        if (query.Length <= 1)
        {
            return said;
        }

        var kept = QueryHelpers.ParseQuery(query).Where(static pair => Filters.Contains(pair.Key) || pair.Key == "q")
            .Select(static pair => pair.Key == "q" ? $"q={Left}" : $"{pair.Key}={pair.Value}");
        var words = string.Join('&', kept);
        return words.Length == 0 ? said : $"{said}?{words}";
    }

    // /people/ID, /boards/score/rows/ID
    private static string Path(string path)
    {
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i - 1] is "people" or "rows")
            {
                parts[i] = Left;
            }
        }

        return string.Join('/', parts);
    }
}
