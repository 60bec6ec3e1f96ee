using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.TestShared;

/// <summary>One call that a test made up, already attributed to a company day.</summary>
internal sealed record TestCall(int Identity, DateOnly Day, int Minute, string Agent, string Provider, string Model, Evidence Evidence, UsageSums Sums, Who Who = Who.Known)
{
    public UsageDimension Dimension => new(Agent, Provider, Model,
        Sums.UnpricedTokens > 0 ? PriceClass.Unpriced(default) : new(ContextTier.Standard, default, "book-1"), new(Who, Evidence), Source.OtlpEvent);
}

internal enum TestActKind
{
    Prompt,
    Edit,
    Commit,

    /// <summary>A file of tests was changed, as a command line tells.</summary>
    TestChange,

    /// <summary>Of a tool's use.</summary>
    Decision,
}

internal sealed record TestAct(int Identity, DateOnly Day, int Minute, TestActKind Kind);

/// <summary>A company that a test puts together: people, teams and facts, with defaults that make a plain person of everybody.</summary>
internal sealed class SmallCompany
{
    public static readonly DateOnly Monday = new(2026, 11, 16);

    public List<RosterPerson> People { get; } = [];

    public List<RosterTeam> Teams { get; } = [];

    public List<FormerPlace> FormerPlaces { get; } = [];

    public List<IdentityLink> Links { get; } = [];

    public List<TeamMembership> Memberships { get; } = [];

    public List<TestCall> Calls { get; } = [];

    public List<TestAct> Acts { get; } = [];

    public List<Thank> Thanks { get; } = [];

    public List<TeamGoal> Goals { get; } = [];

    public List<Season> Seasons { get; } = [];

    /// <summary>By person; the longest supervised thread of whatever days are asked for.</summary>
    public Dictionary<int, long> SupervisedSeconds { get; } = [];

    public bool KnowsContextSizes { get; set; } = true;

    /// <summary>Nothing is known of acts before it.</summary>
    public DateOnly ActivityFrom { get; set; } = DateOnly.MinValue;

    /// <summary>Agents that never report a signal.</summary>
    public HashSet<string> SilentAgents { get; } = ["copilot"];

    /// <returns>The person's ordinal, which is also their identity's.</returns>
    public int Person(string id, Participation participation = Participation.Named, double workingDays = 5, int? team = null)
    {
        People.Add(new(id, $"Name of {id}", participation, workingDays, new(2026, 1, 1)));
        var person = People.Count - 1;
        Links.Add(new(person, person, DateOnly.MinValue, DateOnly.MaxValue));
        if (team is { } ordinal)
        {
            Memberships.Add(new(person, ordinal, DateOnly.MinValue, DateOnly.MaxValue));
        }

        return person;
    }

    public int Team(string id, int parent = -1)
    {
        Teams.Add(new(id, $"Team {id}", parent));
        return Teams.Count - 1;
    }

    /// <summary>Whether the rules' words make a company day active: by signals, or by the calls of the one agent that has none.</summary>
    public bool IsActive(int person, DateOnly day)
    {
        var signals = Acts.Where(a => a.Identity == person && a.Day == day && a.Kind is TestActKind.Prompt or TestActKind.Decision or TestActKind.Edit).ToList();
        var decided = signals.Where(static a => a.Kind is not TestActKind.Prompt).ToList();
        var all = Calls.Where(c => c.Identity == person && c.Day == day).ToList();
        var calls = all.Where(static c => c.Agent == "copilot").ToList();

        // An edit that a person accepted is a decision and an accepted edit.
        return (signals.Count >= 3 && signals.Max(static a => a.Minute) - signals.Min(static a => a.Minute) >= 30
                && decided.Sum(static a => a.Kind is TestActKind.Edit ? 2 : 1) >= 2 && decided.Max(static a => a.Minute) - decided.Min(static a => a.Minute) >= 20)
            || (calls.Sum(static c => c.Sums.Requests) >= 3 && calls.Max(static c => c.Minute) - calls.Min(static c => c.Minute) >= 30
                && 2 * calls.Sum(static c => c.Sums.Requests) >= all.Sum(static c => c.Sums.Requests));
    }

    /// <summary>So many edits that were accepted, all at once.</summary>
    public SmallCompany Edits(int person, DateOnly day, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Acts.Add(new(person, day, 640, TestActKind.Edit));
        }

        return this;
    }

    /// <summary>So many files of tests that were changed.</summary>
    public SmallCompany TestChanges(int person, DateOnly day, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Acts.Add(new(person, day, 640, TestActKind.TestChange));
        }

        return this;
    }

    public SmallCompany Call(
        int person, DateOnly day, long input = 0, long read = 0, long write = 0, long output = 0, long reasoning = 0, int calls = 1,
        string model = "claude-opus-4-6", string provider = "anthropic", string agent = "claude-code", long? costNano = 1_000, long savedNano = 0,
        Evidence evidence = Evidence.SelfReported, int minute = 600, Who who = Who.Known)
    {
        var tokens = new TokenUsage(input, read, write, 0, 0, output, reasoning);
        Calls.Add(new(person, day, minute, agent, provider, model, evidence,
            new(calls, tokens, costNano is null ? tokens.TotalTokens : 0, costNano ?? 0, 0, costNano is null ? 0 : savedNano), who));
        return this;
    }

    /// <summary>Three prompts and two decisions, these half an hour apart.</summary>
    /// <param name="isShort">Both decisions within five minutes: the day is not active.</param>
    public SmallCompany Active(int person, DateOnly day, bool commits = false, bool isShort = false)
    {
        Acts.Add(new(person, day, 600, TestActKind.Prompt));
        Acts.Add(new(person, day, 605, TestActKind.Decision));
        Acts.Add(new(person, day, isShort ? 610 : 635, TestActKind.Decision));
        Acts.Add(new(person, day, 615, TestActKind.Prompt));
        Acts.Add(new(person, day, 630, TestActKind.Prompt));
        if (commits)
        {
            Acts.Add(new(person, day, 630, TestActKind.Commit));
        }

        return this;
    }

    /// <summary>One person says that another helped.</summary>
    public SmallCompany Thank(int from, int to, DateOnly day, ThankKind kind = ThankKind.Kudos)
    {
        Thanks.Add(new(People[from].Id, People[to].Id, day, kind));
        return this;
    }

    public Roster Roster(long version = 1) => new(version, [.. People], [.. Teams], [.. Links], [.. Memberships]) { FormerPlaces = [.. FormerPlaces] };

    /// <summary>Whether a team was another or below it on a day.</summary>
    public bool IsBelow(int team, string root, DateOnly day)
    {
        while (team >= 0 && Teams[team].Id != root)
        {
            var later = FormerPlaces.Where(place => place.Team == team && place.Until > day).OrderBy(static place => place.Until).ToList();
            team = later.Count > 0 ? later[0].Parent : Teams[team].Parent;
        }

        return team >= 0;
    }

    /// <summary>Some of the teams stood elsewhere, once or twice, in the days before today.</summary>
    public void MoveTeams(Random random, DateOnly today, int days)
    {
        for (var team = 0; team < Teams.Count; team++)
        {
            for (var moves = random.Next(3) == 0 ? random.Next(1, 3) : 0; moves > 0; moves--)
            {
                // Below an earlier one, as all of them, so that there is no circle on any day.
                var place = new FormerPlace(team, random.Next(-1, team), today.AddDays(-random.Next(days)));
                if (FormerPlaces.TrueForAll(other => other.Team != team || other.Until != place.Until))
                {
                    FormerPlaces.Add(place);
                }
            }
        }
    }

    public FactsBoardData Data(long version = 1) => new(this, Roster(), version);

    public RosterScopes Scopes() => new(Roster());

    public Awards Awards(DateOnly asOf, RuleBook? book = null, GameSources? sources = null) =>
        Core.Ranking.Awards.Of(new CompanySource(this), Scopes(), book ?? RuleBook.Default, asOf, (sources ?? GameSources.None) with { Thanks = new Said([.. Thanks]), Goals = new Wanted([.. Goals]), SealedTiers = new Sealed([.. Seasons]) });

    public BuiltBoard Build(BoardQuery query, Awards? awards = null) =>
        BoardBuilder.Build(Data(), query, Scopes(), GameRules.Default, awards ?? Awards(query.Window.End.AddDays(-1)), TestPrices.Instance);

    public static BoardQuery Query(
        string board = BoardNames.Tokens, DateOnly? today = null, int days = 30, BoardSubject by = BoardSubject.Person, string? team = null,
        UsageFilter? filter = null, int limit = 250) =>
        new(board, Core.Time.DayRange.LastDays(today ?? Monday, days), by, filter ?? UsageFilter.All, team, limit);

    private sealed record Wanted(IReadOnlyList<TeamGoal> All) : ITeamGoals
    {
        public long Version => All.Count;
    }

    private sealed record Sealed(IReadOnlyList<Season> All) : ISealedTiers
    {
        public long Version => All.Count;

        public IReadOnlyDictionary<string, TierAward>? Of(DateOnly month) => All.FirstOrDefault(season => SeasonHeader.Parse(season.Header).Month == month)?.Tiers();
    }

    private sealed record Said(IReadOnlyList<Thank> All) : IThanks
    {
        public long Version => All.Count;
    }
}

/// <summary>Opus costs 15 dollars a million in the mean, everything else 5; internal models have no price.</summary>
internal sealed class TestPrices : IPriceReference
{
    public static readonly TestPrices Instance = new();

    public string Version => "book-1";

    public decimal? MeanUsdPerMTok(UsageDimension dimension, DateOnly day) =>
        !dimension.PriceClass.IsPriced ? null : dimension.Model.StartsWith("claude-opus", StringComparison.Ordinal) ? 15m : 5m;

    public bool ChangesWithin(Core.Time.DayRange days, UsageDimension dimension) => false;
}
