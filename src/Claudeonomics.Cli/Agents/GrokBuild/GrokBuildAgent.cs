namespace Claudeonomics.Cli.Agents.GrokBuild;

/// <summary>xAI's Grok Build: a log of all calls, and before it what each turn of a session used.</summary>
public sealed class GrokBuildAgent : Agent
{
    private readonly GrokLog _log = new();
    private readonly GrokUpdates _updates = new();

    public override string Name => "grok-build";

    public override string Title => "Grok Build";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var root = surroundings.Variable("GROK_HOME") ?? surroundings.InHome(".grok");
        return
        [
            .. LogFolders.FilesIn(Path.Combine(root, "logs"), "unified.jsonl").Select(path => new LogFile(path, _log)),
            .. from folder in LogFolders.FoldersIn(Path.Combine(root, "sessions"))
               from session in LogFolders.FoldersIn(folder)
               let path = Path.Combine(session, "updates.jsonl")
               where File.Exists(path)
               select new LogFile(path, _updates),
        ];
    }
}
