namespace Claudeonomics.Cli.Agents.ClaudeCode;

/// <summary>A transcript: <c>projects/SLUG/SESSION.jsonl</c> and those of sub-agents.</summary>
public sealed class ClaudeCodeFormat : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new ClaudeCodeParser();
}
