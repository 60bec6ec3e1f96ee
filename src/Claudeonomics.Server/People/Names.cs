using System.Buffers;
using System.Text;

namespace Claudeonomics.Server.People;

/// <summary>Which names people, teams, devices and the like may have.</summary>
internal static class Names
{
    // Embeddings, overrides and isolates: a name that turns text around reads as somebody else's, and so may what stands beside it.
    private static readonly SearchValues<char> Turning = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>What <see cref="IsFit"/> asks for, for whoever is refused.</summary>
    public static string Rule(int maxChars) => $"1 to {maxChars} characters, one at least that can be seen, none that controls or turns text.";

    public static bool IsFit(string name, int maxChars) =>
        name.Length <= maxChars && name.EnumerateRunes().Any(IsSeen) && !name.Any(char.IsControl) && !name.AsSpan().ContainsAny(Turning);

    // Joiners and marks are part of many names, and by themselves nothing that could be read or clicked.
    private static bool IsSeen(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune);

    public static string Key(string name) => name.Trim().ToUpperInvariant();
}
