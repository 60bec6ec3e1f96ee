namespace Claudeonomics.Cli.Agents.Devin;

/// <summary>Cognition's Devin on the command line: a database of messages.</summary>
public sealed class DevinAgent : Agent
{
    private readonly DevinDatabase _database = new();

    public override string Name => "devin-cli";

    public override string Title => "Devin CLI";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var path = Path.Combine(surroundings.DataHome, "devin", "cli", "sessions.db");
        return File.Exists(path) ? [new(path, _database)] : [];
    }
}
