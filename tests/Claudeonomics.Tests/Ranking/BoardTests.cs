using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

public sealed class BoardTests
{
    private static readonly DateOnly Today = SmallCompany.Monday;

    [Fact]
    public void Build_NobodyTakesPart_IsEmpty()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann", Participation.No), Today, input: 5);

        var board = company.Build(SmallCompany.Query());

        Assert.Empty(board.Standings);
        Assert.Equal(new Population(0, 0, 0, 0, default, null), board.Population);
    }

    [Fact]
    public void Build_TiedScores_ShareARankOrderedById()
    {
        var company = Of(("eve", 7), ("cat", 9), ("ann", 9), ("dan", 7), ("bob", 20));

        Assert.Equal([(1, "bob"), (2, "ann"), (2, "cat")], Ranks(company.Build(SmallCompany.Query())));
    }

    [Fact]
    public void Build_PrivateParticipant_KeepsTheRankAndIsShownToNobody()
    {
        var company = Of(("ann", 9), ("cat", 3));
        company.Call(company.Person("bob", Participation.Private), Today, input: 5);

        var board = company.Build(SmallCompany.Query());

        Assert.Equal([(1, "ann"), (3, "cat")], Ranks(board));
        Assert.Equal((3, 17L), (board.Population.Participants, board.Population.Sums.Tokens.TotalTokens));
        Assert.Equal(2, OwnStandings.Of(board, company.Data(), "bob", company.Awards(Today))!.Standing.Rank);
    }

    [Fact]
    public void Build_SomebodyDoesNotTakePart_IsLikeAWorldWithoutThem()
    {
        var with = Of(("ann", 9), ("cat", 3));
        with.Call(with.Person("bob", Participation.No), Today, input: 5_000_000_000).Active(2, Today);
        var without = Of(("ann", 9), ("cat", 3));
        foreach (var name in BoardNames.All)
        {
            Assert.Equal(JudgeTests.Text(without.Build(SmallCompany.Query(name)).Standings), JudgeTests.Text(with.Build(SmallCompany.Query(name)).Standings));
            Assert.Equal(without.Build(SmallCompany.Query(name)).Population, with.Build(SmallCompany.Query(name)).Population);
        }
    }

    [Fact]
    public void Build_ClimbedSinceTheWindowBefore_SaysByHowMuch()
    {
        var company = Of(("ann", 1), ("bob", 2), ("cat", 3));
        company.Call(0, Today.AddDays(-30), input: 9).Call(1, Today.AddDays(-30), input: 5);

        Assert.Equal([("cat", null), ("bob", 0), ("ann", -2)], company.Build(SmallCompany.Query()).Standings.Select(s => (s.Id, s.Change)));
    }

    [Fact]
    public void Build_LeaveOutSwitches_RankByWhatIsLeft()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), Today, input: 1, read: 100, output: 50, reasoning: 40);

        Assert.Equal(151, company.Build(SmallCompany.Query()).Standings[0].Score);
        Assert.Equal(11, company.Build(SmallCompany.Query() with { LeaveOutReasoning = true, LeaveOutCacheReads = true }).Standings[0].Score);
    }

    [Fact]
    public void Build_OnlyUnpricedModels_HaveNoPlaceOnCost()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), Today, input: 5, costNano: null);
        company.Call(company.Person("bob"), Today, input: 5, costNano: 2_500_000_000);

        var board = company.Build(SmallCompany.Query(BoardNames.Cost));

        Assert.Equal([("bob", 2.5)], board.Standings.Select(s => (s.Id, s.Score)));
        Assert.Equal((10L, 5L, 0.000075m), (board.Population.Sums.Tokens.TotalTokens, board.Population.Sums.UnpricedTokens, board.Population.NaiveCostUsd));
    }

    [Fact]
    public void Build_PriceThatChangesWithinTheWindow_TakesEachDaysOwnForTheNaiveCost()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, Today.AddDays(-1), input: 2_000_000).Call(ann, Today, input: 3_000_000).Call(ann, Today, input: 1_000_000, model: "steady");

        var board = BoardBuilder.Build(
            company.Data(), SmallCompany.Query(), company.Scopes(), GameRules.Default, company.Awards(Today), new RisingPrices(Today));

        Assert.Equal(2 * 10m + 3 * 20m + 1 * 7m, board.Population.NaiveCostUsd);
    }

    [Fact]
    public void OwnStanding_NeverUnderTheBoardsTeam_HasNoPlaceAndNothingInIt()
    {
        var company = new SmallCompany();
        var team = company.Team("team");
        company.Call(company.Person("ann"), Today, input: 5);
        foreach (var id in (string[])["bob", "cat", "dan"])
        {
            company.Call(company.Person(id, team: team), Today, input: 9);
        }

        var own = OwnStandings.Of(company.Build(SmallCompany.Query(team: "team")), company.Data(), "ann", company.Awards(Today));

        Assert.Equal(
            (0, null, 0d, default, 0d, null),
            (own!.Standing.Rank, own.Standing.Change, own.Standing.Score, own.Standing.Sums, own.Percentile, own.ToNextRank));
    }

    [Fact]
    public void Build_Breadth_OneModelThroughTwoProvidersIsOne()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, Today, calls: 25, model: "opus", provider: "anthropic").Call(ann, Today, calls: 25, model: "opus", provider: "aws.bedrock");
        var bob = company.Person("bob");
        foreach (var model in (string[])["a", "b", "c", "d"])
        {
            company.Call(bob, Today, calls: 20, model: model);
        }

        company.Call(company.Person("cat"), Today, calls: 49, model: "a");

        Assert.Equal([("bob", 4d), ("ann", 1d)], company.Build(SmallCompany.Query(BoardNames.Breadth)).Standings.Select(s => (s.Id, s.Score)));
    }

    [Fact]
    public void Build_Cache_IsARateFromFiveHundredCalls()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), Today, read: 1_000_000, calls: 500, savedNano: 4_500_000_000);
        company.Call(company.Person("bob"), Today, read: 9_000_000, calls: 500, savedNano: 9_000_000_000);
        company.Call(company.Person("cat"), Today, read: 1, calls: 499, savedNano: 9_000_000_000);
        company.Call(company.Person("dan"), Today, input: 1_000_000, calls: 500, savedNano: -1_000_000_000);

        Assert.Equal([("ann", 4.5), ("bob", 1d), ("dan", -1d)], company.Build(SmallCompany.Query(BoardNames.Cache)).Standings.Select(s => (s.Id, s.Score)));
    }

    [Fact]
    public void Build_Teams_FollowWhoWasAMemberOnThatDay()
    {
        var company = new SmallCompany();
        var (one, two) = (company.Team("one"), company.Team("two"));
        for (var i = 0; i < 3; i++)
        {
            company.Call(company.Person($"a{i}", team: one), Today, input: 10);
            company.Call(company.Person($"b{i}", team: two), Today, input: 1);
        }

        var mover = company.Person("mover");
        company.Memberships.Add(new(mover, one, DateOnly.MinValue, Today));
        company.Memberships.Add(new(mover, two, Today, DateOnly.MaxValue));
        company.Call(mover, Today.AddDays(-1), input: 100).Call(mover, Today, input: 1_000);

        var board = company.Build(SmallCompany.Query(by: BoardSubject.Team));

        Assert.Equal(
            [(1, "two", 1_003d, 4), (2, "one", 130d, 4)],
            board.Standings.Select(s => (s.Rank, s.Id, s.Score, s.Members)));
        Assert.Equal(board.Population.Sums, board.Standings[0].Sums + board.Standings[1].Sums);
    }

    [Fact]
    public void Build_TeamOfTwo_IsWithheldAndCounted()
    {
        var company = new SmallCompany();
        var (one, two) = (company.Team("one"), company.Team("two"));
        for (var i = 0; i < 3; i++)
        {
            company.Call(company.Person($"a{i}", team: one), Today, input: 10);
        }

        company.Call(company.Person("b", team: two), Today, input: 100);
        company.Call(company.Person("c", team: two), Today, input: 100);

        var board = company.Build(SmallCompany.Query(by: BoardSubject.Team));
        var filtered = company.Build(SmallCompany.Query(team: "two"));

        Assert.Equal([(1, "one")], Ranks(board));
        Assert.Equal(1, board.Population.TeamsWithheld);
        Assert.Equal(new Population(2, 0, 0, 0, default, null, Withheld: true), filtered.Population);
        Assert.Equal(2, filtered.Standings.Count);
    }

    [Fact]
    public void Build_Filter_CountsOnlyWhatMatches()
    {
        var company = new SmallCompany();
        var ann = company.Person("ann");
        company.Call(ann, Today, input: 7, model: "gpt-5", provider: "openai").Call(ann, Today, input: 5);

        var board = company.Build(SmallCompany.Query(filter: new UsageFilter(Provider: "openai")));

        Assert.Equal((7d, 7L, "gpt-5"), (board.Standings[0].Score, board.Population.Sums.Tokens.TotalTokens, board.Standings[0].Models.Single().Model));
    }

    [Fact]
    public void Build_LongWindow_BinsDaysIntoThirtyOnePoints()
    {
        var company = Of(("ann", 7));
        company.Call(0, Today.AddDays(-99), input: 3);

        var days = company.Build(SmallCompany.Query(days: 100)).Standings[0].Days;

        Assert.Equal((31, 3L, 7L, 10L), (days.Count, days[0], days[^1], days.Sum()));
    }

    [Fact]
    public void OwnStanding_NotListed_SeesPlacePercentileAndDistance()
    {
        var company = Of(("ann", 50), ("bob", 40), ("cat", 30), ("dan", 20), ("eve", 10), ("idle", 0));
        var board = company.Build(SmallCompany.Query());

        var own = OwnStandings.Of(board, company.Data(), "eve", company.Awards(Today))!;

        Assert.Equal(3, board.Standings.Count);
        Assert.Equal((5, 0d, 10d), (own.Standing.Rank, own.Percentile, own.ToNextRank));
        Assert.Equal(new TierProgress(Tier.Bronze, 150_000_000, 10, 4, 0), own.NextTier);
    }

    [Fact]
    public void OwnStanding_TheTop_HasNothingToReach()
    {
        var company = Of(("ann", 50), ("bob", 40));
        var own = OwnStandings.Of(company.Build(SmallCompany.Query()), company.Data(), "ann", company.Awards(Today))!;

        Assert.Equal((1, 1d, null), (own.Standing.Rank, own.Percentile, own.ToNextRank));
    }

    [Fact]
    public void OwnStanding_WithoutUsage_HasNoPlace()
    {
        var company = Of(("ann", 50), ("idle", 0));
        var own = OwnStandings.Of(company.Build(SmallCompany.Query()), company.Data(), "idle", company.Awards(Today))!;

        Assert.Equal((0, null, 0d, null), (own.Standing.Rank, own.Standing.Change, own.Percentile, own.ToNextRank));
    }

    [Fact]
    public void OwnStanding_DoesNotTakePartOrUnknown_IsNone()
    {
        var company = Of(("ann", 50));
        company.Person("bob", Participation.No);
        var board = company.Build(SmallCompany.Query());

        Assert.Null(OwnStandings.Of(board, company.Data(), "bob", company.Awards(Today)));
        Assert.Null(OwnStandings.Of(board, company.Data(), "zoe", company.Awards(Today)));
    }

    [Fact]
    public void OwnStanding_EverybodyListed_EqualsTheirRow()
    {
        var company = RandomCompany.Make(11, 12);
        var awards = company.Awards(RandomCompany.Today);
        foreach (var name in BoardNames.All)
        {
            foreach (var by in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team])
            {
                var board = company.Build(SmallCompany.Query(name, RandomCompany.Today, by: by), awards);
                foreach (var row in board.Standings)
                {
                    var person = by is BoardSubject.Person ? row.Id : Member(company, row.Id);
                    Assert.Equal(JudgeTests.Text(row with { Recognitions = [] }), JudgeTests.Text(OwnStandings.Of(board, company.Data(), person, awards)!.Standing with { Recognitions = [] }));
                }
            }
        }

        static string Member(SmallCompany company, string team)
        {
            var scopes = company.Scopes();
            return company.People.First(p => p.Participates && scopes.TeamOn(scopes.PersonOf(p.Id)!.Value, RandomCompany.Today) == scopes.TeamOf(team)).Id;
        }
    }

    [Fact]
    public void Explain_Tokens_InputsAddUpToTheScore()
    {
        var company = new SmallCompany();
        company.Call(company.Person("ann"), Today, input: 1, read: 100, write: 7, output: 50, reasoning: 40);
        var awards = company.Awards(Today);
        var query = SmallCompany.Query() with { LeaveOutReasoning = true };

        var explanation = BoardExplanation.Of(company.Build(query, awards), company.Data(), "ann", awards)!;

        Assert.Equal(118, explanation.Own.Standing.Score);
        Assert.Equal("uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + cacheWriteUnknown + output - reasoning", explanation.Formula);
        Assert.Equal([1, 100, 7, 0, 0, 50, 40], explanation.Inputs.Select(i => i.Value));
        Assert.Equal(GameRules.Default.Version, explanation.RulesVersion);
    }

    private static SmallCompany Of(params (string Id, long Tokens)[] people)
    {
        var company = new SmallCompany();
        foreach (var (id, tokens) in people)
        {
            var person = company.Person(id);
            if (tokens > 0)
            {
                company.Call(person, Today, input: tokens);
            }
        }

        return company;
    }

    private static IEnumerable<(int, string)> Ranks(BuiltBoard board) => board.Standings.Select(s => (s.Rank, s.Id));

    /// <summary>Twice as dear from a day on, but for one model.</summary>
    private sealed class RisingPrices(DateOnly risesOn) : IPriceReference
    {
        public string Version => "rising";

        public decimal? MeanUsdPerMTok(UsageDimension dimension, DateOnly day) =>
            dimension.Model == "steady" ? 7m : day < risesOn ? 10m : 20m;

        public bool ChangesWithin(DayRange days, UsageDimension dimension) =>
            dimension.Model != "steady" && days.Contains(risesOn) && days.Start < risesOn;
    }
}
