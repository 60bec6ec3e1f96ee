namespace Claudeonomics.Core.Ranking;

/// <summary>Titles as people read them.</summary>
public static class TitleName
{
    /// <summary><c>token-legend</c> reads "Token Legend". Titles are names, and their ids are those names in lower case.</summary>
    public static string Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return string.Join(' ', id.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
