using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Shares;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Shares;

namespace Claudeonomics.Tests.Web;

public sealed class SharePagesTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);
    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("window=today&by=team")]
    [InlineData("from=2026-11-21&to=2026-11-22&by=team")]
    public void AddressOf_ASingleDay_IsTheUsualWindowWhereThePolicyTellsOfNone(string view)
    {
        var share = new ShareDetails("s1", BoardNames.Tokens, view, "a slide", "person", "p1", At, At.AddHours(1), RevokedAt: null);

        Assert.Equal(DayRange.LastDays(Today, 1), SharePages.AddressOf(share, PrivacyPolicy.Open).DaysOn(Today));
        Assert.Equal(BoardAddress.Default with { By = BoardSubject.Team }, SharePages.AddressOf(share, PrivacyPolicy.Balanced));
        Assert.Equal(BoardAddress.Default with { By = BoardSubject.Team }, SharePages.AddressOf(share, PrivacyPolicy.Strict));
    }
}
