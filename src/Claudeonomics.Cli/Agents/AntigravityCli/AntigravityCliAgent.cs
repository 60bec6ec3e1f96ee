namespace Claudeonomics.Cli.Agents.AntigravityCli;

/// <summary>Google's Antigravity on the command line: a database a conversation.</summary>
public sealed class AntigravityCliAgent : Agent
{
    private readonly AntigravityDatabase _database = new();

    public override string Name => "antigravity-cli";

    public override string Title => "Antigravity CLI";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var root = surroundings.Variable("GEMINI_CLI_HOME") ?? surroundings.InHome(".gemini");
        return LogFolders.FilesIn(Path.Combine(root, "antigravity-cli", "conversations"), ".db").Select(path => new LogFile(path, _database));
    }
}
