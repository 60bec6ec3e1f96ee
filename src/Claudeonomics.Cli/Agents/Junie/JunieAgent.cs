namespace Claudeonomics.Cli.Agents.Junie;

/// <summary>JetBrains' Junie on the command line: a file of events a session.</summary>
public sealed class JunieAgent : Agent
{
    private readonly JunieEvents _events = new();

    public override string Name => "junie";

    public override string Title => "Junie";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return LogFolders.FoldersIn(surroundings.InHome(".junie", "sessions"))
            .Select(static session => Path.Combine(session, "events.jsonl")).Where(File.Exists)
            .Select(path => new LogFile(path, _events));
    }
}
