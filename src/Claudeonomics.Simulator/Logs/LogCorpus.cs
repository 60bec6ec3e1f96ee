namespace Claudeonomics.Simulator.Logs;

/// <summary>A home folder full of agents' logs, with what was really used. The same for one seed on every machine.</summary>
public static class LogCorpus
{
    /// <summary>The last day on which anything was used.</summary>
    public static DateOnly LastDay { get; } = new(2026, 11, 20);

    /// <summary>How many days there are logs of.</summary>
    public const int Days = 30;

    /// <summary>Writes <c>.claude</c> and <c>.codex</c> into a home folder.</summary>
    /// <returns>Each call once.</returns>
    public static LogTruth Write(string home, LogCorpusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var truth = new LogTruth();
        new ClaudeCodeLogs(Path.Combine(home, ".claude"), options, truth).Write();
        new CodexLogs(Path.Combine(home, ".codex"), options, truth).Write();
        return truth;
    }
}
