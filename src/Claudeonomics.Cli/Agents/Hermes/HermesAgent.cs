namespace Claudeonomics.Cli.Agents.Hermes;

/// <summary>Nous Research's Hermes Agent: a database a profile.</summary>
public sealed class HermesAgent : Agent
{
    private const string Database = "state.db";

    private readonly HermesDatabase _database = new();

    public override string Name => "hermes";

    public override string Title => "Hermes Agent";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("HERMES_HOME");
        return
            from root in (named.Count > 0 ? named : Homes(surroundings)).Distinct(StringComparer.Ordinal)
            from folder in LogFolders.FoldersIn(Path.Combine(root, "profiles")).Prepend(root)
            let path = Path.Combine(folder, Database)
            where File.Exists(path)
            select new LogFile(path, _database);
    }

    private static IReadOnlyList<string> Homes(Surroundings surroundings) =>
        surroundings.Variable("LOCALAPPDATA") is { } local ? [surroundings.InHome(".hermes"), Path.Combine(local, "hermes")] : [surroundings.InHome(".hermes")];
}
