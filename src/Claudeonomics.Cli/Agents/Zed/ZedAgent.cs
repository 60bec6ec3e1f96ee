namespace Claudeonomics.Cli.Agents.Zed;

/// <summary>The agent in the editor Zed: a database of threads.</summary>
public sealed class ZedAgent : Agent
{
    private readonly ZedDatabase _database = new();

    public override string Name => "zed";

    public override string Title => "Zed";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        string[] folders =
        [
            Path.Combine(surroundings.DataHome, "zed"), surroundings.InHome("Library", "Application Support", "Zed"),
            surroundings.InHome(".var", "app", "dev.zed.Zed", "data", "zed"),
            .. surroundings.Variable("LOCALAPPDATA") is { } local ? (string[])[Path.Combine(local, "Zed")] : [],
        ];
        return folders.Select(static folder => Path.Combine(folder, "threads", "threads.db")).Where(File.Exists).Select(path => new LogFile(path, _database));
    }
}
