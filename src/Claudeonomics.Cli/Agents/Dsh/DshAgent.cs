namespace Claudeonomics.Cli.Agents.Dsh;

/// <summary>DeepSeek Harness: a transcript a session, compressed.</summary>
public sealed class DshAgent : Agent
{
    private readonly DshTranscript _transcript = new();

    public override string Name => "dsh";

    public override string Title => "DeepSeek Harness";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return
            from folder in LogFolders.FoldersIn(Path.Combine(surroundings.Variable("DSH_HOME") ?? surroundings.InHome(".dsh"), "sessions"))
            from session in LogFolders.FoldersIn(folder)
            from name in (string[])["session.jsonl", "session.jsonl.zstd"]
            let path = Path.Combine(session, name)
            where File.Exists(path)
            select new LogFile(path, _transcript);
    }
}
