using System.Text;

namespace Claudeonomics.Cli.Changes;

/// <summary>Tells by a file's path what a change to it is about. Pure; the path is looked at and forgotten.</summary>
/// <remarks>
/// Documentation by its ending, wherever it lies; else tests by folder or name; else documentation, then configuration, by folder, name or ending; the rest is
/// code. Only what is below the project's folder says anything: of a file elsewhere the name alone, so that <c>/home/test/app</c> makes no tests.
/// </remarks>
public static class ChangeClassifier
{
    private static readonly HashSet<string> DocumentationEndings = Names(".md", ".mdx", ".markdown", ".rst", ".adoc", ".asciidoc", ".txt", ".tex", ".textile");

    private static readonly HashSet<string> DocumentationFolders = Names("doc", "docs", "documentation", "man");

    private static readonly HashSet<string> DocumentationNames = Names("readme", "changelog", "license", "licence", "contributing", "notice", "authors", "security");

    private static readonly HashSet<string> TestFolders =
        Names("test", "tests", "__tests__", "spec", "specs", "testing", "e2e", "cypress", "testdata", "fixtures", "__snapshots__", "__mocks__");

    private static readonly HashSet<string> WholeTestNames = Names("test", "tests", "conftest");

    private static readonly HashSet<string> ConfigurationEndings = Names(
        ".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".config", ".properties", ".env", ".lock", ".xml", ".plist", ".tf",
        ".tfvars", ".hcl", ".csproj", ".fsproj", ".vbproj", ".props", ".targets", ".sln", ".slnx", ".gradle", ".editorconfig", ".gitignore", ".gitattributes",
        ".dockerignore", ".npmrc", ".nvmrc", ".eslintrc", ".prettierrc", ".babelrc");

    private static readonly HashSet<string> ConfigurationFolders = Names(".github", ".gitlab", ".circleci", ".vscode", ".idea", ".ci", ".husky", ".claude");

    private static readonly HashSet<string> ConfigurationNames = Names(
        "dockerfile", "makefile", "justfile", "procfile", "vagrantfile", "jenkinsfile", "gemfile", "pipfile", "go.mod", "go.sum", "cmakelists.txt",
        "requirements.txt");

    /// <param name="path">As the agent has it: absolute, or from the project's folder on; with either kind of slash. UTF-8.</param>
    /// <param name="project">The folder that the agent worked in; empty when it is not known.</param>
    /// <returns><see cref="ChangeClass.None"/> for an empty path.</returns>
    public static ChangeClass Of(ReadOnlySpan<byte> path, ReadOnlySpan<byte> project)
    {
        var (folders, name) = Below(Encoding.UTF8.GetString(path), Encoding.UTF8.GetString(project));
        if (name.Length == 0)
        {
            return ChangeClass.None;
        }

        var ending = Path.GetExtension(name);
        return ConfigurationNames.Contains(name) ? ChangeClass.Configuration
            : DocumentationEndings.Contains(ending) ? ChangeClass.Documentation
            : folders.Any(IsTestFolder) || IsTestName(name) ? ChangeClass.Tests
            : folders.Any(DocumentationFolders.Contains) || DocumentationNames.Contains(name) ? ChangeClass.Documentation
            : folders.Any(ConfigurationFolders.Contains) || ConfigurationEndings.Contains(ending) || name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)
                ? ChangeClass.Configuration
            : ChangeClass.Code;
    }

    private static (string[] Folders, string Name) Below(string path, string project)
    {
        path = path.Replace('\\', '/');
        var root = project.Replace('\\', '/').TrimEnd('/') + "/";
        var isAbsolute = path.StartsWith('/') || (path.Length > 1 && path[1] == ':');
        var isBelow = root.Length > 1 && path.StartsWith(root, StringComparison.Ordinal);
        var parts = (isBelow ? path[root.Length..] : path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? ([], "") : (isAbsolute && !isBelow ? [] : parts[..^1], parts[^1]);
    }

    // Also App.Tests, as .NET calls them.
    private static bool IsTestFolder(string folder) =>
        TestFolders.Contains(folder) || folder.EndsWith(".tests", StringComparison.OrdinalIgnoreCase) || folder.EndsWith(".test", StringComparison.OrdinalIgnoreCase);

    // tests.py, test_app.py, app_test.go, app.test.ts, app.spec.ts, app_spec.rb, AppTest.java, AppTests.cs, AppSpec.scala, conftest.py
    private static bool IsTestName(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return stem.StartsWith("test_", StringComparison.OrdinalIgnoreCase)
            || WholeTestNames.Contains(stem)
            || EndsWithAny(stem, StringComparison.OrdinalIgnoreCase, "_test", "_tests", ".test", ".tests", ".spec", "_spec", "-test", "-spec")
            || EndsWithAny(stem, StringComparison.Ordinal, "Test", "Tests", "Spec");
    }

    private static bool EndsWithAny(string stem, StringComparison comparison, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (stem.Length > ending.Length && stem.EndsWith(ending, comparison))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> Names(params IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);
}
