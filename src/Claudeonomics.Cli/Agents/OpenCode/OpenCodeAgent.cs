namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>OpenCode: one database a release channel, before that a file a message.</summary>
public sealed class OpenCodeAgent : Agent
{
    private readonly OpenCodeDatabase _database = new();
    private readonly OpenCodeFile _file = new();

    public override string Name => "opencode";

    public override string Title => "OpenCode";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("OPENCODE_DATA_DIR");
        foreach (var root in named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : [Path.Combine(surroundings.DataHome, "opencode")])
        {
            foreach (var path in Databases(root, surroundings.Variable("OPENCODE_DB")))
            {
                yield return new(path, _database);
            }

            foreach (var path in Messages(surroundings, root))
            {
                yield return new(path, _file);
            }
        }
    }

    // OPENCODE_DB names another database, in the data folder where it is not a full path.
    private static IEnumerable<string> Databases(string root, string? other)
    {
        var usual = LogFolders.FilesIn(root, ".db").Where(static path => IsDatabase(Path.GetFileName(path)));
        var moved = other is null ? null : Path.Combine(root, other);
        return moved is null || !File.Exists(moved) ? usual : usual.Append(moved).Distinct(StringComparer.Ordinal);
    }

    // opencode.db, or opencode-CHANNEL.db of a preview.
    private static bool IsDatabase(string name) => name is "opencode.db" || name.StartsWith("opencode-", StringComparison.Ordinal);

    // Releases before July 2025 kept a storage for each project; what they copied when they stopped to is found under both names.
    private static IEnumerable<string> Messages(Surroundings surroundings, string root) =>
        surroundings.KnownFolders.FilesBelow(Path.Combine(root, "storage", "message"), ".json").Concat(
            from project in LogFolders.FoldersIn(Path.Combine(root, "project"))
            from path in surroundings.KnownFolders.FilesBelow(Path.Combine(project, "storage", "session", "message"), ".json")
            select path);
}
