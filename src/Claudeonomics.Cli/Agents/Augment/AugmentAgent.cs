namespace Claudeonomics.Cli.Agents.Augment;

/// <summary>Augment Code's Auggie on the command line: a document a session.</summary>
public sealed class AugmentAgent : Agent
{
    private readonly AugmentSession _session = new();

    public override string Name => "augment";

    public override string Title => "Augment";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return LogFolders.FilesIn(surroundings.InHome(".augment", "sessions"), ".json").Select(path => new LogFile(path, _session));
    }
}
