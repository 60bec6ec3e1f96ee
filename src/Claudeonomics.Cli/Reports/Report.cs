using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Reports;

/// <summary>One row: sums of a key, agent and model.</summary>
internal sealed record ReportRow(string Key, string Agent, string Model, UsageSums Sums);

/// <summary>A report, ready to be shown. Rows are in the order of their keys.</summary>
/// <param name="Blocks">Of a report by blocks; else empty.</param>
/// <param name="Advice">What would have cost less, the most first; null when that was not asked for.</param>
internal sealed record Report(
    ReportKind Kind, IReadOnlyList<ReportRow> Rows, UsageSums Totals, IReadOnlyList<UsageBlock> Blocks, IReadOnlyList<AdviceItem>? Advice,
    IReadOnlyList<UnreadLine> Unread);
