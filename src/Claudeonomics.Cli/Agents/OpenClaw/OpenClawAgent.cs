using Claudeonomics.Cli.Agents.Codex;

namespace Claudeonomics.Cli.Agents.OpenClaw;

/// <summary>OpenClaw, once Clawdbot and Moltbot: transcripts of each agent in a database, before that in files.</summary>
public sealed class OpenClawAgent : Agent
{
    private static readonly string[] Homes = [".openclaw", ".clawdbot", ".moltbot", ".moldbot"];

    private static readonly string CodexHome = Path.Combine("agent", "codex-home") + Path.DirectorySeparatorChar;

    private readonly OpenClawTranscript _transcript = new();
    private readonly OpenClawArchive _archive = new();
    private readonly OpenClawDatabase _database = new();

    public override string Name => "openclaw";

    public override string Title => "OpenClaw";

    public override IEnumerable<LogFile> Find(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var named = surroundings.Folders("OPENCLAW_DIR");
        var files = (named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : Homes.Select(home => surroundings.InHome(home)))
            .SelectMany(root => surroundings.KnownFolders.FilesBelow(Path.Combine(root, "agents"), ""))
            .ToLookup(static path => path.Contains(CodexHome, StringComparison.Ordinal));

        // What an agent did by means of Codex, Codex logged.
        var rollouts = files[true].Where(static path => path.EndsWith(".jsonl", StringComparison.Ordinal) && path.Contains("sessions", StringComparison.Ordinal)).ToArray();
        var codex = new CodexFormat(new CodexRollouts(rollouts));
        return
        [
            .. rollouts.Select(path => new LogFile(path, codex)),
            .. from path in files[false] let format = FormatOf(Path.GetFileName(path)) where format is not null select new LogFile(path, format),
        ];
    }

    // SESSION.jsonl, SESSION.jsonl.reset.TIME, SESSION.jsonl.deleted.TIME.zst
    private LogFormat? FormatOf(string name) =>
        name is "openclaw-agent.sqlite" ? _database
        : !name.Contains(OpenClawTranscript.Ending, StringComparison.Ordinal) ? null
        : name.EndsWith(".zst", StringComparison.Ordinal) ? _archive : _transcript;
}
