namespace Claudeonomics.Cli.Agents.Mux;

/// <summary>Coder's Mux, now called Xum: a folder a workspace.</summary>
public sealed class MuxAgent : Agent
{
    private readonly MuxChat _chat = new();
    private readonly MuxTotals _totals = new();

    public override string Name => "mux";

    public override string Title => "Mux";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        return
            from root in Roots(surroundings).Distinct(StringComparer.Ordinal)
            from workspace in LogFolders.FoldersIn(Path.Combine(root, "sessions"))
            from file in (LogFile[])
            [
                new(Path.Combine(workspace, "chat-archive.jsonl"), _chat), new(Path.Combine(workspace, "chat.jsonl"), _chat),
                new(Path.Combine(workspace, "headless-usage.jsonl"), _chat), new(Path.Combine(workspace, "session-usage.json"), _totals),
            ]
            where File.Exists(file.Path)
            select file;
    }

    private static IReadOnlyList<string> Roots(Surroundings surroundings) =>
        (surroundings.Variable("XUM_ROOT") ?? surroundings.Variable("MUX_ROOT")) is { } named
            ? [named]
            : [surroundings.InHome(".xum"), surroundings.InHome(".mux")];
}
