using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Tests.Boards;

public sealed class BoardRequestTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);
    private static readonly Roster Roster = Roster.Empty with { Teams = [new("t1", "Platform", -1)] };

    [Fact]
    public void Read_NothingGiven_IsTheDefaultBoard()
    {
        var request = Read(None);

        Assert.Equal(BoardRequest.Default(BoardSubject.Person), request);
        Assert.Equal(
            new BoardQuery("tokens", new(new(2026, 10, 23), new(2026, 11, 22)), BoardSubject.Person, UsageFilter.All, null, 250), request!.QueryOn(Today));
    }

    [Fact]
    public void Read_EverythingGiven_ReadsEverything()
    {
        var request = Read(new(null, "2026-11-01", "2026-11-08", "team", "platform", "codex", "openai", "gpt-5", "10", "reasoning,cacheReads"));

        Assert.Equal(
            new BoardQuery(
                "tokens", new(new(2026, 11, 1), new(2026, 11, 8)), BoardSubject.Team, new("codex", "openai", "gpt-5"), "t1", 10, true, true),
            request!.QueryOn(Today));
    }

    [Fact]
    public void QueryOn_NextDay_MovesTheWindowOfAWord() =>
        Assert.Equal(new DateOnly(2026, 11, 23), Read(None with { Window = "7d" })!.QueryOn(Today.AddDays(1)).Window.End);

    [Theory]
    [InlineData("window", "soon")]
    [InlineData("by", "city")]
    [InlineData("team", "nobody")]
    [InlineData("limit", "0")]
    [InlineData("limit", "251")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "many")]
    [InlineData("from", "2026-13-01")]
    [InlineData("to", "21.11.2026")]
    [InlineData("leaveOut", "output")]
    public void Read_WrongParameter_NamesIt(string name, string value)
    {
        var parameters = name switch
        {
            "window" => None with { Window = value },
            "by" => None with { By = value },
            "team" => None with { Team = value },
            "limit" => None with { Limit = value },
            "from" => None with { From = value, To = "2026-11-22" },
            "to" => None with { From = "2026-11-01", To = value },
            _ => None with { LeaveOut = value },
        };

        Assert.Null(BoardRequest.Read("tokens", parameters, Roster, PrivacyPolicy.Open, out var errors));
        Assert.Equal([name], errors.Keys);
    }

    [Theory]
    [InlineData("2026-11-08", "2026-11-08")]
    [InlineData("2026-11-08", "2026-11-01")]
    [InlineData("2019-12-31", "2020-01-02")]
    [InlineData("2025-01-01", "2026-11-01")]
    [InlineData("2999-12-30", "3000-01-02")]
    [InlineData("9999-12-30", "9999-12-31")]
    public void Read_ImpossibleRange_IsRefused(string from, string to)
    {
        Assert.Null(BoardRequest.Read("tokens", None with { From = from, To = to }, Roster, PrivacyPolicy.Open, out var errors));
        Assert.Equal(["to"], errors.Keys);
    }

    [Fact]
    public void Read_WordAndRange_AreTooMuch()
    {
        Assert.Null(BoardRequest.Read("tokens", None with { Window = "7d", From = "2026-11-01", To = "2026-11-02" }, Roster, PrivacyPolicy.Open, out var errors));
        Assert.Equal(["window"], errors.Keys);
    }

    [Theory]
    [InlineData("today", "2026-11-21")]
    [InlineData("7d", "2026-11-15")]
    [InlineData("30d", "2026-10-23")]
    [InlineData("month", "2026-11-01")]
    [InlineData("quarter", "2026-10-01")]
    [InlineData("all", "2025-10-01")]
    public void BoardWindows_Words_EndWithToday(string word, string start) =>
        Assert.Equal(
            new DayRange(DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture), Today.AddDays(1)), BoardWindows.Of(word, Today));

    private static BoardParameters None { get; } = new(null, null, null, null, null, null, null, null, null, null);

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Read_WindowOfSingleDaysUnderAPolicy_IsRefusedByName(string name)
    {
        var policy = PrivacyPolicy.Find(name)!;

        Assert.Null(BoardRequest.Read("tokens", None with { Window = "today" }, Roster, policy, out var today));
        Assert.Contains(name, Assert.Single(today["window"]), StringComparison.Ordinal);
        Assert.Null(BoardRequest.Read("tokens", None with { From = "2026-10-01", To = "2026-11-01" }, Roster, policy, out var slice));
        Assert.Contains(name, Assert.Single(slice["from"]), StringComparison.Ordinal);
        Assert.Null(BoardRequest.Read("cost", None, Roster, policy, out var dollars));
        Assert.Contains(name, Assert.Single(dollars["by"]), StringComparison.Ordinal);
        Assert.NotNull(BoardRequest.Read("cost", None with { By = "team", Window = "7d" }, Roster, policy, out _));
    }

    private static BoardRequest? Read(BoardParameters parameters) => BoardRequest.Read("tokens", parameters, Roster, PrivacyPolicy.Open, out _);
}
