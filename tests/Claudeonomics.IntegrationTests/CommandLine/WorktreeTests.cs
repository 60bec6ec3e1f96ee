using System.Diagnostics;
using System.Text.Json.Nodes;
using Claudeonomics.Cli.Projects;
using Claudeonomics.Cli.Reports;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Worktrees as git makes them, and what is left of them.</summary>
public sealed class WorktreeTests : IDisposable
{
    private readonly CliHome _home = new();

    public WorktreeTests() => Directory.CreateDirectory(_home.Home);

    public void Dispose() => _home.Dispose();

    private string Shop => Path.Combine(_home.Home, "shop");

    private string Fix => Path.Combine(_home.Home, "elsewhere", "shop-fix");

    [Fact]
    public void MainOf_AWorktreeOfGit_IsTheSameFolderInItsRepository()
    {
        MakeWorktree();
        Directory.CreateDirectory(Path.Combine(Fix, "src", "web"));

        Assert.Equal(
            [Shop, Path.Combine(Shop, "src", "web"), Path.Combine(Shop, "gone"), null, null],
            new[] { Fix, Path.Combine(Fix, "src", "web"), Path.Combine(Fix, "gone"), Shop, _home.Home }.Select(GitWorktree.MainOf));
    }

    [Fact]
    public void MainOf_ARepositoryThatForgotOrLostTheWorktree_IsStillWhereItWas()
    {
        MakeWorktree();
        Directory.Delete(Path.Combine(Shop, ".git", "worktrees"), recursive: true);
        Assert.Equal(Shop, GitWorktree.MainOf(Fix));

        Directory.Delete(Shop, recursive: true);
        Assert.Equal(Shop, GitWorktree.MainOf(Fix));
    }

    [Fact]
    public void MainOf_AWorktreeOfABareRepository_IsTheRepository()
    {
        var bare = Path.Combine(_home.Home, "shop.git");
        Directory.CreateDirectory(Path.Combine(bare, "worktrees", "fix"));
        File.WriteAllText(Path.Combine(bare, "worktrees", "fix", "commondir"), "../..\n");
        _home.Write("fix/.git", $"gitdir: {bare}/worktrees/fix\n");

        Assert.Equal(bare, GitWorktree.MainOf(Path.Combine(_home.Home, "fix")));
    }

    [Theory]
    [InlineData("gitdir: ../.git/modules/sub\n")]
    [InlineData("gitdir:\n")]
    [InlineData("something else\n")]
    [InlineData("\0\0\0\n")]
    [InlineData("")]
    public void MainOf_AFileThatIsNoWorktrees_IsNone(string text)
    {
        _home.Write("shop/sub/.git", text);

        Assert.Null(GitWorktree.MainOf(Path.Combine(Shop, "sub")));
    }

    [Fact]
    public void Report_ByProject_MergesWorktreesOnRequest()
    {
        MakeWorktree();
        var gone = Path.Combine(Shop, ".claude", "worktrees", "old");
        _home.Write(".claude/projects/p/one.jsonl", Line(1, Shop) + Line(2, Fix) + Line(3, gone) + Line(4, Path.Combine(Shop, "src")) + Line(5, "/nowhere"));

        var request = new ReportRequest(ReportKind.Project, TimeZoneInfo.Utc, null, null, null);

        Assert.Equal(
            [$"{Fix} 1", $"{Shop} 1", $"{gone} 1", $"{Path.Combine(Shop, "src")} 1", "/nowhere 1"],
            Rows(request).OrderBy(static row => row.StartsWith("/nowhere", StringComparison.Ordinal)).ThenBy(static row => row, StringComparer.Ordinal));
        Assert.Equal(
            [$"{Shop} 3", $"{Path.Combine(Shop, "src")} 1", "/nowhere 1"],
            Rows(request with { MergesWorktrees = true }).OrderBy(static row => row.StartsWith("/nowhere", StringComparison.Ordinal)).ThenBy(static row => row, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Report_MergingWorktreesOfAnotherKind_IsWrongUsage()
    {
        using var program = new CommandLineProgram();

        Assert.Equal(2, (await program.RunAsync("report", "daily", "--merge-worktrees")).ExitCode);
        Assert.Equal(0, (await program.RunAsync("report", "project", "--merge-worktrees")).ExitCode);
    }

    private IEnumerable<string> Rows(ReportRequest request) => _home.Report(request)["rows"]!.AsArray().Select(static row => $"{row!["key"]} {row["requests"]}");

    private void MakeWorktree()
    {
        Directory.CreateDirectory(Shop);
        Git("init", "--quiet");
        Git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--allow-empty", "--message", "first");
        Git("worktree", "add", "--quiet", "--detach", Fix);
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Shop, .. arguments]) { RedirectStandardError = true })!;
        var errors = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, errors);
    }

    private static string Line(int number, string folder) => new JsonObject
    {
        ["type"] = "assistant",
        ["sessionId"] = "one",
        ["cwd"] = folder,
        ["timestamp"] = "2026-10-05T10:00:00.000Z",
        ["requestId"] = $"req_{number}",
        ["message"] = new JsonObject
        {
            ["id"] = $"msg_{number}",
            ["model"] = "claude-opus-4-6",
            ["usage"] = new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = 100 },
        },
    }.ToJsonString() + "\n";
}
