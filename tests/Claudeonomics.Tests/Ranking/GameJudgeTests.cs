using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Ranking;

/// <summary>The boards of the game once more, person by person from the bare facts, over seeded companies of chance.</summary>
public sealed class GameJudgeTests
{
    private static readonly string[] Game = [BoardNames.Score, BoardNames.Consistency, BoardNames.Focus];

    public static MatrixTheoryData<int, int, string> Companies { get; } =
        new([1, 5, 12, 20, 50], [1, 2, 3], ["2026-11-01", "2026-11-15", "2026-11-30"]);

    [Theory]
    [MemberData(nameof(Companies))]
    public void Build_RandomCompany_AgreesWithTheJudge(int people, int seed, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var company = RandomCompany.Make(seed, people, today);
        company.ActivityFrom = today.AddDays(-61);
        var awards = company.Awards(today);
        var random = new Random(seed);
        foreach (var board in Game)
        {
            foreach (var by in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team])
            {
                var query = new BoardQuery(
                    board, DayRange.LastDays(today, (int[])[1, 7, 30, 90] is var lengths ? lengths[random.Next(4)] : 0), by,
                    random.Next(4) switch { 0 => new UsageFilter(Agent: "claude-code"), 1 => new UsageFilter(Provider: "anthropic"), _ => UsageFilter.All },
                    random.Next(3) == 0 ? company.Teams[random.Next(company.Teams.Count)].Id : null, 250);

                var built = company.Build(query, awards);

                var judge = new Judge(company, query, today);
                Assert.Equal(judge.Places(), built.Standings.Select(s => (s.Rank, s.Id, Math.Round(s.Score, 3))));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Explain_EveryListedPerson_RecomputesWhatIsShown(int seed)
    {
        var company = RandomCompany.Make(seed, 50);
        var awards = company.Awards(RandomCompany.Today);
        foreach (var board in Game)
        {
            foreach (var team in (string?[])[null, company.Teams[0].Id])
            {
                var built = company.Build(SmallCompany.Query(board, RandomCompany.Today, team: team), awards);
                Assert.NotEmpty(built.Standings);
                foreach (var standing in built.Standings)
                {
                    var explanation = BoardExplanation.Of(built, company.Data(), standing.Id, awards)!;

                    Assert.Equal(standing.Score, explanation.Own.Standing.Score);
                    if (board == BoardNames.Score)
                    {
                        Assert.Equal(standing.Parts, explanation.Parts.Select(p => new StandingPart(p.Name, p.Points, p.Most)));
                        Assert.Equal(standing.Score, explanation.Parts.Sum(p => p.Points ?? 0), 6);
                        Assert.Equal(1000, explanation.Parts.Sum(p => p.Most));
                    }
                }
            }
        }
    }

    private sealed class Judge(SmallCompany company, BoardQuery query, DateOnly today)
    {
        private readonly DayRange _window = query.Window;
        private readonly List<int> _people = [.. Enumerable.Range(0, company.People.Count).Where(p => company.People[p].Participates)];

        public IEnumerable<(int Rank, string Id, double Score)> Places()
        {
            var rows = query.Subject is BoardSubject.Person ? People() : Teams();
            var candidates = query.Subject is BoardSubject.Person
                ? _people.Count(p => Days(_window).Any(day => Counts(p, day, null)))
                : company.Teams.Count(t => Members(t) >= 3);
            var scored = rows.Where(r => r.Score is not null).OrderByDescending(r => r.Score).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
            return [.. scored.Take(Math.Min(250, Math.Max(3, candidates / 3))).Where(r => !r.Hidden)
                .Select(r => (1 + scored.Count(other => other.Score > r.Score), r.Id, Math.Round((double)r.Score!, 3)))];
        }

        private List<(string Id, bool Hidden, decimal? Score)> People() =>
            [.. _people.Select(p => (company.People[p].Id, company.People[p].Participation is Participation.Private, Of(p, null)))];

        private List<(string Id, bool Hidden, decimal? Score)> Teams()
        {
            var rows = new List<(string Id, bool Hidden, decimal? Score)>();
            foreach (var team in company.Teams.Where(t => Members(t) >= 3))
            {
                var scores = _people.Select(p => Of(p, team.Id)).OfType<decimal>().ToList();
                decimal? mean = scores.Count < 3 ? null : query.Board switch
                {
                    BoardNames.Consistency => (HalfUp(scores.Sum(s => Math.Truncate(s)) * 10 / scores.Count) / 10m) + (HalfUp(scores.Sum(s => s % 1 * 1000) / scores.Count) / 1000m),
                    BoardNames.Focus => HalfUp(scores.Average()),
                    _ => HalfUp(scores.Average() * 10) / 10m,
                };
                rows.Add((team.Id, false, mean));
            }

            return rows;
        }

        private static decimal HalfUp(decimal value) => Math.Floor(value + 0.5m);

        private decimal? Of(int person, string? team) => query.Board switch
        {
            BoardNames.Consistency => Consistency(person, team),
            BoardNames.Focus => Focus(person, team),
            _ => Score(person, team),
        };

        private decimal? Consistency(int person, string? team)
        {
            var days = Days(_window).Where(d => d >= company.ActivityFrom && Counts(person, d, team) && company.IsActive(person, d)).ToList();
            var floor = Math.Max(1, (int)Math.Ceiling(Pattern(person) * 60 / 100m));
            return days.Count == 0 ? null : days.GroupBy(WeekOf).Count(week => week.Count() >= floor) + (days.Count / 1000m);
        }

        // November's tests are not told apart here, so accepted edits count; edits are only made with claude-code.
        private decimal? Focus(int person, string? team)
        {
            var first = new DateOnly(today.Year, today.Month, 1);
            var edits = company.Acts.Count(a => a.Identity == person && a.Kind is TestActKind.Edit && _window.Contains(a.Day) && a.Day >= first && Counts(person, a.Day, team));
            return edits == 0 ? null : edits;
        }

        private decimal? Score(int person, string? team)
        {
            var calls = CallsOf(person, team);
            if (calls.Sum(c => c.Sums.Tokens.TotalTokens) == 0)
            {
                return null;
            }

            var cohort = _people.Select(p => CallsOf(p, null, everywhere: true)).ToList();
            var used = cohort.Select((c, i) => Carried(c, _people[i], null, everywhere: true)).Where(w => w > 0).Order().ToList();
            var (w50, w95) = used.Count < 30
                ? (5_000_000m * _window.Days / 30, 20_000_000m * _window.Days / 30)
                : (used[((used.Count * 50) + 99) / 100 - 1], used[((used.Count * 95) + 99) / 100 - 1]);
            var w = Carried(calls, person, team, everywhere: false);
            var volume = w <= 0 ? 0 : w >= w95 ? 1 : Math.Log(1 + (double)(w / w50)) / Math.Log(1 + (double)(w95 / w50));
            var points = Tenths(volume, 250) + Tenths(Steadiness(person), 250);
            if (OutcomesOf(person, team) is { } outcomes)
            {
                points += Tenths(1 - Math.Exp(-(double)outcomes / 5), 200);
            }

            var rates = cohort.Select((c, i) => OutcomesOf(_people[i], null, everywhere: true) is { } n && n >= 5 && Weighted(c) > 0 ? n * 1_000_000 / Carried(c, _people[i], null, everywhere: true) : (decimal?)null).OfType<decimal>().ToList();
            var caches = cohort.Select(CacheRate).OfType<decimal>().ToList();

            // Cohorts of thirty with such rates do not come up here; the anchors do.
            Assert.True(rates.Count < 30 && caches.Count < 30);
            double? outcomeShare = OutcomesOf(person, team) is { } made && made >= 5 && w > 0 ? Math.Min(1, (double)(made * 500_000 / w)) : null;
            double? cacheShare = CacheRate(calls) is { } rate ? Math.Clamp((double)rate / 4.5, 0, 1) : null;
            points += outcomeShare is null && cacheShare is null ? 0 : Tenths(((outcomeShare ?? 0) + (cacheShare ?? 0)) / 2, 150);
            var month = new DateOnly(today.Year, today.Month, 1);
            if (month >= company.ActivityFrom)
            {
                var edits = company.Acts.Count(a => a.Identity == person && a.Kind is TestActKind.Edit && a.Day >= month && a.Day <= today);
                points += Tenths(Math.Min(1, edits / (60 * (double)Pattern(person) / 5)), 100);
            }

            return (points + Help(person)) / 10m;
        }

        // Different people who thanked, as soon as three in the company thanked anybody.
        private int Help(int person)
        {
            var said = company.Thanks.Where(t => _window.Contains(t.Day) && t.From != t.To && IsIn(t.From) && IsIn(t.To)).ToList();
            return said.Select(t => t.From).Distinct().Count() < 3 ? 0
                : Tenths(1 - Math.Exp(-said.Where(t => t.To == company.People[person].Id).Select(t => t.From).Distinct().Count() / 2.0), 50);
        }

        private bool IsIn(string id) => _people.Exists(p => company.People[p].Id == id);

        private static int Tenths(double share, int points) => (int)Math.Round(share * points * 10, MidpointRounding.AwayFromZero);

        // Weighted tokens as far as acts carry them; where nothing tells of acts, as far as a median person uses.
        private decimal Carried(List<TestCall> calls, int person, string? team, bool everywhere)
        {
            var weighted = Weighted(calls);
            if (query.Filter.Provider is not null || _window.Start < company.ActivityFrom)
            {
                return weighted;
            }

            var acts = company.Acts.Where(a => a.Identity == person && _window.Contains(a.Day) && (everywhere || Counts(person, a.Day, team))).ToList();


            // An edit is decided and accepted.
            var (edits, prompts) = (acts.Count(a => a.Kind is TestActKind.Edit), acts.Count(a => a.Kind is TestActKind.Prompt));
            var decisions = acts.Count(a => a.Kind is TestActKind.Decision);
            var carried = ((2 * edits) + decisions + Math.Min(prompts, ((2 * edits) + decisions) / 2)) * 5_000m;
            var untold = Math.Truncate(1_000_000m * 100 * _window.Days / 30) / 100;
            return Math.Min(weighted, acts.Count == 0 ? untold : Math.Max(carried, Math.Min(untold, (edits + decisions + prompts) * 5_000m)));
        }

        private static decimal Weighted(List<TestCall> calls) => calls.Sum(c => c.Sums.Tokens).Total;

        private static decimal? CacheRate(List<TestCall> calls)
        {
            var context = calls.Sum(c => c.Sums.Tokens.ContextTokens);
            return calls.Sum(c => c.Sums.Requests) >= 500 && context > 0 ? Math.Truncate(calls.Sum(c => c.Sums.CacheSavedNanoUsd) * 1_000_000m / context) / 1_000_000_000m : null;
        }

        private decimal? OutcomesOf(int person, string? team, bool everywhere = false)
        {
            if (query.Filter.Provider is not null || _window.Start < company.ActivityFrom)
            {
                return null;
            }

            var acts = company.Acts.Where(a => a.Identity == person && _window.Contains(a.Day) && (everywhere || Counts(person, a.Day, team))).ToList();
            return acts.Count == 0 ? null
                : Math.Min(
                    Math.Truncate(acts.Count(a => a.Kind is TestActKind.Edit) * 1000m / 50) + Math.Truncate(acts.Count(a => a.Kind is TestActKind.Commit) * 1000m / 5),
                    Math.Truncate(acts.Count(a => a.Kind is TestActKind.Edit) * 1000m / 30)) / 1000m;
        }

        private double Steadiness(int person)
        {
            var weeks = new List<double>();
            for (var week = 0; week < 6; week++)
            {
                var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - (7 * week));
                weeks.Add(Math.Min(1, Enumerable.Range(0, 7).Select(monday.AddDays).Count(d => d <= today && company.IsActive(person, d)) / (double)Pattern(person)));
            }

            // Added from the least up, as sealed seasons were: of fifths, another order can come out on the other side of half a tenth.
            return weeks.Order().TakeLast(4).Average();
        }

        private List<TestCall> CallsOf(int person, string? team, bool everywhere = false) =>
            [.. company.Calls.Where(c => c.Identity == person && _window.Contains(c.Day) && query.Filter.Matches(c.Dimension) && (everywhere || Counts(person, c.Day, team)))];

        private decimal Pattern(int person) => (decimal)company.People[person].WorkingDaysPerWeek;

        // On a day, somebody counts under the filter's team, and on a board of teams for the one they are in.
        private bool Counts(int person, DateOnly day, string? team)
        {
            var on = TeamOn(person, day);
            return (team is null || (on >= 0 && company.Teams[on].Id == team)) && (query.Team is null || company.IsBelow(on, query.Team, day));
        }

        private int Members(RosterTeam team) => _people.Count(p => Days(_window).Any(day => Counts(p, day, team.Id)));

        private int TeamOn(int person, DateOnly day)
        {
            var joined = company.Memberships.Where(m => m.Person == person && m.From < m.Until && m.From <= day).OrderBy(m => m.From).ToList();
            return joined.Count == 0 || joined[^1].Until <= day ? -1 : joined[^1].Team;
        }

        private static IEnumerable<DateOnly> Days(DayRange window) => Enumerable.Range(0, window.Days).Select(window.Start.AddDays);

        private static int WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)).DayNumber;
    }
}

internal static class JudgeSums
{
    /// <summary>Weighted tokens, written out.</summary>
    public static (decimal Total, int Count) Sum(this List<TestCall> calls, Func<TestCall, Core.Usage.TokenUsage> tokens) =>
        (calls.Select(tokens).Sum(t => t.UncachedInputTokens + (5m * t.OutputTokens) + (0.1m * t.CacheReadTokens) + (1.25m * t.CacheWrite5mTokens)
            + (2m * t.CacheWrite1hTokens) + (1.6m * t.CacheWriteUnknownTokens)), calls.Count);
}
