using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Every folder of tests/fixtures/agents/AGENT is a home folder and what a report of it says; why.md tells what it is about.</summary>
public sealed class AgentLogTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var folder in Directory.EnumerateDirectories(Repository.PathTo("tests", "fixtures", "agents"), "*", SearchOption.AllDirectories)
            .Where(static folder => File.Exists(Path.Combine(folder, "why.md"))).Order(StringComparer.Ordinal))
        {
            cases.Add(Path.GetFileName(Path.GetDirectoryName(folder)!), Path.GetFileName(folder));
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Report_OfAHome_IsAsExpected(string agent, string name)
    {
        var folder = Repository.PathTo("tests", "fixtures", "agents", agent, name);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
        using var home = new CliHome(Path.Combine(folder, "home"));

        var first = ReportOf(home);
        var second = ReportOf(home);

        Assert.Equal(expected.ToJsonString(), first);
        Assert.Equal(first, second);
    }

    private static string ReportOf(CliHome home)
    {
        var report = home.Report();
        report.Remove("totals");
        foreach (var line in report["unread"]!.AsArray())
        {
            line!["path"] = Path.GetRelativePath(home.Home, line["path"]!.GetValue<string>());
        }

        return report.ToJsonString();
    }
}
