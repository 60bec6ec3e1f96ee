using System.Text.Json.Nodes;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Commands;
using Claudeonomics.Cli.Reports;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Every folder of tests/fixtures/agents/AGENT is a home folder and what a report of it says; why.md tells what it is about.</summary>
public sealed class AgentLogTests : IDisposable
{
    private readonly string _memory = Directory.CreateTempSubdirectory("claudeonomics-memory-").FullName;

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

    public void Dispose() => Directory.Delete(_memory, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Report_OfAHome_IsAsExpected(string agent, string name)
    {
        var folder = Repository.PathTo("tests", "fixtures", "agents", agent, name);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;

        var first = ReportOf(Path.Combine(folder, "home"));
        var second = ReportOf(Path.Combine(folder, "home"));

        Assert.Equal(expected.ToJsonString(), first);
        Assert.Equal(first, second);
    }

    private string ReportOf(string home)
    {
        var surroundings = new Surroundings(name => name switch
        {
            "HOME" => home,
            "CLAUDEONOMICS_HOME" => _memory,
            _ => null,
        });
        using var output = new MemoryStream();
        ReportCommand.Run(new ReportRequest(ReportKind.Daily, TimeZoneInfo.Utc, null, null, null), surroundings, output, CancellationToken.None);
        var report = JsonNode.Parse(output.ToArray())!.AsObject();
        report.Remove("totals");
        foreach (var line in report["unread"]!.AsArray())
        {
            line!["path"] = Path.GetRelativePath(home, line["path"]!.GetValue<string>());
        }

        return report.ToJsonString();
    }
}
