namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>OpenAI's Codex: a rollout a conversation.</summary>
public sealed class CodexAgent : Agent
{
    private static readonly string[] Folders = ["sessions", "archived_sessions"];

    private readonly CodexFormat _format = new();

    public override string Name => "codex";

    public override string Title => "Codex";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("CODEX_HOME");
        var files =
            from root in named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : [surroundings.InHome(".codex")]
            from folder in Folders
            from path in LogFolders.FilesBelow(Path.Combine(root, folder), ".jsonl")
            select path;

        // Names begin with the moment of creation, so a conversation comes before those that were forked from it.
        return files.OrderBy(static path => Path.GetFileName(path), StringComparer.Ordinal).Select(path => new LogFile(path, _format));
    }
}
