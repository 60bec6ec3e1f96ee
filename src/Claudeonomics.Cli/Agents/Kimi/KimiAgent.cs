namespace Claudeonomics.Cli.Agents.Kimi;

/// <summary>Moonshot's Kimi CLI and its successor Kimi Code: what went over the wire between agent and screen.</summary>
public sealed class KimiAgent : Agent
{
    private const string Wire = "wire.jsonl";

    private readonly KimiWire _wire = new();
    private readonly KimiCodeWire _codeWire = new();

    public override string Name => "kimi";

    public override string Title => "Kimi";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("KIMI_DATA_DIR");
        IEnumerable<string> roots = named.Count > 0
            ? named
            : [surroundings.Variable("KIMI_SHARE_DIR") ?? surroundings.InHome(".kimi"), surroundings.Variable("KIMI_CODE_HOME") ?? surroundings.InHome(".kimi-code")];
        return roots.Distinct(StringComparer.Ordinal)
            .SelectMany(root => surroundings.KnownFolders.FilesBelow(Path.Combine(root, "sessions"), Wire))
            .Select(path => new LogFile(path, IsOfKimiCode(path) ? _codeWire : _wire));
    }

    // sessions/WORKSPACE/SESSION/agents/AGENT/wire.jsonl
    private static bool IsOfKimiCode(string path) =>
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) is "agents";
}
