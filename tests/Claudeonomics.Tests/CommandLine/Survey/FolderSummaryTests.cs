using Claudeonomics.Cli.Survey;
using Claudeonomics.Tests.CommandLine.Setup;

namespace Claudeonomics.Tests.CommandLine.Survey;

public sealed class FolderSummaryTests
{
    [Fact]
    public void Of_FilesOfOneApplication_IsTheDeepestFolderWithAll() => Assert.Equal(
        ["/home/dev/.claude/projects"],
        FolderSummary.Of(Home.With(), ["/home/dev/.claude/projects/a/1.jsonl", "/home/dev/.claude/projects/a/sub/2.jsonl", "/home/dev/.claude/projects/ab/3.jsonl"]));

    [Fact]
    public void Of_FilesInSeveralHomes_NamesEach() => Assert.Equal(
        ["/data/claude", "/home/dev/.claude/projects/a", "/home/dev/.config/claude/projects", "/home/dev/.single.db"],
        FolderSummary.Of(Home.With(),
        [
            "/home/dev/.claude/projects/a/1.jsonl", "/home/dev/.config/claude/projects/b/1.jsonl", "/home/dev/.config/claude/projects/c/1.jsonl",
            "/home/dev/.single.db", "/data/claude/x.jsonl", "/data/claude/y/z.jsonl",
        ]));

    [Theory]
    [InlineData("/home/dev", "~")]
    [InlineData("/home/dev/app", "~/app")]
    [InlineData("/home/developer", "/home/developer")]
    public void Short_PathsAtHome_BeginWithATilde(string path, string read) => Assert.Equal(read, FolderSummary.Short(Home.With(), path));
}
