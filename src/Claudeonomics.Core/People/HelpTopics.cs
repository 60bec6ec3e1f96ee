namespace Claudeonomics.Core.People;

/// <summary>What somebody helps with, in a few words each.</summary>
public static class HelpTopics
{
    /// <summary>Topics of one person.</summary>
    public const int Most = 5;

    public const int FewestChars = 2;

    public const int MostChars = 30;

    /// <summary>Words to begin with; a company adds its own by using them.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "getting started", "prompts", "code review", "tests", "documentation", "refactoring", "debugging", "tool servers", "sub-agents", "agents in CI",
        "keeping contexts small", "choosing a model",
    ];

    /// <summary>Makes topics of what was typed: without the spaces around, each once, whatever the case of its letters.</summary>
    /// <returns>The topics, or what is wrong with them.</returns>
    public static (IReadOnlyList<string> Topics, string? Problem) Read(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var topics = new List<string>();
        foreach (var word in words)
        {
            var topic = Plain(word);
            if (topic.Length == 0)
            {
                continue;
            }

            if (topic.Length is < FewestChars or > MostChars || topic.Any(static c => !char.IsLetterOrDigit(c) && !" +#./-&'".Contains(c, StringComparison.Ordinal)))
            {
                return ([], $"A topic is {FewestChars} to {MostChars} letters, digits, spaces and + # . / - & '.");
            }

            if (!topics.Exists(known => Key(known) == Key(topic)))
            {
                topics.Add(topic);
            }
        }

        return topics.Count > Most ? ([], $"At most {Most} topics.") : (topics, null);
    }

    /// <summary>Equal for topics that differ in the case of letters only.</summary>
    public static string Key(string topic) => Plain(topic).ToUpperInvariant();

    // One space where there are several.
    private static string Plain(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return string.Join(' ', topic.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>How somebody has set an agent up, in plain text for colleagues.</summary>
public static class SetUpNote
{
    public const int MostChars = 2_000;

    /// <summary>Takes a note as it is kept: lines end with a line feed, nothing but spaces around it is cut off.</summary>
    /// <returns>The note, empty for none; <see langword="null"/> when it is too long or holds control characters.</returns>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var note = text.ReplaceLineEndings("\n").Trim();
        return note.Length > MostChars || note.Any(static c => char.IsControl(c) && c is not ('\n' or '\t')) ? null : note;
    }
}
