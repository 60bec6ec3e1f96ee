using Claudeonomics.Cli.Projects;

namespace Claudeonomics.Tests.CommandLine.Projects;

public sealed class WorktreeLayoutTests
{
    private static readonly string[] Known = ["/home/dev/shop", "/home/dev/a/twice", "/home/dev/b/twice", "/home/dev/.codex/worktrees/1a/shop", "/home/dev/site.worktrees/shop"];

    [Theory]
    [InlineData("/home/dev/shop/.claude/worktrees/fix", "/home/dev/shop")]
    [InlineData("/home/dev/shop/.claude/worktrees/fix/src/web", "/home/dev/shop/src/web")]
    [InlineData("/home/dev/shop/.worktrees/fix", "/home/dev/shop")]
    [InlineData("/home/dev/shop.worktrees/fix/src", "/home/dev/shop/src")]
    [InlineData(@"C:\dev\shop.worktrees\fix", @"C:\dev\shop")]
    [InlineData("/home/dev/.codex/worktrees/9f3c/shop", "/home/dev/shop")]
    [InlineData("/home/dev/.cursor/worktrees/shop/fix/src", "/home/dev/shop/src")]
    [InlineData("/home/dev/conductor/workspaces/shop/tokyo", "/home/dev/shop")]
    [InlineData("/home/dev/.codex/worktrees/9f3c/twice", null)]
    [InlineData("/home/dev/.codex/worktrees/9f3c/unheard-of", null)]
    [InlineData("/home/dev/.codex/worktrees/9f3c", null)]
    [InlineData("/home/dev/shop/.claude/worktrees", null)]
    [InlineData("/home/dev/shop.worktrees", null)]
    [InlineData("/home/dev/.worktrees", null)]
    [InlineData("/home/dev/shop", null)]
    [InlineData("", null)]
    public void MainOf_AFolder_IsTheSameOneInTheRepository(string folder, string? expected) => Assert.Equal(expected, WorktreeLayout.MainOf(folder, Known));
}
