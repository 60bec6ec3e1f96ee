namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Every fixture of agents' logs is read as its <c>calls.txt</c> says, to the last token.</summary>
public sealed class LogFixtureTests
{
    private const string Setting = "set ";

    private static readonly string Folder = Repository.PathTo("tests", "fixtures", "agents");

    public static TheoryData<string, string> Fixtures { get; } = new(
        Directory.EnumerateFiles(Folder, "calls.txt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new DirectoryInfo(Path.GetDirectoryName(file)!))
            .Select(folder => (folder.Parent!.Name, folder.Name)));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_Fixture_IsAsExpected(string agent, string @case)
    {
        var folder = Path.Combine(Folder, agent, @case);
        var expected = File.ReadAllLines(Path.Combine(folder, "calls.txt"));
        using var home = new LogHome();
        foreach (var setting in expected.Where(line => line.StartsWith(Setting, StringComparison.Ordinal)))
        {
            var parts = setting[Setting.Length..].Split('=', 2);
            home.Set(parts[0], parts[1]);
        }

        home.CopyFrom(Path.Combine(folder, "home")).Reads([.. expected.Where(line => !line.StartsWith(Setting, StringComparison.Ordinal))]);
    }
}
