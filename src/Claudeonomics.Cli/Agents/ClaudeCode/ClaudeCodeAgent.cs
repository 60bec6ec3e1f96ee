namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>Anthropic's Claude Code: a transcript a conversation, another for each sub-agent.</summary>
public sealed class ClaudeCodeAgent : Agent
{
    private static readonly string[] Folders = ["projects", "transcripts"];

    private readonly ClaudeCodeFormat _format = new();

    public override string Name => "claude-code";

    public override string Title => "Claude Code";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return
            from root in Roots(surroundings).Distinct(StringComparer.Ordinal)
            from folder in Folders
            from path in surroundings.KnownFolders.FilesBelow(Path.Combine(root, folder), ".jsonl")
            where Path.GetFileName(path.AsSpan()) is not "journal.jsonl"
            select new LogFile(path, _format);
    }

    private static IEnumerable<string> Roots(Surroundings surroundings)
    {
        var named = surroundings.Folders("CLAUDE_CONFIG_DIR");
        return named.Count > 0 ? named
            : [surroundings.InHome(".claude"), Path.Combine(surroundings.ConfigHome, "claude"),
                .. LogFolders.FoldersIn(surroundings.InHome(".cc-mirror")).Select(static variant => Path.Combine(variant, "config"))];
    }
}
