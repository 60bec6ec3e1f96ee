namespace Claudeonomics.Cli.Agents.Reasonix;

/// <summary>Reasonix: a file of calls a day.</summary>
public sealed class ReasonixAgent : Agent
{
    private readonly ReasonixStats _stats = new();

    public override string Name => "reasonix";

    public override string Title => "Reasonix";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Variable("REASONIX_STATE_HOME") ?? surroundings.Variable("REASONIX_HOME");
        string[] roots = named is not null ? [named]
            : surroundings.Variable("APPDATA") is { } roaming ? [surroundings.InHome(".reasonix"), Path.Combine(roaming, "reasonix")]
            : [surroundings.InHome(".reasonix")];
        return roots.SelectMany(static root => LogFolders.FilesIn(Path.Combine(root, "stats"), ".jsonl")).Select(path => new LogFile(path, _stats));
    }
}
