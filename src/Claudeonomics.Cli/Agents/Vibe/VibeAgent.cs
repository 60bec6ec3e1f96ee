namespace Claudeonomics.Cli.Agents.Vibe;

/// <summary>Mistral's Vibe: a folder a session, with messages and what they used in all.</summary>
public sealed class VibeAgent : Agent
{
    private readonly VibeMessages _messages = new();
    private readonly VibeSession _session = new();

    public override string Name => "mistral-vibe";

    public override string Title => "Mistral Vibe";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var folder = Path.Combine(surroundings.Variable("VIBE_HOME") ?? surroundings.InHome(".vibe"), "logs", "session");
        return
        [
            .. surroundings.KnownFolders.FilesBelow(folder, VibeMessages.Name).Select(path => new LogFile(path, _messages)),
            .. surroundings.KnownFolders.FilesBelow(folder, VibeSession.Name).Select(path => new LogFile(path, _session)),
            .. LogFolders.FilesIn(folder, ".json").Select(path => new LogFile(path, _session)),
        ];
    }
}
