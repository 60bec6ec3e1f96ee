using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Tests.CommandLine.Terminal;

public sealed class ColumnsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("─…é", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("한글", 4)]
    [InlineData("🎉", 2)]
    public void WidthOf_AnyScript_CountsColumns(string text, int width) => Assert.Equal(width, Columns.WidthOf(text));

    [Theory]
    [InlineData("claudeonomics", 20, "claudeonomics")]
    [InlineData("claudeonomics", 13, "claudeonomics")]
    [InlineData("claudeonomics", 6, "claud…")]
    [InlineData("日本語文字", 6, "日本…")]
    [InlineData("日本語文字", 5, "日本…")]
    public void CutEnd_TooLong_KeepsTheBeginning(string text, int width, string cut) => Assert.Equal(cut, Columns.CutEnd(text, width));

    [Theory]
    [InlineData("~/projects/app", 14, "~/projects/app")]
    [InlineData("~/projects/app", 8, "…cts/app")]
    [InlineData("日本語文字", 6, "…文字")]
    public void CutStart_TooLong_KeepsTheEnd(string text, int width, string cut) => Assert.Equal(cut, Columns.CutStart(text, width));
}
