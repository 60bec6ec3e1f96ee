using Claudeonomics.Cli.Agents.OpenCode;

namespace Claudeonomics.Cli.Agents.MiMoCode;

/// <summary>Xiaomi's MiMo Code, made from OpenCode.</summary>
public sealed class MiMoCodeAgent : Agent
{
    private static readonly string[] Folders = ["mimocode", "micode"];

    private readonly OpenCodeDatabase _database = new();

    public override string Name => "mimocode";

    public override string Title => "MiMo Code";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return from folder in Folders
               from path in LogFolders.FilesIn(Path.Combine(surroundings.DataHome, folder), ".db")
               where Path.GetFileName(path).StartsWith("mimocode", StringComparison.Ordinal)
               select new LogFile(path, _database);
    }
}
