using Claudeonomics.Cli.Terminal;
using Claudeonomics.Cli.Watch;

namespace Claudeonomics.Tests.CommandLine.Watch;

public sealed class WatchFrameTests
{
    private static readonly DateTimeOffset Now = Memories.Moment("2026-11-21 12:00");

    private static readonly Memories Day = new Memories()
        .Call("2026-11-10 10:00", 1, tokens: 2_000_000)
        .Call("2026-11-21 10:00", 3, tokens: 3_000_000)
        .Call("2026-11-21 11:30", 1, tokens: 1_000_000, model: "gpt-5.4");

    [Fact]
    public void Of_AWindow_ShowsTheDay() => Assert.Equal(
        [
            "Claudeonomics  Saturday 21 November, 12:00              q quits",
            "═══════════════════════════════════════════════════════════════",
            "4M tokens today   $4.00 list price   2 calls",
            "",
            "claude-code     ████████████▊░░░░░░░░░░░░░░░░░░░  3h 00m left",
            "  $4.00 and 4M tokens, $2.00 and 2M an hour, $10.00 at its end",
            "",
            "hour by hour, at most 3M tokens",
            "                    █",
            "                    █",
            "                    █ █",
            "0   2   4   6   8   10  12  14  16  18  20  22",
            "",
            "models today",
            "opus 4.6  ████████████████████▎         75%      3M     $3.00",
            "gpt-5.4   ██████▊                       25%      1M     $1.00",
        ],
        Frame(Day, 63, 16).Select(static line => line.TrimEnd()));

    [Theory]
    [InlineData(40, 5)]
    [InlineData(40, 24)]
    [InlineData(80, 24)]
    [InlineData(140, 45)]
    [InlineData(300, 100)]
    public void Of_AnyWindow_FitsIt(int width, int height)
    {
        var lines = Frame(Day, width, height);

        Assert.InRange(lines.Length, 1, height);
        Assert.All(lines, line => Assert.InRange(Columns.WidthOf(line), 0, width));
    }

    [Fact]
    public void Of_NothingToday_SaysSo()
    {
        var lines = Frame(new Memories(), 80, 24);

        Assert.Contains("No five-hour block is running.", lines);
        Assert.Contains("Nothing was used today yet.", lines);
        Assert.Equal("0 tokens today   $0 list price   0 calls", lines[2]);
    }

    [Fact]
    public void Of_WhatIsUnpricedOrWentWrong_IsSaid()
    {
        var lines = Frame(new Memories().Call("2026-11-21 10:00", null, tokens: 500, model: "mi\e[31mne"), 80, 30, "The disk is full.");

        Assert.Contains("500 tokens have no price and are left out of the dollars.", lines);
        Assert.Contains("The disk is full.", lines);
        Assert.DoesNotContain(lines, static line => line.Contains('\e', StringComparison.Ordinal));
    }

    private static string[] Frame(Memories memories, int width, int height, string? note = null) =>
        WatchFrame.Of(WatchFigures.Of(memories.State(), Now, TimeZoneInfo.Utc, null), new Screen(width, HasColor: false, IsTerminal: true), height, note);
}
