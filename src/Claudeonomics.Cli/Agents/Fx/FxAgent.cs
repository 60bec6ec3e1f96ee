namespace Claudeonomics.Cli.Agents.Fx;

/// <summary>Vercel's fx: a sum a session and model.</summary>
public sealed class FxAgent : Agent
{
    private readonly FxUsage _usage = new();

    public override string Name => "fx";

    public override string Title => "fx";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return LogFolders.FoldersIn(surroundings.InHome(".fx", "sessions"))
            .Select(static session => Path.Combine(session, "usage-v2.json")).Where(File.Exists)
            .Select(path => new LogFile(path, _usage));
    }
}
