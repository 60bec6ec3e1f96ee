namespace Claudeonomics.Cli.Reports;

/// <summary>What was asked for.</summary>
/// <param name="Since">First day, in <paramref name="Zone"/>; null from the beginning.</param>
/// <param name="Until">Last day, included; null to the end.</param>
/// <param name="Agent">Only this agent's calls; null for all.</param>
internal sealed record ReportRequest(ReportKind Kind, TimeZoneInfo Zone, DateOnly? Since, DateOnly? Until, string? Agent)
{
    /// <summary>First moment (milliseconds since 1970 UTC, a full quarter of an hour), where a day is too coarse; null from the beginning.</summary>
    public long? FromUnixMs { get; init; }

    /// <summary>Only so many of the latest blocks, of a report by blocks; null for all.</summary>
    public int? LastBlocks { get; init; }

    /// <summary>Git's worktrees count as the repositories that they are of, in a report by project.</summary>
    public bool MergesWorktrees { get; init; }

    /// <summary>What would have cost less is asked for too: that takes every single call, where rows need sums only.</summary>
    public bool WithAdvice { get; init; }
}
