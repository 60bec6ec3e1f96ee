using Claudeonomics.Cli.Agents.ClaudeCode;

namespace Claudeonomics.Cli.Agents.CherryStudio;

/// <summary>The agents of Cherry Studio, which are Claude Code's and write its transcripts.</summary>
public sealed class CherryStudioAgent : Agent
{
    private static readonly string[] Folders = [Path.Combine("CherryStudio", ".claude"), Path.Combine("CherryStudio", "Data", "Agents", ".claude")];

    private readonly ClaudeCodeFormat _transcript = new();

    public override string Name => "cherry-studio";

    public override string Title => "Cherry Studio";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return
            from home in surroundings.ApplicationHomes
            from folder in Folders
            from path in surroundings.KnownFolders.FilesBelow(Path.Combine(home, folder, "projects"), ".jsonl")
            where Path.GetFileName(path.AsSpan()) is not "journal.jsonl"
            select new LogFile(path, _transcript);
    }
}
