namespace Claudeonomics.Cli.Agents.Droid;

/// <summary>Factory's Droid: a sum a session.</summary>
public sealed class DroidAgent : Agent
{
    private readonly DroidSettings _settings = new();

    public override string Name => "droid";

    public override string Title => "Droid";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("DROID_SESSIONS_DIR");
        IEnumerable<string> roots = named.Count > 0
            ? named.Distinct(StringComparer.Ordinal)
            : [Path.Combine(surroundings.Variable("FACTORY_HOME_OVERRIDE") ?? surroundings.Home, ".factory", "sessions")];
        return roots.SelectMany(root => surroundings.KnownFolders.FilesBelow(root, DroidSettings.Ending)).Select(path => new LogFile(path, _settings));
    }
}
