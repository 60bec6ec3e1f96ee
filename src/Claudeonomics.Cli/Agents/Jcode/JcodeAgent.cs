namespace Claudeonomics.Cli.Agents.Jcode;

/// <summary>Jcode: a document a session, and a journal of what is not in it yet.</summary>
public sealed class JcodeAgent : Agent
{
    private const string Beginning = "session_";

    private readonly JcodeSession _session = new();
    private readonly JcodeJournal _journal = new();

    public override string Name => "jcode";

    public override string Title => "Jcode";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var folder = Path.Combine(surroundings.Variable("JCODE_HOME") ?? surroundings.InHome(".jcode"), "sessions");
        return Named(folder, ".json").Select(path => new LogFile(path, _session))
            .Concat(Named(folder, JcodeJournal.Ending).Select(path => new LogFile(path, _journal)));
    }

    private static IEnumerable<string> Named(string folder, string ending) =>
        LogFolders.FilesIn(folder, ending).Where(static path => Path.GetFileName(path).StartsWith(Beginning, StringComparison.Ordinal));
}
