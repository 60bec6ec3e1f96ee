namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>A rollout: <c>sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl</c>.</summary>
internal sealed class CodexFormat(CodexRollouts rollouts) : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new CodexParser(rollouts);
}
