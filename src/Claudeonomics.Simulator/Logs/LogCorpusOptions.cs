namespace Claudeonomics.Simulator.Logs;

/// <summary>How large a home full of logs is made. Sizes are met within a few percent.</summary>
/// <param name="ClaudeCodeFiles">Transcripts, sub-agents' among them; 0 for none.</param>
/// <param name="CodexFiles">Rollouts; 0 for none.</param>
public sealed record LogCorpusOptions(ulong Seed, int ClaudeCodeFiles, long ClaudeCodeBytes, int CodexFiles, long CodexBytes)
{
    /// <summary>What a developer who works with agents all day has after a month: 1 GB and 300 MB.</summary>
    public static LogCorpusOptions Large { get; } = new(1, 1_500, 1_000_000_000, 400, 300_000_000);

    /// <summary>The same in small.</summary>
    public static LogCorpusOptions Small { get; } = new(1, 60, 6_000_000, 20, 2_000_000);
}
