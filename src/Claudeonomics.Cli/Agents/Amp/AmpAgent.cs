namespace Claudeonomics.Cli.Agents.Amp;

/// <summary>Sourcegraph's Amp: a document a thread.</summary>
public sealed class AmpAgent : Agent
{
    private readonly AmpThread _thread = new();

    public override string Name => "amp";

    public override string Title => "Amp";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("AMP_DATA_DIR");
        IEnumerable<string> roots = named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : [Path.Combine(surroundings.DataHome, "amp")];
        return roots.SelectMany(root => LogFolders.FilesIn(Path.Combine(root, "threads"), ".json")).Select(path => new LogFile(path, _thread));
    }
}
