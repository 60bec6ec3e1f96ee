using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Tests.CommandLine.Terminal;

public sealed class TextTableTests
{
    private static readonly TableColumn[] Layout =
    [
        new("Day"),
        new("Tokens") { IsNumber = true },
        new("Calls") { IsNumber = true, LeaveOut = 2 },
        new("Where") { ShrinksTo = 8, CutsStart = true, LeaveOut = 1 },
    ];

    [Fact]
    public void Write_RoomForAll_AlignsUnderHeadingsAndEndsLinesEarly() => Assert.Equal(
        """
        Day         Tokens  Calls  Where
        ──────────────────────────────────────
        2026-11-21   1.94M     12  ~/app
        2026-11-22    281B      3  ~/long/path
        ──────────────────────────────────────
        total         283B     15

        """, Written(80));

    [Fact]
    public void Write_LittleRoom_CutsTextThenLeavesColumnsOut()
    {
        Assert.Equal(
            """
            Day         Tokens  Calls  Where
            ───────────────────────────────────
            2026-11-21   1.94M     12  ~/app
            2026-11-22    281B      3  …ng/path
            ───────────────────────────────────
            total         283B     15

            """, Written(35));
        Assert.Equal(
            """
            Day         Tokens  Where
            ────────────────────────────
            2026-11-21   1.94M  ~/app
            2026-11-22    281B  …ng/path
            ────────────────────────────
            total         283B

            """, Written(28));
        Assert.Equal(
            """
            Day         Tokens
            ──────────────────
            2026-11-21   1.94M
            2026-11-22    281B
            ──────────────────
            total         283B

            """, Written(20));
    }

    [Fact]
    public void Write_InColour_PaintsCellsAndNotTheGaps()
    {
        var table = new TextTable(new TableColumn("A"), new TableColumn("B"));
        table.Add(new("x", Tone.Accent), "y");

        Assert.Equal("\e[2mA\e[0m  \e[2mB\e[0m\n\e[2m────\e[0m\n\e[31mx\e[0m  y\n", Text(table, new Screen(80, HasColor: true, IsTerminal: true)));
    }

    [Fact]
    public void Add_WhatATerminalWouldObey_IsTakenOut()
    {
        var table = new TextTable(new TableColumn("A"));
        table.Add("\e[31mred\u009b\n");

        Assert.Equal("A\n──────────\n�[31mred��\n", Text(table, Plain(80)));
    }

    private static Screen Plain(int width) => new(width, HasColor: false, IsTerminal: false);

    private static string Written(int width)
    {
        var table = new TextTable(Layout);
        table.Add("2026-11-21", "1.94M", "12", "~/app");
        table.Add("2026-11-22", "281B", "3", "~/long/path");
        table.AddRule();
        table.Add("total", "283B", "15", "");
        return Text(table, Plain(width));
    }

    private static string Text(TextTable table, Screen screen)
    {
        using var text = new StringWriter { NewLine = "\n" };
        table.Write(text, screen);
        return text.ToString();
    }
}
