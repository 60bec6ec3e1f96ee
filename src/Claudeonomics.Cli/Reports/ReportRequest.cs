namespace Claudeonomics.Cli.Reports;

/// <summary>What was asked for.</summary>
/// <param name="Since">First day, in <paramref name="Zone"/>; null from the beginning.</param>
/// <param name="Until">Last day, included; null to the end.</param>
/// <param name="Agent">Only this agent's calls; null for all.</param>
internal sealed record ReportRequest(ReportKind Kind, TimeZoneInfo Zone, DateOnly? Since, DateOnly? Until, string? Agent);
