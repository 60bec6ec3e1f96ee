using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Web.Board;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Claudeonomics.Tests.Web;

public sealed class BoardAddressTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void Url_UsualChoices_IsTheFrontPage() => Assert.Equal("/", BoardAddress.Default.Url);

    [Theory]
    [InlineData("/boards/cost?window=7d&by=team&agent=codex")]
    [InlineData("/?from=2026-10-01&to=2026-10-31&team=t7&provider=anthropic&model=claude-opus-5-5&q=mei%20l")]
    [InlineData("/boards/breadth?window=all")]
    public void From_OwnUrl_ComesBackTheSame(string url)
    {
        var board = url.StartsWith("/boards/", StringComparison.Ordinal) ? url["/boards/".Length..].Split('?')[0] : BoardNames.Tokens;
        Assert.Equal(url, BoardAddress.From(board, Query(url)).Url);
    }

    [Theory]
    [InlineData("?window=fortnight&by=planet")]
    [InlineData("?from=2026-11-21&to=2026-11-21")]
    [InlineData("?from=yesterday&to=today")]
    [InlineData("?from=0001-01-01&to=9999-12-31")]
    public void From_WordsItDoesNotKnow_LeavesThemOut(string query) =>
        Assert.Equal(BoardAddress.Default, BoardAddress.From(BoardNames.Tokens, Query(query)));

    [Fact]
    public void QueryOn_FilteredRange_AsksForThatAndNothingElse()
    {
        var address = BoardAddress.From(BoardNames.Cost, Query("?from=2026-10-01&to=2026-11-01&by=team&agent=codex"));
        Assert.Equal(
            new BoardQuery(BoardNames.Cost, new DayRange(new(2026, 10, 1), new(2026, 11, 1)), BoardSubject.Team, new UsageFilter(Agent: "codex"), null, 250),
            address.QueryOn(Today));
    }

    private static QueryCollection Query(string url) =>
        new(QueryHelpers.ParseQuery(url.Contains('?', StringComparison.Ordinal) ? url[url.IndexOf('?', StringComparison.Ordinal)..] : ""));
}
