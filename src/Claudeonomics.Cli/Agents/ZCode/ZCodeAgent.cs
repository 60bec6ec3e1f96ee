namespace Claudeonomics.Cli.Agents.ZCode;

/// <summary>Z.ai's ZCode: a database with a row a call.</summary>
public sealed class ZCodeAgent : Agent
{
    private readonly ZCodeDatabase _database = new();

    public override string Name => "zcode";

    public override string Title => "ZCode";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var path = Path.Combine(surroundings.Variable("ZCODE_HOME") ?? surroundings.InHome(".zcode"), "cli", "db", "db.sqlite");
        return File.Exists(path) ? [new(path, _database)] : [];
    }
}
