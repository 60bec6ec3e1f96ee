using System.Diagnostics;
using System.Text.RegularExpressions;
using Claudeonomics.IntegrationTests.Hosting;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.IntegrationTests.Docs;

/// <summary>What the documents say is there: files, settings, scripts, metrics; and what they tell people to type, typed.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] SkippedFolders = ["artifacts", "node_modules", "data", "bin", "obj"];

    public static TheoryData<string> Documents { get; } =
        [.. DocumentsIn(Repository.Root).Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_OfEveryDocument_LeadToAFile(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathTo(document))!;
        var broken = Link().Matches(File.ReadAllText(Repository.PathTo(document)))
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Fact]
    public void Settings_NamedInDocuments_Exist()
    {
        string[] known =
        [
            .. typeof(ServerOptions).GetProperties().Select(property => property.Name),
            .. typeof(IngestOptions).GetProperties().Select(property => $"Ingest:{property.Name}"),
        ];
        var unknown =
            from document in Documents
            from Match name in Setting().Matches(File.ReadAllText(Repository.PathTo(document.Data)))
            let setting = name.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)
            where !known.Contains(setting) && !setting.StartsWith("Rules", StringComparison.Ordinal) && !setting.StartsWith("Focus", StringComparison.Ordinal)
                && setting is not ("Ingest" or "Privacy")
            select $"{document.Data}: {name.Value}";

        Assert.Empty(unknown);
    }

    [Fact]
    public void Operations_NamesEverySetting()
    {
        var text = File.ReadAllText(Repository.PathTo("docs", "operations.md"));
        string[] settings =
        [
            .. typeof(ServerOptions).GetProperties().Where(property => property.SetMethod is not null).Select(property => ServerOptions.Key(property.Name)),
            .. typeof(IngestOptions).GetProperties().Select(property => $"{IngestOptions.Section}:{property.Name}"),
        ];

        Assert.DoesNotContain(settings, setting => !text.Contains($"`{setting}`", StringComparison.Ordinal));
    }

    /// <summary>docs/security.md names each requirement of the standard's second level once, and what it says shows one is there.</summary>
    [Fact]
    public void Security_NamesEveryRequirementOnceAndTestsThatExist()
    {
        var text = File.ReadAllText(Repository.PathTo("docs", "security.md"));
        var known = TestsIn(Repository.PathTo("tests")).ToHashSet();
        var required = File.ReadLines(Repository.PathTo("tests", "fixtures", "security", "asvs-4.0.3-level2.txt")).Where(static line => line[0] != '#').ToList();

        Assert.Subset(known, NamedTest().Matches(text).Select(static name => name.Groups[1].Value).ToHashSet());
        var named = RequirementRow().Matches(text).SelectMany(row => row.Groups[1].Value.Split(", ")).SelectMany(entry => Requirements(entry, required));
        Assert.Equal(required.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    // "2.1.1", or "2.1.1-2.1.12" for all from the one to the other.
    private static IEnumerable<string> Requirements(string entry, List<string> required) => entry.Split('-') is [var first, var last]
        ? required[required.IndexOf(first)..(required.IndexOf(last) + 1)]
        : [entry];

    // Classes of tests, and their tests as CLASS.TEST, by their text: two assemblies have them.
    private static IEnumerable<string> TestsIn(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        let testClass = Path.GetFileNameWithoutExtension(file)
        where text.Contains($"class {testClass}", StringComparison.Ordinal)
        from name in TestMethod().Matches(text).Select(test => $"{testClass}.{test.Groups[1].Value}").Prepend(testClass)
        select name;

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Commands_OfTheseDocuments_AreScriptsThatCanRun(string document)
    {
        var lines = ShellLines(document);

        Assert.NotEmpty(lines);
        Assert.All(lines, static line =>
        {
            // CLAUDEONOMICS_KILLS=1000 ./test.sh ...
            var script = Repository.PathTo(line.Split(' ').First(static word => !word.Contains('=', StringComparison.Ordinal)));
            Assert.True(File.Exists(script), line);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute), line);
        });
    }

    /// <summary>Types docs/operations.md from top to bottom into a shell, in an empty folder.</summary>
    [Fact(Timeout = 300_000)]
    public async Task Operations_TypedFromTopToBottom_Works()
    {
        var folder = Directory.CreateTempSubdirectory("claudeonomics-docs-").FullName;
        try
        {
            var lines = ShellLines("docs/operations.md");
            Assert.Equal("claudeonomics-server --Claudeonomics:DataDirectory=data", lines[0]);
            await using var server = await ServerProcess.StartAsync($"--Claudeonomics:DataDirectory={Path.Combine(folder, "data")}");
            foreach (var line in lines.Skip(1))
            {
                var (exitCode, output) = await TypeAsync(
                    line.Replace("http://127.0.0.1:8080", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal), folder);
                Assert.True(exitCode == 0, $"{line}\n{output}");
            }

            var metrics = await new HttpClient().GetStringAsync(new Uri(server.Address, "/metrics"));
            var named = Metric().Matches(await File.ReadAllTextAsync(Repository.PathTo("docs", "operations.md"))).Select(name => name.Value).Distinct().ToList();
            Assert.NotEmpty(named);
            Assert.DoesNotContain(named, name => !metrics.Contains($"# HELP {name} ", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> TypeAsync(string line, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(ServerProcess.Executable)}:{start.Environment["PATH"]}";
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await output + await errors);
    }

    private static List<string> ShellLines(string document) =>
        [.. ShellBlock().Matches(File.ReadAllText(Repository.PathTo(document)))
            .SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static IEnumerable<string> DocumentsIn(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(static inner => !SkippedFolders.Contains(Path.GetFileName(inner)) && !Path.GetFileName(inner).StartsWith('.'))
            .SelectMany(DocumentsIn));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"Claudeonomics(?::|__)(?<name>[A-Z]\w*(?:(?::|__)[A-Z]\w*)*)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    // `SignInTests.SignOut_SignedIn_EndsTheSession`, `AccessTests`
    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex NamedTest();

    // | 2.1.1-2.1.12, 2.4.1 | met |
    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+[\d., -]*) \| (?:met|partly|not met|not here) \|", RegexOptions.Multiline)]
    private static partial Regex RequirementRow();

    // [Fact(Timeout = 300_000)], or a theory with its data, and then: public async Task Name(
    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*(?:\[|//)[^\n]*\n)*\s*public (?:async )?(?:static )?(?:Task|ValueTask|void) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"claudeonomics_[a-z_]+")]
    private static partial Regex Metric();
}
