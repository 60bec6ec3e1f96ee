using Claudeonomics.Cli.Agents.OpenCode;

namespace Claudeonomics.Cli.Agents.Kilo;

/// <summary>Kilo's command line, made from OpenCode.</summary>
public sealed class KiloAgent : Agent
{
    private readonly OpenCodeDatabase _database = new();

    public override string Name => "kilo";

    public override string Title => "Kilo CLI";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("KILO_DATA_DIR");
        return from root in named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : [Path.Combine(surroundings.DataHome, "kilo")]
               from path in LogFolders.FilesIn(root, ".db")
               where Path.GetFileName(path).StartsWith("kilo", StringComparison.Ordinal)
               select new LogFile(path, _database);
    }
}
