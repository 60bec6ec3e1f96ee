using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Every folder of tests/fixtures/agents/AGENT is a home folder and what a report of it says; why.md tells what it is about.</summary>
public sealed class AgentLogTests
{
    public static TheoryData<string, string> Cases { get; } = new(LogFixture.With("why.md"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Report_OfAHome_IsAsExpected(string agent, string name)
    {
        var fixture = new LogFixture(agent, name);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(fixture.Folder, "expected.json")))!;
        using var logs = fixture.Open();
        using var home = new CliHome(logs.Path, logs.Variables);

        var first = ReportOf(home);
        var second = ReportOf(home);

        Assert.Equal(expected.ToJsonString(), first);
        Assert.Equal(first, second);
    }

    private static string ReportOf(CliHome home)
    {
        var report = home.Report();
        report.Remove("totals");
        report.Remove("advice");
        foreach (var line in report["unread"]!.AsArray())
        {
            line!["path"] = Path.GetRelativePath(home.Home, line["path"]!.GetValue<string>());
        }

        // Files are listed in the order in which they were written, and a copy of a home is written in a moment.
        report["unread"] = new JsonArray([.. report["unread"]!.AsArray().Select(static line => line!.DeepClone())
            .OrderBy(static line => (string)line["path"]!, StringComparer.Ordinal).ThenBy(static line => (int)line["line"]!)]);
        return report.ToJsonString();
    }
}
