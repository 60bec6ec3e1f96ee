using System.Text.RegularExpressions;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>What a page gives a browser for its forms.</summary>
internal static partial class Forms
{
    private const string Field = "__RequestVerificationToken";

    /// <summary>The hidden field of the first form of a page.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TokenIn(string page) => [new(Field, Token().Match(page).Groups[1].Value)];

    [GeneratedRegex($"{Field}\" value=\"([^\"]+)")]
    private static partial Regex Token();
}
