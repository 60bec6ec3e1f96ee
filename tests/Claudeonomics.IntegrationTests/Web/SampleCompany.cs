using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;

namespace Claudeonomics.IntegrationTests.Web;

/// <summary>
/// A company for looking at pages: everybody at the quantiles of a log-normal distribution whose first person stands at
/// 281 billion tokens in 30 days, so the same picture every time.
/// </summary>
internal sealed class SampleCompany : IBoards, IGoalProgress, ISeasons, IUsageReader, IRosterSource, IBoardSource
{
    public const string Viewer = "p1204";
    private const double Mu = 19.439;
    private const double Sigma = 1.609;
    private const long NanoPerMillion = 1_000_000_000;

    // Model, provider, agent, dollars per million tokens as they are used (mostly cache reads), weight in the company's mix.
    private static readonly (string Model, string Provider, string Agent, double UsdPerM, double Weight)[] Models =
    [
        ("claude-opus-5-5", "anthropic", "claude-code", 0.94, 50),
        ("claude-sonnet-5", "anthropic", "claude-code", 0.46, 18),
        ("gpt-5.6-sol", "openai", "codex", 0.88, 17),
        ("gemini-3.1-pro-preview", "gcp.gemini", "gemini-cli", 0.61, 8),
        ("claude-haiku-4-5", "anthropic", "claude-code", 0.21, 5),
        ("house-coder-2", "", "opencode", 0, 2),
    ];

    private static readonly string[] FirstNames =
    [
        "Mei", "Amara", "Jonas", "Priya", "Tomás", "Yuki", "Leila", "Oskar", "Nia", "Ravi", "Ingrid", "Mateo", "Zoë", "Kofi", "Hana", "Piotr",
        "Salma", "Diego", "Freya", "Arjun", "Chloé", "Minh", "Noor", "Luca", "Ayşe", "Emeka", "Sofia", "Jun", "Marta", "Tariq", "Elif", "Björn",
    ];

    private static readonly string[] Initials = ["L.", "K.", "S.", "T.", "R.", "M.", "B.", "D.", "N.", "A.", "O.", "W.", "H."];
    private static readonly string[] Moods = ["quiet", "brisk", "amber", "lucid", "nimble", "silver", "patient", "bold", "mossy", "curious", "level"];
    private static readonly string[] Animals = ["otter", "heron", "lynx", "marten", "kestrel", "newt", "ibis", "stoat", "raven", "hare", "wren", "seal", "badger"];

    private static readonly string[] TeamNames =
    [
        "Platform", "Ads", "Feed", "Messaging", "Payments", "Search", "Integrity", "Infrastructure", "Reality", "Developer tools", "Data",
        "Growth", "Mobile", "Security", "Research", "Commerce", "Video", "Maps", "Support tools", "Design systems", "Finance systems", "Legal tools",
    ];

    private readonly Lock _lock = new();
    private readonly long[] _tokens;
    private readonly Dictionary<Channel<BoardSnapshot>, BoardQuery> _watchers = [];
    private readonly Dictionary<BoardQuery, BoardSnapshot> _snapshots = [];
    private readonly DateOnly _today;
    private long _sequence = 41;

    public SampleCompany(int people, DateOnly today)
    {
        _today = today;
        _tokens = [.. Enumerable.Range(0, people).Select(i => Quantile(people, i))];
        var since = today.AddDays(-400);
        Current = new(
            1,
            [.. Enumerable.Range(0, people).Select(i => new RosterPerson($"p{i + 1}", NameOf(i), i % 9 == 4 ? Participation.Pseudonym : Participation.Named, 5, since))],
            [.. TeamNames.Select((name, i) => new RosterTeam($"t{i + 1}", name, -1))],
            [.. Enumerable.Range(0, people).Select(i => new IdentityLink(i + 1, i, since, DateOnly.MaxValue))],
            [.. Enumerable.Range(0, people).Select(i => new TeamMembership(i, TeamOf(i), since, DateOnly.MaxValue))]);
    }

    public event Action? Changed;

    public DateOnly Today => _today;

    public Roster Current { get; private set; }

    /// <summary>Somebody uses more tokens; everybody who watches is told.</summary>
    public void Use(string personId, long tokens)
    {
        lock (_lock)
        {
            _tokens[IndexOf(personId)] += tokens;
            _sequence++;
            _snapshots.Clear();
            foreach (var (watcher, query) in _watchers)
            {
                watcher.Writer.TryWrite(Get(query));
            }
        }
    }

    public long TokensOf(string personId) => _tokens[IndexOf(personId)];

    /// <summary>Somebody changes how they appear.</summary>
    public void Rename(string personId, string shownAs)
    {
        Current = Current with
        {
            Version = Current.Version + 1,
            People = [.. Current.People.Select(person => person.Id == personId ? person with { ShownAs = shownAs } : person)],
        };
        Changed?.Invoke();
    }

    public BoardSnapshot Get(BoardQuery query)
    {
        lock (_lock)
        {
            return _snapshots.TryGetValue(query, out var snapshot) ? snapshot : _snapshots[query] = Build(query);
        }
    }


    public PrivacyPolicy Policy => PrivacyPolicy.Open;

    public Standing? SteppedStandingOf(BoardQuery query, string personId) => StandingOf(query, personId)?.Standing;

    public BoardExplanation? Explain(BoardQuery query, string personId, bool isOwn) => StandingOf(query, personId) is { } own
        ? new(
            own, "tokens", [new("totalTokens", own.Standing.Score, "tokens")], "totalTokens",
            new(own.Standing.Tier, new(_today.Year, _today.Month, 1), _today.AddDays(-4)), _today,
            query.Board == BoardNames.Score ? [.. own.Standing.Parts.Select(part => new ExplainedPart(part.Name, part.Points, part.Most, [], part.Points is null ? "not measured" : part.Name))] : [],
            17, 0,
            [
                new(Titles.CacheWizard, DayRange.LastDays(_today, 30),
                [
                    new("calls", Verdict.Met, 2_841, 500, "calls"),
                    new("reuse", Verdict.Met, 0.957, 0.9, "share"),
                    new("reads-per-write", Verdict.Met, 24.1, 18.2, "reads"),
                    new("median-context-at-most", Verdict.NotYetJudged, null, null, "tokens"),
                ]),
                new(Titles.ModelConnoisseur, DayRange.LastDays(_today, 30), [new("effective-models", Verdict.NotMet, 2.2, 3, "models")]),
            ],
            "2026-11", query.Window, [])
        : null;

    public GoalProgress? Of(string teamId, DateOnly month) => new(new(teamId, month, GoalKind.Floor, 60, 3), 90, 89, 41, Stands: true);

    IReadOnlyList<PastSeason> ISeasons.All =>
        [new(new(2026, 10, 1), "2026.3", "code review", 59_500, [210.5, 390, 560, 655, 741.2], new string('a', 64), new(2026, 11, 3, 0, 0, 0, TimeSpan.Zero))];

    public IReadOnlyList<HallEntry> HallOf(DateOnly month) =>
        [.. Enumerable.Range(0, Math.Min(12, Current.People.Count)).Where(i => Current.People[i].Participation is Participation.Named or Participation.Pseudonym)
            .Select(i => new HallEntry(month, Current.People[i].Id, Current.People[i].ShownAs, i + 1, 912.5 - (7 * i), TierOf(_tokens[i]), new(2026, 10, 4 + i), [Titles.PowerUser, Titles.Steady]))];

    public IReadOnlyList<HallEntry> Of(string personId) => [.. HallOf(new(2026, 10, 1)).Where(entry => entry.Id == personId)];

    public League? LeagueOf(string personId) =>
        new(new(2026, 10, 1), 2, 1_983, 3, [.. Current.People.Skip(4).Take(30).Select(static person => person.Id).Append(personId).Distinct()]);

    public IReadOnlyList<string>? Verify(DateOnly month) => [];

    public Standing? ListedRowOf(BoardQuery query, string personId) => StandingOf(query, personId)?.Standing;

    public OwnStanding? StandingOf(BoardQuery query, string personId)
    {
        var all = Ranked(query);
        var index = all.FindIndex(row => row.Id == personId);
        return index < 0
            ? null
            : new(
                all[index],
                1 - (double)(index + 1) / all.Count,
                index == 0 ? null : all[index - 1].Score - all[index].Score + 1,
                new(Tier.Platinum, 12_000_000_000, all[index].Sums.Tokens.TotalTokens, 13, 15));
    }

    public async IAsyncEnumerable<BoardSnapshot> Watch(BoardQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<BoardSnapshot>(16);
        lock (_lock)
        {
            _watchers.Add(channel, query);
            channel.Writer.TryWrite(Get(query));
        }

        await foreach (var snapshot in channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return snapshot;
        }
    }

    public IReadOnlyList<UsageRow> Rows(UsageSubject subject, DayRange days, UsageGrouping by, UsageFilter filter)
    {
        var people = subject switch
        {
            UsageSubject.Person person => [person.Ordinal],
            UsageSubject.Team team => Enumerable.Range(0, _tokens.Length).Where(i => TeamOf(i) == team.Ordinal),
            _ => Enumerable.Range(0, _tokens.Length),
        };
        // One person stands for a group's shape over time; the sizes are the group's.
        var members = people.ToList();
        if (members.Count == 0)
        {
            return [];
        }

        var scale = members.Sum(i => (double)_tokens[i]) / _tokens[members[0]];
        var rows = new List<UsageRow>();
        foreach (var key in KeysOf(members[0], days, by))
        {
            foreach (var (model, provider, agent, share) in Mix(members[0]))
            {
                if (!Matches(filter, agent, provider, model))
                {
                    continue;
                }

                var tokens = (long)(key.Share * share * _tokens[members[0]] / 30 * scale);
                if (tokens > 0)
                {
                    rows.Add(new(
                        by switch { UsageGrouping.Model => model, UsageGrouping.Agent => agent, _ => key.Key },
                        agent, provider, model, SumsOf(model, tokens), key.First, key.Last));
                }
            }
        }

        return rows;
    }

    public IReadOnlyList<ActivityDay> Activity(UsageSubject subject, DayRange days) =>
        [.. Enumerable.Range(0, days.Days).Select(i => days.Start.AddDays(i))
            .Where(day => day <= _today && day.DayOfWeek is not DayOfWeek.Sunday)
            .Select(day => new ActivityDay(day, 20 + day.Day, 30 + day.Day, 300, 280, 22, 3, 40, 2, 600, 210, 3, 1, 7_000, 21_000, 5_400))];

    long IBoardSource.Version => _sequence;

    IBoardData IBoardSource.Open(Roster roster) => new Sums(this, roster);

    private static long Quantile(int people, int index)
    {
        // The first of 59,500 stands at 281 billion; a smaller company keeps its first person and its shape.
        var shift = Mu + Sigma * Normal(1 - 0.5 / 59_500) - Sigma * Normal(1 - 0.5 / people);
        return (long)Math.Exp(shift + Sigma * Normal(1 - (index + 0.5) / people));
    }

    // Acklam's rational approximation of the normal quantile in its upper half, mirrored below; 1e-9 is plenty for a picture.
    private static double Normal(double p)
    {
        if (p < 0.5)
        {
            return -Normal(1 - p);
        }

        var q = 1 - p;
        var low = 0.0;
        var high = 9.0;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (UpperTail(middle) > q)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // 1 - Φ(x) by the continued fraction of the complementary error function, and by its series near zero.
    private static double UpperTail(double x)
    {
        if (x < 2)
        {
            double term = x, sum = x;
            for (var n = 1; n < 60; n++)
            {
                term *= x * x / (2 * n + 1);
                sum += term;
            }

            return 0.5 - sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        }

        var fraction = x;
        for (var n = 40; n >= 1; n--)
        {
            fraction = x + n / fraction;
        }

        return Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) / fraction;
    }

    private BoardSnapshot Build(BoardQuery query)
    {
        var ranked = Ranked(query);
        var tokens = ranked.Sum(row => row.Sums.Tokens.TotalTokens);
        var sums = ranked.Aggregate(default(UsageSums), (sum, row) => sum + row.Sums);
        var people = query.Subject is BoardSubject.Person ? ranked : Ranked(query with { Subject = BoardSubject.Person });
        var first = Math.Max(1, people.Count / 100);
        var population = new Population(
            people.Count, people.Count,
            people.Count == 0 ? 0 : people.OrderByDescending(row => row.Sums.Tokens.TotalTokens).ElementAt(people.Count / 2).Sums.Tokens.TotalTokens,
            tokens == 0 ? 0 : (double)people.OrderByDescending(row => row.Sums.Tokens.TotalTokens).Take(first).Sum(row => row.Sums.Tokens.TotalTokens) / tokens,
            sums, tokens * 12.4m / 1_000_000m);
        var listed = query.Subject is BoardSubject.Team ? ranked.Count : Math.Min(250, Math.Max(3, people.Count / 3));
        return new(query, new(_today.ToDateTime(new(22, 0)), TimeSpan.Zero), "2026-11", "2026-11-20", _sequence, population, listed, [.. ranked.Take(Math.Min(listed, query.Limit))], new("tests", "accepted-edits", 60));
    }

    private List<Standing> Ranked(BoardQuery query)
    {
        var days = Math.Min(query.Window.Days, 30);
        var rows = query.Subject is BoardSubject.Team
            ? Enumerable.Range(0, TeamNames.Length).Select(team => TeamRow(query, team, days))
            : Enumerable.Range(0, _tokens.Length).Where(i => query.Team is null || query.Team == $"t{TeamOf(i) + 1}").Select(i => PersonRow(query, i, days));
        var ordered = rows.Where(row => row.Sums.Tokens.TotalTokens > 0).OrderByDescending(row => row.Score).ThenBy(row => row.Id, StringComparer.Ordinal).ToList();
        var rank = 0;
        for (var i = 0; i < ordered.Count; i++)
        {
            rank = i > 0 && ordered[i].Score == ordered[i - 1].Score ? rank : i + 1;
            ordered[i] = ordered[i] with { Rank = rank, Titles = query.Subject is BoardSubject.Person ? TitlesOf(ordered[i], rank) : [] };
        }

        return ordered;
    }

    private Standing PersonRow(BoardQuery query, int i, int days)
    {
        var mix = Mix(i).Where(part => Matches(query.Filter, part.Agent, part.Provider, part.Model)).ToList();
        var sums = mix.Aggregate(default(UsageSums), (sum, part) => sum + SumsOf(part.Model, (long)(_tokens[i] / 30.0 * days * part.Share)));
        return Row(query, $"p{i + 1}", Current.People[i].ShownAs, TeamNames[TeamOf(i)], sums, mix, i, 1) with { Tier = TierOf(_tokens[i]) };
    }

    private Standing TeamRow(BoardQuery query, int team, int days)
    {
        var members = Enumerable.Range(0, _tokens.Length).Where(i => TeamOf(i) == team).ToList();
        var sums = members.Aggregate(default(UsageSums), (sum, i) => sum + PersonRow(query, i, days).Sums);
        return Row(query, $"t{team + 1}", TeamNames[team], null, sums, Mix(team).ToList(), team, members.Count);
    }

    private static Standing Row(
        BoardQuery query, string id, string name, string? team, UsageSums sums,
        List<(string Model, string Provider, string Agent, double Share)> mix, int i, int members)
    {
        var total = mix.Sum(part => part.Share);
        var daily = sums.Tokens.TotalTokens / Math.Max(1, query.Window.Days);
        return new(
            0, i % 11 == 7 ? null : (int)(Noise(i, 3) * 9) - 4, id, name, team,
            query.Board switch
            {
                BoardNames.Cost => (double)(sums.ListCostUsd ?? 0),
                BoardNames.Breadth => Math.Round(Math.Exp(-mix.Sum(part => part.Share / total * Math.Log(part.Share / total))), 2),
                BoardNames.Cache => Math.Round(sums.CacheSavedNanoUsd / 1e3 / sums.Tokens.ContextTokens, 3),
                BoardNames.Score => PartsOf(i).Sum(part => part.Points ?? 0),
                BoardNames.Consistency => (int)(Noise(i, 21) * 6) + 0.001 * (int)(Noise(i, 22) * 30),
                BoardNames.Focus => (int)(Noise(i, 23) * 90),
                _ => sums.Tokens.TotalTokens,
            },
            sums, Tier.None, [], 0.4 + Noise(i, 5) * 0.6,
            [.. Enumerable.Range(0, Math.Min(query.Window.Days, 31)).Select(day => (long)(daily * Rhythm(i, query.Window.Start.AddDays(day))))],
            [.. mix.OrderByDescending(part => part.Share).Take(5).Select(part => new ModelShare(part.Model, part.Provider, part.Share / total))],
            members,
            query.Board == BoardNames.Score ? PartsOf(i) : []);
    }

    private static IReadOnlyList<StandingPart> PartsOf(int i) =>
    [
        new("volume", Math.Round(Noise(i, 31) * 250, 1), 250), new("consistency", Math.Round(Noise(i, 32) * 250, 1), 250),
        new("outcomes", i % 5 == 3 ? null : Math.Round(Noise(i, 33) * 200, 1), 200), new("efficiency", Math.Round(Noise(i, 34) * 150, 1), 150),
        new("focus", Math.Round(Noise(i, 35) * 100, 1), 100), new("help", null, 50),
    ];

    private static string[] TitlesOf(Standing row, int rank) =>
    [
        .. rank <= 10 ? ["token-legend"] : Array.Empty<string>(),
        .. rank == 2 || Noise(row.Id[^1] + rank, 8) > 0.985 ? ["session-immortal"] : Array.Empty<string>(),
        .. Noise(rank, 9) > 0.9 ? ["cache-wizard"] : Array.Empty<string>(),
        .. Noise(rank, 10) > 0.94 ? ["model-connoisseur"] : Array.Empty<string>(),
        .. rank <= 250 && rank > 10 ? ["power-user"] : Array.Empty<string>(),
    ];

    private static Tier TierOf(long tokens) => tokens switch
    {
        > 40_000_000_000 => Tier.Emerald,
        > 12_000_000_000 => Tier.Platinum,
        > 1_500_000_000 => Tier.Gold,
        > 400_000_000 => Tier.Silver,
        > 80_000_000 => Tier.Bronze,
        _ => Tier.None,
    };

    private static IEnumerable<(string Model, string Provider, string Agent, double Share)> Mix(int i)
    {
        var weights = Models.Select((model, m) => model.Weight * Math.Pow(Noise(i, m + 20), 2) * (Noise(i, m + 40) > 0.35 ? 1 : 0)).ToArray();
        weights[i % 3] += 12;
        var sum = weights.Sum();
        return Models.Select((model, m) => (model.Model, model.Provider, model.Agent, weights[m] / sum)).Where(part => part.Item4 > 0.005);
    }

    private static UsageSums SumsOf(string model, long tokens)
    {
        var price = Models.First(known => known.Model == model).UsdPerM;
        var usage = new TokenUsage(tokens / 2000, tokens - tokens / 2000 - tokens / 50 - tokens / 60 - tokens / 250 - tokens / 220, tokens / 50, tokens / 60, tokens / 250, tokens / 220, tokens / 700);
        var cost = (long)(tokens / 1e6 * price * NanoPerMillion);
        return new(tokens / 98_000 + 1, usage, price == 0 ? tokens : 0, cost, cost / 40, (long)(cost * 3.2));
    }

    private IEnumerable<(string Key, double Share, DateTimeOffset? First, DateTimeOffset? Last)> KeysOf(int i, DayRange days, UsageGrouping by)
    {
        var known = Enumerable.Range(0, days.Days).Select(day => days.Start.AddDays(day)).Where(day => day <= _today && day > _today.AddDays(-395)).ToList();
        return by switch
        {
            UsageGrouping.Day => known.Select(day => ($"{day:yyyy-MM-dd}", Rhythm(i, day) * Growth(day), (DateTimeOffset?)null, (DateTimeOffset?)null)),
            UsageGrouping.Hour => known.Where(day => day > _today.AddDays(-62)).SelectMany(day => Enumerable.Range(0, 24).Select(hour =>
                ($"{day:yyyy-MM-dd}T{hour:00}:00:00Z", Rhythm(i, day) * Hour(hour), (DateTimeOffset?)null, (DateTimeOffset?)null))),
            UsageGrouping.Conversation => Enumerable.Range(0, 40).Select(c =>
            {
                var start = new DateTimeOffset(_today.AddDays(-c / 2).ToDateTime(new(8 + c % 9, c % 60)), TimeSpan.Zero);
                return ($"{0x9E3779B97F4A7C15UL ^ (ulong)c:x16}", Noise(c, i) * 0.8, (DateTimeOffset?)start, (DateTimeOffset?)start.AddMinutes(20 + Noise(c, 2) * 400));
            }),
            _ => [("", known.Count, null, null)],
        };
    }

    private double Growth(DateOnly day) => Math.Exp(-(_today.DayNumber - day.DayNumber) / 160.0);

    private static double Hour(int hour) => hour is >= 8 and <= 19 ? 0.07 + 0.02 * Math.Sin(hour) : 0.012;

    private static double Rhythm(int i, DateOnly day) =>
        (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? (i < 60 ? 0.6 : 0.08) : 1.25) * (0.35 + 1.3 * Noise(i + day.DayNumber, 1));

    private static bool Matches(UsageFilter filter, string agent, string provider, string model) =>
        (filter.Agent is null || filter.Agent == agent) && (filter.Provider is null || filter.Provider == provider) && (filter.Model is null || filter.Model == model);

    private static int TeamOf(int i) => (int)(Noise(i, 77) * Noise(i, 78) * TeamNames.Length);

    private static string NameOf(int i) => i % 9 == 4
        ? $"{Moods[i / 9 % Moods.Length]}-{Animals[i / 5 % Animals.Length]}"
        : $"{FirstNames[i % FirstNames.Length]} {Initials[i / 3 % Initials.Length]}";

    private static int IndexOf(string personId) => int.Parse(personId.AsSpan(1), null) - 1;

    /// <summary>A number from 0 to 1 that depends on its arguments only.</summary>
    private static double Noise(int i, int salt)
    {
        unchecked
        {
            var mixed = ((ulong)i * 0x9E3779B97F4A7C15UL) ^ ((ulong)salt * 0xC2B2AE3D27D4EB4FUL);
            mixed ^= mixed >> 31;
            mixed *= 0xBF58476D1CE4E5B9UL;
            mixed ^= mixed >> 29;
            return (mixed >> 11) / (double)(1UL << 53);
        }
    }

    /// <summary>What the pages ask of the sums, and nothing else.</summary>
    private sealed class Sums(SampleCompany company, Roster roster) : IBoardData
    {
        public long Version => company._sequence;

        public Roster Roster => roster;

        public IReadOnlyList<BoardModel> Models => throw new NotSupportedException();

        public void Sum(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
        {
            foreach (ref readonly var span in scope.Spans)
            {
                byRow[span.Row] += company._tokens[span.Person];
            }
        }

        public DateOnly ActivityFrom => DateOnly.MinValue;

        public void SumWeighted(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<WeightedUsage> byRow) =>
            throw new NotSupportedException();

        public void SumActivity<TSums>(DayRange days, string? agent, BoardScope scope, Span<TSums> byRow)
            where TSums : struct, IActivitySums => throw new NotSupportedException();

        public void ActiveDays(DayRange days, ActiveDayRule rule, Span<ulong> bySignals, Span<ulong> byCalls)
        {
            for (var person = 0; person < bySignals.Length; person++)
            {
                bySignals[person] = (1UL << (int)(Noise(person, 91) * 23)) - 1;
            }
        }

        public void SumByModel(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, ModelSumsOfRow found) => throw new NotSupportedException();

        public IReadOnlyList<DayTotal> Totals(DayRange days, UsageFilter filter, BoardScope scope) => throw new NotSupportedException();

        public IReadOnlyList<DayTotal> TotalsByDay(DayRange days, UsageFilter filter, BoardScope scope) => throw new NotSupportedException();

        public IReadOnlyList<RowDetails> Details(DayRange days, UsageFilter filter, BoardScope scope, ReadOnlySpan<int> rows) => throw new NotSupportedException();

        public void HumanPrompts(DayRange days, Span<long> byPerson) => throw new NotSupportedException();

        public void SupervisedSeconds(DayRange days, Span<long> byPerson) => throw new NotSupportedException();

        public bool MedianContextTokens(DayRange days, Span<long> byPerson) => throw new NotSupportedException();

        public IReadOnlyList<ActivityDay> Activity(int person, DayRange days) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
