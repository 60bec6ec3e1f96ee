namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>A case of tests/fixtures/agents: a home with agents' logs, and what they must be read as (see the README there).</summary>
internal sealed class LogFixture(string agent, string @case)
{
    private const string Setting = "set ";

    private readonly string[] _lines = File.Exists(CallsOf(agent, @case)) ? File.ReadAllLines(CallsOf(agent, @case)) : [];

    public static string Root { get; } = Repository.PathTo("tests", "fixtures", "agents");

    public string Folder => Path.Combine(Root, agent, @case);

    /// <summary>Every call and everything unread, as <c>calls.txt</c> has it.</summary>
    public IEnumerable<string> Calls => _lines.Where(static line => !line.StartsWith(Setting, StringComparison.Ordinal));

    /// <summary>All cases with a file of this name.</summary>
    public static IEnumerable<(string Agent, string Case)> With(string file) =>
        Directory.EnumerateFiles(Root, file, SearchOption.AllDirectories)
            .Select(static path => new DirectoryInfo(Path.GetDirectoryName(path)!))
            .Where(static folder => folder.Parent!.Parent!.FullName == Root)
            .OrderBy(static folder => folder.FullName, StringComparer.Ordinal)
            .Select(static folder => (folder.Parent!.Name, folder.Name));

    /// <summary>A copy of the home, with databases in place of their text and the variables that <c>calls.txt</c> sets.</summary>
    public LogHome Open()
    {
        var home = new LogHome();
        foreach (var line in _lines.Where(static line => line.StartsWith(Setting, StringComparison.Ordinal)))
        {
            var parts = line[Setting.Length..].Split('=', 2);
            home.Set(parts[0], parts[1]);
        }

        return home.CopyFrom(Path.Combine(Folder, "home"));
    }

    private static string CallsOf(string agent, string @case) => Path.Combine(Root, agent, @case, "calls.txt");
}
