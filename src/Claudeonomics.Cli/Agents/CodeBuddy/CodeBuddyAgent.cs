namespace Claudeonomics.Cli.Agents.CodeBuddy;

/// <summary>Tencent's CodeBuddy and WorkBuddy, which keep their sessions alike.</summary>
/// <param name="name">As in reports.</param>
/// <param name="title">For people.</param>
/// <param name="folder">Below the home folder.</param>
public sealed class CodeBuddyAgent(string name, string title, string folder) : Agent
{
    private readonly CodeBuddySession _session = new();

    public override string Name => name;

    public override string Title => title;

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return surroundings.KnownFolders.FilesBelow(surroundings.InHome(folder, "projects"), ".jsonl").Select(path => new LogFile(path, _session));
    }
}
