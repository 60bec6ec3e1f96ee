namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>OpenAI's Codex: a rollout a conversation.</summary>
public sealed class CodexAgent : Agent
{
    private static readonly string[] Folders = ["sessions", "archived_sessions"];

    public override string Name => "codex";

    public override string Title => "Codex";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("CODEX_HOME");
        var files =
            from root in named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : [surroundings.InHome(".codex")]
            from folder in Folders
            from path in surroundings.KnownFolders.FilesBelow(Path.Combine(root, folder), ".jsonl")
            select path;

        var paths = files.ToArray();
        var format = new CodexFormat(new CodexRollouts(paths));
        return paths.Select(path => new LogFile(path, format));
    }
}
