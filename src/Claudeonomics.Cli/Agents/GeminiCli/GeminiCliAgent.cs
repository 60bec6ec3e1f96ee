namespace Claudeonomics.Cli.Agents.GeminiCli;

/// <summary>Google's Gemini CLI: a file a conversation, lines since 2026 and one document before.</summary>
public sealed class GeminiCliAgent : Agent
{
    private readonly GeminiLines _lines = new();
    private readonly GeminiDocument _document = new();

    public override string Name => "gemini-cli";

    public override string Title => "Gemini CLI";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return Roots(surroundings).SelectMany(LogFolders.FoldersIn).SelectMany(project => InChats(surroundings, Path.Combine(project, "chats")));
    }

    // The variable of its own replaces the home folder, ccusage's the folder below.
    private static IEnumerable<string> Roots(Surroundings surroundings) =>
        surroundings.Folders("GEMINI_DATA_DIR") is { Count: > 0 } named
            ? named.Distinct(StringComparer.Ordinal)
            : [Path.Combine(surroundings.Variable("GEMINI_CLI_HOME") ?? surroundings.Home, ".gemini", "tmp")];

    private IEnumerable<LogFile> InChats(Surroundings surroundings, string chats) =>
        surroundings.KnownFolders.FilesBelow(chats, ".jsonl").Select(path => new LogFile(path, _lines))
            .Concat(LogFolders.FilesIn(chats, ".json").Select(path => new LogFile(path, _document)));
}
