namespace Claudeonomics.Cli.Agents.Cline;

/// <summary>Cline and the extensions made of it, which keep a folder a task.</summary>
/// <param name="extension">Publisher and name of the extension for VS Code.</param>
/// <param name="isDisjoint">Whether its <c>tokensIn</c> always left caches out.</param>
public abstract class TaskAgent(string extension, bool isDisjoint) : Agent
{
    private readonly TaskMessages _messages = new(isDisjoint);

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return VsCodeFolders.TasksOf(surroundings, extension).Concat(TaskFolders(surroundings))
            .Select(static task => Path.Combine(task, "ui_messages.json")).Where(File.Exists)
            .Select(path => new LogFile(path, _messages))
            .Concat(FindSessions(surroundings));
    }

    /// <summary>Folders of tasks that are not an editor's.</summary>
    protected virtual IEnumerable<string> TaskFolders(Surroundings surroundings) => [];

    /// <summary>Files of another kind.</summary>
    protected virtual IEnumerable<LogFile> FindSessions(Surroundings surroundings) => [];
}

/// <summary>Cline, in editors and on the command line.</summary>
public sealed class ClineAgent() : TaskAgent("saoudrizwan.claude-dev", isDisjoint: true)
{
    private readonly ClineSession _session = new();

    public override string Name => "cline";

    public override string Title => "Cline";

    protected override IEnumerable<string> TaskFolders(Surroundings surroundings) => LogFolders.FoldersIn(Path.Combine(Data(surroundings), "tasks"));

    protected override IEnumerable<LogFile> FindSessions(Surroundings surroundings) =>
        surroundings.KnownFolders.FilesBelow(Path.Combine(Data(surroundings), "sessions"), ClineSession.Ending).Select(path => new LogFile(path, _session));

    private static string Data(Surroundings surroundings) => surroundings.InHome(".cline", "data");
}

/// <summary>Roo Code.</summary>
public sealed class RooCodeAgent() : TaskAgent("rooveterinaryinc.roo-cline", isDisjoint: false)
{
    public override string Name => "roo-code";

    public override string Title => "Roo Code";
}

/// <summary>Kilo Code's extension. (Its command line keeps a database and is an agent of its own.)</summary>
public sealed class KiloCodeAgent() : TaskAgent("kilocode.kilo-code", isDisjoint: false)
{
    public override string Name => "kilo-code";

    public override string Title => "Kilo Code";
}
