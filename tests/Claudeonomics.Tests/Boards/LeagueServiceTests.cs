using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Tests.Boards;

/// <summary>A league under policies that guard groups.</summary>
public sealed class LeagueServiceTests : IDisposable
{
    private const int People = 30;

    private readonly SmallCompany _company = new();
    private readonly ManualClock _clock = new(new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));
    private readonly BoardMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Of_OthersWithinTheSameDigitsOrBand_RanksByWhatIsExact(string policy)
    {
        Fill(static _ => Participation.Named);
        var leagues = Start(policy);

        var own = Enumerable.Range(0, People).Select(person => leagues.Of(Id(person))!.Own!).ToList();

        Assert.True(own.Select(static standing => standing.Score).Distinct().Count() > People / 2);
        Assert.Equal(own.Select(standing => 1 + own.Count(other => other.Score > standing.Score)), own.Select(static standing => standing.Rank));
    }

    [Theory]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Of_MembersWhomNobodySees_LeavesNoGapOfThem(string policy)
    {
        Fill(static person => person is 1 or 4 ? Participation.Private : Participation.Named);
        var leagues = Start(policy);

        var last = leagues.Of(Id(People - 1))!;

        Assert.Equal(9, last.Standings.Count);
        Assert.All(last.Standings, standing => Assert.Equal(1 + last.Standings.Count(other => other.Rank < standing.Rank), standing.Rank));
        Assert.Equal((People - 2, People - 2), (last.Own!.Rank, last.Members));

        // What is missing is missing to the next one whom everybody may see.
        var (above, below) = (leagues.Of(Id(3))!, leagues.Of(Id(5))!);
        Assert.Equal(4, below.Own!.Rank);
        Assert.True(below.ToNextRank > above.Own!.Score - below.Own.Score);

        // Whom nobody sees see themselves.
        Assert.Equal(4, leagues.Of(Id(4))!.Own!.Rank);
    }

    [Fact]
    public void Of_AMemberWhoHasWithdrawn_CountsThemNoMore()
    {
        Fill(static person => person is 1 ? Participation.No : Participation.Named);

        Assert.Equal(People - 1, Start("open").Of(Id(0))!.Members);
    }

    private static string Id(int person) => $"p{person:00}";

    // Each is a few tenths of a point from the next, all in one band; the first few are level, where more adds nothing.
    private void Fill(Func<int, Participation> participation)
    {
        for (var person = 0; person < People; person++)
        {
            _company.Call(_company.Person(Id(person), participation(person)), SmallCompany.Monday, input: 400_000 + (500 * (People - person)), agent: "copilot");
        }
    }

    private LeagueService Start(string policy)
    {
        var source = new CompanySource(_company);
        var rules = RuleBook.Default.Under(PrivacyPolicy.Find(policy)!);
        var boards = new BoardService(
            source, new(source), new(source, _clock), new(source, rules, _clock), rules, TestPrices.Instance, new CompanyCalendar(TimeZoneInfo.Utc), _clock, _meters.Board);
        return new(new OneLeague(), boards, source, rules);
    }

    /// <summary>October made one league of everybody.</summary>
    private sealed class OneLeague : ISeasons
    {
        public IReadOnlyList<PastSeason> All => [];

        public IReadOnlyList<HallEntry> HallOf(DateOnly month) => [];

        public IReadOnlyList<HallEntry> Of(string personId) => [];

        public League? LeagueOf(string personId) => new(new(2026, 10, 1), 1, 1, 1, [.. Enumerable.Range(0, People).Select(Id)]);

        public IReadOnlyList<string>? Verify(DateOnly month) => null;
    }
}
