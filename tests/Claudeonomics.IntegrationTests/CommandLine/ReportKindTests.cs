using System.Text.Json.Nodes;
using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.IntegrationTests.CommandLine;

public sealed class ReportKindTests : IDisposable
{
    private readonly CliHome _home = new();

    public ReportKindTests() => _home.Write(
        ".claude/projects/p/one.jsonl",
        Line(1, "2026-10-04T23:50:00.000Z") + Line(2, "2026-10-05T00:10:00.000Z") + Line(3, "2026-10-05T04:59:59.000Z") + Line(4, "2026-10-05T05:00:00.000Z")
            + Line(5, "2026-11-01T12:00:00.000Z") + Line(6, "never"));

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(ReportKind.Daily, "2026-10-04 1, 2026-10-05 3, 2026-11-01 1, unknown 1")]
    [InlineData(ReportKind.Weekly, "2026-09-28 1, 2026-10-05 3, 2026-10-26 1, unknown 1")]
    [InlineData(ReportKind.Monthly, "2026-10 4, 2026-11 1, unknown 1")]
    [InlineData(ReportKind.Hourly, "2026-10-04T23:00 1, 2026-10-05T00:00 1, 2026-10-05T04:00 1, 2026-10-05T05:00 1, 2026-11-01T12:00 1, unknown 1")]
    [InlineData(ReportKind.Conversation, "one 6")]
    [InlineData(ReportKind.Model, "claude-opus-4-6 6")]
    [InlineData(ReportKind.Agent, "claude-code 6")]
    [InlineData(ReportKind.Project, "/home/dev/app 6")]
    [InlineData(ReportKind.Blocks, "2026-10-04T23:00:00Z 2, 2026-10-05T04:00:00Z 2, 2026-11-01T12:00:00Z 1, unknown 1")]
    public void Report_OfAKind_HasARowForEachOfIt(ReportKind kind, string expected) =>
        Assert.Equal(expected, string.Join(", ", _home.Report(kind)["rows"]!.AsArray().Select(static row => $"{row!["key"]} {row["requests"]}")));

    [Fact]
    public void Report_OfBlocks_ProjectsTheOneUnderWay()
    {
        var blocks = _home.Report(ReportKind.Blocks, new(2026, 10, 5, 6, 0, 0, TimeSpan.Zero))["blocks"]!.AsArray();

        Assert.Equal(
            ["2026-10-04T23:00:00Z 2026-10-05T04:00:00Z false 11 ", "2026-10-05T04:00:00Z 2026-10-05T09:00:00Z true 3.7 879", "2026-11-01T12:00:00Z 2026-11-01T17:00:00Z false  "],
            blocks.Select(static block => $"{block!["start"]} {block["end"]} {(bool)block["isActive"]! switch { true => "true", false => "false" }} {block["tokensPerMinute"]} {block["projectedTokens"]}"));
    }

    [Theory]
    [InlineData(1, "2026-11-01T12:00:00Z 1")]
    [InlineData(2, "2026-10-05T04:00:00Z 2, 2026-11-01T12:00:00Z 1")]
    [InlineData(9, "2026-10-04T23:00:00Z 2, 2026-10-05T04:00:00Z 2, 2026-11-01T12:00:00Z 1")]
    public void Report_OfTheLastBlocks_HasThemAndNothingElse(int last, string expected)
    {
        var report = _home.Report(new ReportRequest(ReportKind.Blocks, TimeZoneInfo.Utc, null, null, null) { LastBlocks = last });

        Assert.Equal(expected, string.Join(", ", report["rows"]!.AsArray().Select(static row => $"{row!["key"]} {row["requests"]}")));
        Assert.Equal(report["rows"]!.AsArray().Sum(static row => (long)row!["requests"]!), (long)report["totals"]!["requests"]!);
        Assert.Equal(Math.Min(last, 3), report["blocks"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("--last", "0")]
    [InlineData("--last", "many")]
    [InlineData("--last", "2", "--since", "2026-10-01")]
    [InlineData("--since", "2026-10-02", "--until", "2026-10-01")]
    [InlineData("--agent", "nobody")]
    public async Task Report_WrongUsage_EndsWithTwo(params string[] options)
    {
        using var program = new CommandLineProgram();

        var result = await program.RunAsync(["report", .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Errors);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(60)]
    [InlineData(40)]
    public void Write_OnAScreen_FitsItAndHasNoColourUnlessAsked(int width)
    {
        using var text = new StringWriter();
        var report = ReportCommand.Make(new ReportRequest(ReportKind.Daily, TimeZoneInfo.Utc, null, null, null) { WithAdvice = true }, _home.Surroundings, CancellationToken.None);

        ReportText.Write(report, default, text, new Screen(width, HasColor: false, IsTerminal: false));

        var table = text.ToString().Split('\n').TakeWhile(static line => !line.StartsWith("1 line ", StringComparison.Ordinal)).ToArray();
        Assert.All(table, line => Assert.True(line.Length <= width, line));
        Assert.Contains(table, static line => line.StartsWith("total", StringComparison.Ordinal) && line.Contains("660", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', text.ToString());
    }

    [Fact]
    public void Report_AfterAPause_AdvisesWhatItCost()
    {
        _home.Write(
            ".claude/projects/p/two.jsonl",
            Line(7, "2026-11-02T12:00:00.000Z", written: 100_000) + Line(8, "2026-11-02T12:07:00.000Z", written: 100_000));

        // 100,000 tokens at $6.25 instead of $0.50 a million.
        Assert.Equal(
            """[{"kind":"cache-lost-to-pauses","savedListCostUsd":0.575,"isEstimate":true,"reckoning":"Estimate: what was written again at the price of reading it; contexts that became smaller in the pause are left out.","advice":"A conversation that goes on after its cache has died (five minutes or an hour) is written to it once more: finish it before the break, or begin anew after it.","requests":1,"conversations":1,"firstDay":"2026-11-02","lastDay":"2026-11-02","unpricedRequests":0,"insteadModels":[],"examples":[{"day":"2026-11-02","conversation":"one","project":"/home/dev/app","requests":1,"savedListCostUsd":0.575}]}]""",
            _home.Report()["advice"]!.ToJsonString());

        // Who does not ask for it gets the same report from the sums alone.
        var (with, without) = (_home.Report(), _home.Report(new ReportRequest(ReportKind.Daily, TimeZoneInfo.Utc, null, null, null)));
        Assert.True(with.Remove("advice"));
        Assert.Equal(with.ToJsonString(), without.ToJsonString());
    }

    private static string Line(int number, string time, int written = 0) => new JsonObject
    {
        ["type"] = "assistant",
        ["sessionId"] = "one",
        ["cwd"] = "/home/dev/app",
        ["timestamp"] = time,
        ["requestId"] = $"req_{number}",
        ["message"] = new JsonObject
        {
            ["id"] = $"msg_{number}",
            ["model"] = "claude-opus-4-6",
            ["usage"] = new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = written > 0 ? 600 : 100, ["cache_creation_input_tokens"] = written, ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = written } },
        },
    }.ToJsonString() + "\n";
}
