using Claudeonomics.Cli.Statusline;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Tests.CommandLine.Statusline;

public sealed class StatusTextTests
{
    private static readonly StatusInput Nothing = new(null, null, null, null, null, null);
    private static readonly Screen Plain = new(80, HasColor: false, IsTerminal: true);
    private static readonly DateTimeOffset Now = Memories.Moment("2026-11-21 12:30");

    [Fact]
    public void Of_AWorkingDay_TellsAllOfIt()
    {
        var memories = new Memories()
            .Call("2026-11-20 22:00", 100)
            .Call("2026-11-21 10:30", 4)
            .Call("2026-11-21 10:40", 2, conversation: "c2")
            .Call("2026-11-21 11:00", 1.5m, agent: "codex", conversation: "c3");

        Assert.Equal(
            "Opus 4.6 · $2.00 here · $7.50 today · block $6.00 $3.00/h 2h 30m left · context 42%",
            LineOf(memories, Nothing with { ConversationId = "c2", Model = "Opus 4.6", CostUsd = 0.10m, ContextShare = 0.42 }));
    }

    [Fact]
    public void Of_TheSubscriptionsOwnWindow_IsBelieved() => Assert.Equal(
        "$6.00 today · block $6.00 $3.00/h 81% used 45m left",
        LineOf(new Memories().Call("2026-11-21 10:30", 6), Nothing with { LimitShare = 0.81, LimitResetsAt = Now.AddMinutes(45) }));

    [Fact]
    public void Of_AConversationThatNoLogKnowsYet_TakesTheAgentsWord() => Assert.Equal(
        "$0.10 here · $0 today", LineOf(new Memories(), Nothing with { ConversationId = "new", CostUsd = 0.10m }));

    [Fact]
    public void Of_ModelsWithoutAPrice_SaysUnpriced() => Assert.Equal(
        "unpriced here · unpriced today · block unpriced 2h 30m left",
        LineOf(new Memories().Call("2026-11-21 10:30", null), Nothing with { ConversationId = "c1" }));

    [Fact]
    public void Of_NoLogs_TellsWhatTheAgentSaid() => Assert.Equal(
        "Opus · $0.10 here · context 7%", StatusText.Of(Nothing with { Model = "Opus", CostUsd = 0.1m, ContextShare = 0.07 }, null, Now, Plain));

    [Fact]
    public void Of_NothingAtAll_IsStillALine() => Assert.Equal("claudeonomics", StatusText.Of(Nothing, null, Now, Plain));

    [Fact]
    public void Of_WhatATerminalWouldObey_IsTakenOut() =>
        Assert.Equal("�[2Jx", StatusText.Of(Nothing with { Model = "\e[2Jx" }, null, Now, Plain));

    [Theory]
    [InlineData(0.59, "context 59%")]
    [InlineData(0.6, "context \e[33m60%\e[0m")]
    [InlineData(0.8, "context \e[31m80%\e[0m")]
    public void Of_AFullContext_IsMarked(double share, string line) =>
        Assert.Equal(line, StatusText.Of(Nothing with { ContextShare = share }, null, Now, Plain with { HasColor = true }));

    [Fact]
    public void FiguresOf_AZoneWhoseDayBeganElsewhere_CountsItsOwnDay()
    {
        var state = new Memories().Call("2026-11-21 06:30", 1).Call("2026-11-21 09:00", 2).State();

        var figures = StatusFigures.Of(state, null, Now, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));

        Assert.Equal(2m, figures.Today.ListCostUsd);
    }

    private static string LineOf(Memories memories, StatusInput input) =>
        StatusText.Of(input, StatusFigures.Of(memories.State(), input.ConversationId, Now, TimeZoneInfo.Utc), Now, Plain);
}
