using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Reports;

namespace Claudeonomics.Tests.CommandLine.Reports;

/// <summary>What <c>--last N</c> leaves of each kind.</summary>
public sealed class LastTests
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    // A Wednesday in Kolkata (01:15 of the 25th), a Tuesday in UTC.
    private static readonly DateTimeOffset Now = Memories.Moment("2026-11-24 19:45:30");

    [Theory]
    [InlineData(ReportKind.Daily, 1, "2026-11-25")]
    [InlineData(ReportKind.Daily, 30, "2026-10-27")]
    [InlineData(ReportKind.Weekly, 1, "2026-11-23")]
    [InlineData(ReportKind.Weekly, 2, "2026-11-16")]
    [InlineData(ReportKind.Monthly, 1, "2026-11-01")]
    [InlineData(ReportKind.Monthly, 12, "2025-12-01")]
    [InlineData(ReportKind.Conversation, 2, "2026-11-24")]
    [InlineData(ReportKind.Model, 2, "2026-11-24")]
    [InlineData(ReportKind.Agent, 2, "2026-11-24")]
    [InlineData(ReportKind.Project, 2, "2026-11-24")]
    public void LastOf_DaysWeeksAndMonths_BeginsWithADay(ReportKind kind, int count, string since) =>
        Assert.Equal(Request(kind) with { Since = DateOnly.Parse(since, System.Globalization.CultureInfo.InvariantCulture) }, ReportCommand.LastOf(Request(kind), count, Now));

    [Theory]
    [InlineData(1, "2026-11-24 19:30")]
    [InlineData(3, "2026-11-24 17:30")]
    public void LastOf_Hours_BeginsWithAnHourOfTheZone(int count, string from) =>
        Assert.Equal(Request(ReportKind.Hourly) with { FromUnixMs = Memories.Moment(from).ToUnixTimeMilliseconds() }, ReportCommand.LastOf(Request(ReportKind.Hourly), count, Now));

    [Fact]
    public void LastOf_Blocks_AreCounted() => Assert.Equal(Request(ReportKind.Blocks) with { LastBlocks = 3 }, ReportCommand.LastOf(Request(ReportKind.Blocks), 3, Now));

    private static ReportRequest Request(ReportKind kind) => new(kind, Kolkata, null, null, null);
}
