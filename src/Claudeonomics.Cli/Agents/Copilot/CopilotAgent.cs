namespace Claudeonomics.Cli.Agents.Copilot;

/// <summary>GitHub Copilot: its command line, and its chat in VS Code.</summary>
public sealed class CopilotAgent : Agent
{
    private readonly CopilotEvents _events = new();
    private readonly CopilotTelemetry _telemetry = new();
    private readonly VsCodeChat _chat = new();

    /// <summary>As in telemetry of both.</summary>
    public override string Name => "github-copilot";

    public override string Title => "GitHub Copilot";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var home = surroundings.Variable("COPILOT_HOME") ?? surroundings.InHome(".copilot");
        var events = LogFolders.FoldersIn(Path.Combine(home, "session-state"))
            .Select(session => Path.Combine(session, "events.jsonl")).Where(File.Exists)
            .Select(path => new LogFile(path, _events));
        return events
            .Concat(Telemetry(surroundings, home).Distinct(StringComparer.Ordinal).Select(path => new LogFile(path, _telemetry)))
            .Concat(VsCodeFolders.UserFolders(surroundings).SelectMany(Chats).Select(path => new LogFile(path, _chat)));
    }

    private static IEnumerable<string> Telemetry(Surroundings surroundings, string home)
    {
        var files = LogFolders.FilesIn(Path.Combine(home, "otel"), ".jsonl");
        return surroundings.Variable("COPILOT_OTEL_FILE_EXPORTER_PATH") is { } named && File.Exists(named) ? files.Append(Path.GetFullPath(named)) : files;
    }

    private static IEnumerable<string> Chats(string userFolder) =>
        LogFolders.FoldersIn(Path.Combine(userFolder, "workspaceStorage")).Select(workspace => Path.Combine(workspace, "chatSessions"))
            .Append(Path.Combine(userFolder, "globalStorage", "emptyWindowChatSessions"))
            .SelectMany(folder => LogFolders.FilesIn(folder, ".jsonl"));
}
