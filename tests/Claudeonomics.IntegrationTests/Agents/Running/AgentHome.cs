using System.Diagnostics;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>A throw-away home folder with a Git working copy in it.</summary>
internal sealed class AgentHome : IDisposable
{
    public AgentHome()
    {
        Path = Directory.CreateTempSubdirectory("claudeonomics-agent-").FullName;
        Work = Directory.CreateDirectory(Combine("work")).FullName;
        File.WriteAllText(Combine(".gitconfig"),
            "[user]\n\tname = Dev\n\temail = dev@corp.example\n[init]\n\tdefaultBranch = main\n");
        RunGit("init", "-q");
        RunGit("commit", "-q", "--allow-empty", "-m", "Begin");
    }

    /// <summary>What the agent sees as <c>HOME</c>: its local logs are below.</summary>
    public string Path { get; }

    /// <summary>The folder that the agent works in.</summary>
    public string Work { get; }

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Write(string name, string text)
    {
        var file = Combine(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void RunGit(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Work };
        start.Environment["HOME"] = Path;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var git = Process.Start(start)!;
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed with {git.ExitCode}");
        }
    }
}
