using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Tests.Boards;

public sealed class BoardServiceTests : IDisposable
{
    private readonly SmallCompany _company = new();
    private readonly ManualClock _clock = new(new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));
    private readonly BoardMeters _meters = new();
    private CompanySource _source = null!;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Get_NothingChanged_IsTheSameSnapshot()
    {
        var boards = Start();
        var first = boards.Get(SmallCompany.Query());
        var opened = _source.Opened;
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Same(first, boards.Get(SmallCompany.Query()));
        Assert.Equal(opened, _source.Opened);
    }

    [Fact]
    public void Get_ChangedAMomentAgo_IsBuiltOnceThePauseIsOver()
    {
        var boards = Start();
        boards.Get(SmallCompany.Query());
        _source.Change(c => c.Call(0, SmallCompany.Monday, input: 5));

        Assert.Equal(10, boards.Get(SmallCompany.Query()).Population.Sums.Tokens.TotalTokens);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        var next = boards.Get(SmallCompany.Query());

        Assert.Equal((15L, 2L), (next.Population.Sums.Tokens.TotalTokens, next.Sequence));
    }

    [Fact]
    public void Get_ConsentWithdrawn_IsGoneWithThePauseOfRosters()
    {
        var boards = Start();
        boards.Get(SmallCompany.Query());
        _source.ChangeRoster(c => c.People[0] = c.People[0] with { Participation = Participation.No });
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(boards.Get(SmallCompany.Query()).Standings);
        Assert.Null(boards.StandingOf(SmallCompany.Query(), "ann"));
        Assert.Null(boards.Explain(SmallCompany.Query(), "ann", isOwn: true));
    }

    [Fact]
    public void StandingOf_ChangedAMomentAgo_IsLive()
    {
        var boards = Start();
        boards.Get(SmallCompany.Query());
        _source.Change(c => c.Call(0, SmallCompany.Monday, input: 5));

        Assert.Equal(15, boards.StandingOf(SmallCompany.Query(), "ann")!.Standing.Score);
    }

    [Fact]
    public void Get_AwardsStillGoodEnough_FollowWithTheirOwnPause()
    {
        var boards = Start();
        Assert.Equal(["power-user"], boards.Get(SmallCompany.Query()).Standings[0].Titles);
        _source.Change(c =>
        {
            for (var i = 0; i < 3; i++)
            {
                c.Call(c.Person($"other{i}"), SmallCompany.Monday, input: 100);
            }
        });
        _source.ChangeRoster(_ => { });
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(boards.StandingOf(SmallCompany.Query(), "ann")!.Standing.Titles);
    }

    [Fact]
    public void Get_WindowInThePast_HasTheAwardsOfItsLastDay()
    {
        var boards = Start();
        _source.Change(c => c.Call(0, SmallCompany.Monday.AddDays(-60), input: 5));
        var past = SmallCompany.Query(today: SmallCompany.Monday.AddDays(-60), days: 7);

        Assert.Equal(["power-user"], boards.Get(past).Standings[0].Titles);
    }

    [Fact]
    public void Get_ManyQueries_KeepsTheBoundAndTheSequenceGrows()
    {
        var boards = Start();
        var last = boards.Get(SmallCompany.Query()).Sequence;
        for (var limit = 1; limit <= BoardCache.MaxBoards + 5; limit++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            boards.Get(SmallCompany.Query(limit: limit));
        }

        Assert.Equal(BoardCache.MaxBoards, boards.Cache.Entries.Count);
        Assert.DoesNotContain(boards.Cache.Entries, e => e.Query == SmallCompany.Query());
        Assert.True(boards.Get(SmallCompany.Query()).Sequence > last);
    }

    [Fact]
    public void Entry_AllBoardsFollowed_IsServedAndNotKept()
    {
        var boards = Start();
        for (var limit = 1; limit <= BoardCache.MaxBoards; limit++)
        {
            boards.Entry(SmallCompany.Query(limit: limit)).Watch();
        }

        var entry = boards.Entry(SmallCompany.Query());

        Assert.False(boards.Cache.Keeps(entry));
        Assert.Equal("ann", boards.Published(entry).Snapshot.Standings[0].Id);
    }

    [Fact]
    public void Find_NextDay_NoLongerKnowsTheAddress()
    {
        var boards = Start();
        var addresses = new BoardAddresses(boards);
        var entry = boards.Entry(SmallCompany.Query());
        addresses.Remember("/api/v1/boards/tokens", "?limit=3", boards.Scopes, boards.Today, entry);

        Assert.Same(entry, addresses.Find("/api/v1/boards/tokens", "?limit=3"));
        Assert.Null(addresses.Find("/api/v1/boards/tokens", ""));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(addresses.Find("/api/v1/boards/tokens", "?limit=3"));
    }

    private BoardService Start()
    {
        _company.Call(_company.Person("ann"), SmallCompany.Monday, input: 10);
        _source = new(_company);
        return new(
            _source, new(_source), new(_source, _clock), new(_source, RuleBook.Default, _clock), RuleBook.Default, TestPrices.Instance,
            new CompanyCalendar(TimeZoneInfo.Utc), _clock, _meters.Board);
    }
}
