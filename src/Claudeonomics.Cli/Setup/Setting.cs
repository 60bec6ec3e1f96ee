using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Setup;

/// <summary>One setting's value, and the file or variable that it comes from.</summary>
internal sealed record Setting(string Value, string From)
{
    public bool IsTrue => Value.Trim().ToLowerInvariant() is "1" or "true" or "yes" or "on";

    public static Setting? OfVariable(Surroundings surroundings, string name) =>
        surroundings.Variable(name) is { } value ? new(value, "$" + name) : null;

    /// <summary>Whether a list with commas between names a word.</summary>
    public bool Names(string word) => Value.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);
}
