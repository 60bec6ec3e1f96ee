namespace Claudeonomics.Cli.Reports;

/// <summary>What a report has a row for.</summary>
public enum ReportKind
{
    Daily,
    Weekly,
    Monthly,
    Hourly,
    Conversation,
    Model,
    Agent,
    Project,
    Blocks,
}
