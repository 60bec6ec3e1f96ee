namespace Claudeonomics.Cli.Agents.Goose;

/// <summary>Block's Goose: one database of sessions, with a ledger of calls.</summary>
public sealed class GooseAgent : Agent
{
    private readonly GooseDatabase _database = new();

    public override string Name => "goose";

    public override string Title => "Goose";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return Folders(surroundings).Distinct(StringComparer.Ordinal)
            .Select(static folder => Path.Combine(folder, "sessions", "sessions.db")).Where(File.Exists)
            .Select(path => new LogFile(path, _database));
    }

    // Goose takes its variable only when it is a full path.
    private static IEnumerable<string> Folders(Surroundings surroundings) =>
        surroundings.Variable("GOOSE_PATH_ROOT") is { } root && Path.IsPathFullyQualified(root)
            ? [Path.Combine(root, "data")]
            :
            [
                Path.Combine(surroundings.DataHome, "goose"), Path.Combine(surroundings.DataHome, "Block", "goose"),
                .. from home in surroundings.ApplicationHomes
                   from name in (string[])["goose", Path.Combine("Block", "goose"), Path.Combine("Block", "goose", "data"), "Block.block.goose"]
                   select Path.Combine(home, name),
            ];
}
