using System.Diagnostics;
using System.Text.Json;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Runs the built program in a home of its own and otherwise empty surroundings.</summary>
internal sealed class CommandLineProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The built program.</summary>
    public static string Executable { get; } = PathOfProgram();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claudeonomics-home-");

    /// <summary>Takes a home folder of tests/fixtures/agents as its own, or begins with an empty one.</summary>
    public CommandLineProgram(params string[] fixture)
    {
        Directory.CreateDirectory(Home);
        if (fixture.Length > 0)
        {
            Copy(Repository.PathTo(["tests", "fixtures", "agents", .. fixture, "home"]), Home);
        }
    }

    public string Home => Path.Combine(_folder.FullName, "home");

    /// <summary>Of the run that is under way; null when there is none.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Puts a file into the home.</summary>
    /// <returns>Its full path.</returns>
    public string Write(string path, string text)
    {
        var full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(arguments, [], "");

    public async Task<CommandResult> RunAsync(string[] arguments, (string Name, string Value)[] variables, string input)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Home,
        };
        start.Environment.Clear();
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("PATH", "/usr/bin:/bin"), ("HOME", Home), ("TZ", "UTC"), .. variables])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        ProcessId = process.Id;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(patience.Token);
        ProcessId = null;
        return new(process.ExitCode, await output, await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string PathOfProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, "Claudeonomics.Cli", here.Name, "claudeonomics");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

/// <summary>How a run of the program ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The one document that standard output holds.</summary>
    public JsonElement Json()
    {
        Assert.Equal((0, ""), (ExitCode, Errors));
        Assert.EndsWith("}\n", Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>The lines of a run that went well.</summary>
    public string[] Lines()
    {
        Assert.Equal((0, ""), (ExitCode, Errors));
        return Output.TrimEnd('\n').Split('\n');
    }
}
