using System.Text.Json;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Ranking;

/// <summary>A second implementation of the boards, as plain as can be, judges the first over seeded companies of chance.</summary>
public sealed class JudgeTests
{
    public static TheoryData<int, int, string> Companies
    {
        get
        {
            var data = new TheoryData<int, int, string>();
            foreach (var people in (int[])[1, 5, 12, 50])
            {
                foreach (var day in (string[])["2026-11-01", "2026-11-15", "2026-11-30"])
                {
                    for (var seed = 0; seed < (people < 50 ? 6 : 2); seed++)
                    {
                        data.Add(people, seed, day);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public void Build_RandomCompany_AgreesWithTheJudge(int people, int seed, string day)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var company = RandomCompany.Make(seed, people, today);
        var awards = company.Awards(today);
        var random = new Random(seed);
        foreach (var board in Classic)
        {
            foreach (var by in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team])
            {
                var query = new BoardQuery(
                    board, DayRange.LastDays(today, random.Next(3) == 0 ? 7 : 30), by,
                    random.Next(3) == 0 ? new UsageFilter(Provider: "anthropic") : UsageFilter.All,
                    random.Next(3) == 0 ? company.Teams[random.Next(company.Teams.Count)].Id : null,
                    random.Next(4) == 0 ? 2 : 250, random.Next(2) == 0, random.Next(2) == 0);

                var built = company.Build(query, awards);

                Assert.Equal(Judge.Standings(company, query), Text(built.Standings.Select(Plain)));
                Assert.Equal(Judge.Population(company, query), Text(built.Population));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Build_FactsAndPeopleInAnotherOrder_GivesTheSameBoard(int seed)
    {
        var company = RandomCompany.Make(seed, 50);
        var shuffled = Shuffled(company, new Random(seed));
        foreach (var board in BoardNames.All)
        {
            foreach (var by in (BoardSubject[])[BoardSubject.Person, BoardSubject.Team])
            {
                var query = SmallCompany.Query(board, RandomCompany.Today, by: by);

                Assert.Equal(Text(company.Build(query).Standings), Text(shuffled.Build(query).Standings));
                Assert.Equal(Text(company.Build(query).Population), Text(shuffled.Build(query).Population));
            }
        }
    }

    [Fact]
    public void Build_CallsSplitIntoParts_GivesTheSameBoard()
    {
        var company = RandomCompany.Make(5, 50);
        var split = RandomCompany.Make(5, 50);
        foreach (var call in split.Calls.ToList())
        {
            var (tokens, sums) = (call.Sums.Tokens, call.Sums);
            var part = new TokenUsage(tokens.UncachedInputTokens / 2, 0, 0, 0, tokens.CacheWriteUnknownTokens / 3, tokens.ReasoningTokens, tokens.ReasoningTokens);
            var rest = new TokenUsage(
                tokens.UncachedInputTokens - part.UncachedInputTokens, tokens.CacheReadTokens, tokens.CacheWrite5mTokens, tokens.CacheWrite1hTokens,
                tokens.CacheWriteUnknownTokens - part.CacheWriteUnknownTokens, tokens.OutputTokens - part.OutputTokens, 0);
            var unpriced = sums.UnpricedTokens > 0;
            split.Calls.Remove(call);
            split.Calls.Add(call with { Sums = new(0, part, unpriced ? part.TotalTokens : 0, sums.ListCostNanoUsd / 3, 0, sums.CacheSavedNanoUsd / 4) });
            split.Calls.Add(call with
            {
                Sums = new(sums.Requests, rest, unpriced ? rest.TotalTokens : 0, sums.ListCostNanoUsd - (sums.ListCostNanoUsd / 3), 0, sums.CacheSavedNanoUsd - (sums.CacheSavedNanoUsd / 4)),
            });
        }

        foreach (var board in Classic)
        {
            var query = SmallCompany.Query(board, RandomCompany.Today);
            Assert.Equal(
                Text(company.Build(query).Standings.Select(s => s with { Tier = Tier.None, Titles = [], Recognitions = [] })),
                Text(split.Build(query).Standings.Select(s => s with { Tier = Tier.None, Titles = [], Recognitions = [] })));
        }
    }

    // The boards of the game have a judge of their own.
    private static readonly string[] Classic = [BoardNames.Tokens, BoardNames.Cost, BoardNames.Breadth, BoardNames.Cache];

    // What the judge does not judge: tiers and titles have judges of their own.
    private static Standing Plain(Standing standing) => standing with { Tier = Tier.None, Titles = [], Recognitions = [] };

    internal static string Text<T>(T value) => JsonSerializer.Serialize(value);

    private static SmallCompany Shuffled(SmallCompany company, Random random)
    {
        var order = Enumerable.Range(0, company.People.Count).ToArray();
        random.Shuffle(order);
        var teamOrder = Enumerable.Range(0, company.Teams.Count).ToArray();
        random.Shuffle(teamOrder);
        var shuffled = new SmallCompany { KnowsContextSizes = company.KnowsContextSizes };
        shuffled.People.AddRange(order.Select(p => company.People[p]));
        shuffled.Teams.AddRange(teamOrder.Select(t =>
            company.Teams[t] with { Parent = company.Teams[t].Parent < 0 ? -1 : Array.IndexOf(teamOrder, company.Teams[t].Parent) }));
        shuffled.FormerPlaces.AddRange(company.FormerPlaces.OrderBy(_ => random.Next()).Select(place =>
            place with { Team = Array.IndexOf(teamOrder, place.Team), Parent = place.Parent < 0 ? -1 : Array.IndexOf(teamOrder, place.Parent) }));
        shuffled.Links.AddRange(company.Links.Select(l => l with { Person = Array.IndexOf(order, l.Person) }));
        shuffled.Memberships.AddRange(company.Memberships.OrderBy(_ => random.Next()).Select(m =>
            m with { Person = Array.IndexOf(order, m.Person), Team = Array.IndexOf(teamOrder, m.Team) }));
        shuffled.Calls.AddRange(company.Calls.OrderBy(_ => random.Next()));
        shuffled.Acts.AddRange(company.Acts.OrderBy(_ => random.Next()));
        shuffled.Thanks.AddRange(company.Thanks.OrderBy(_ => random.Next()));
        shuffled.Goals.AddRange(company.Goals.OrderBy(_ => random.Next()));
        foreach (var (person, seconds) in company.SupervisedSeconds)
        {
            shuffled.SupervisedSeconds[Array.IndexOf(order, person)] = seconds;
        }

        return shuffled;
    }

    private static class Judge
    {
        public static string Standings(SmallCompany company, BoardQuery query)
        {
            var rows = Rows(company, query);
            var before = Rows(company, query with { Window = query.Window.Before() });
            var scored = rows.Where(r => r.Score(query) is not null).OrderByDescending(r => r.Score(query)).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
            var scoredBefore = before.Where(r => r.Score(query) is not null).ToList();
            var listed = Math.Min(250, Math.Max(3, rows.Count / 3));
            return Text(scored.Take(listed).Where(r => !r.Hidden).Take(query.Limit).Select(r =>
            {
                var rank = scored.Count(other => other.Score(query) > r.Score(query)) + 1;
                var earlier = scoredBefore.FirstOrDefault(other => other.Id == r.Id);
                var rankBefore = earlier is null ? (int?)null : scoredBefore.Count(other => other.Score(query) > earlier.Score(query)) + 1;
                return r.Standing(rank, rankBefore - rank, query);
            }));
        }

        public static string Population(SmallCompany company, BoardQuery query)
        {
            var people = Rows(company, query with { Subject = BoardSubject.Person });
            var small = query.Subject is BoardSubject.Team
                ? company.Teams.Count(t => Members(company, query, t) is > 0 and < 3)
                : 0;
            if (query.Team is not null && people.Count < 3)
            {
                return Text(new Population(people.Count, 0, 0, 0, default, null, true, small));
            }

            var tokens = people.Select(p => p.Calls.Sum(c => c.Sums.Tokens.TotalTokens)).Where(t => t > 0).Order().ToList();
            var n = tokens.Count;
            var all = people.SelectMany(p => p.Calls).ToList();
            decimal? naive = all.Any(c => c.Sums.UnpricedTokens == 0 && c.Sums.Tokens.TotalTokens > 0)
                ? all.Where(c => c.Sums.UnpricedTokens == 0).Sum(c => c.Sums.Tokens.TotalTokens * (c.Model.Contains("opus", StringComparison.Ordinal) ? 15m : 5m) / 1_000_000)
                : null;
            return Text(new Population(
                people.Count, n, n == 0 ? 0 : (tokens[n / 2] + tokens[(n - 1) / 2]) / 2,
                n == 0 ? 0 : (double)tokens.TakeLast(Math.Max(1, n / 100)).Sum() / tokens.Sum(),
                Sum(all), naive is { } usd ? decimal.Parse(usd.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture) : null, false, small));
        }

        // One row per participant (or team of three) that counts under the query's team, with or without calls.
        private static List<Row> Rows(SmallCompany company, BoardQuery query)
        {
            var window = query.Window;
            var people = Enumerable.Range(0, company.People.Count).Where(p => company.People[p].Participates).ToList();
            bool Counts(int person, DateOnly day) => query.Team is null || company.IsBelow(TeamOn(company, person, day), query.Team, day);
            bool Matters(TestCall c) => window.Contains(c.Day) && query.Filter.Matches(c.Dimension) && people.Contains(c.Identity) && Counts(c.Identity, c.Day);
            if (query.Subject is BoardSubject.Person)
            {
                return [.. people
                    .Where(p => Days(window).Any(day => Counts(p, day)))
                    .Select(p => new Row(
                        company.People[p].Id, company.People[p].ShownAs,
                        TeamOn(company, p, window.End.AddDays(-1)) is var t and >= 0 ? company.Teams[t].Name : null,
                        company.People[p].Participation is Participation.Private, [.. company.Calls.Where(c => c.Identity == p && Matters(c))], 1, window))];
            }

            return [.. company.Teams
                .Where(t => Members(company, query, t) >= 3)
                .Select(t =>
                {
                    var calls = company.Calls.Where(c => Matters(c) && TeamOn(company, c.Identity, c.Day) is var on and >= 0 && company.Teams[on] == t).ToList();
                    return new Row(t.Id, t.Name, null, false, calls, calls.Where(c => c.Sums.Tokens.TotalTokens > 0).Select(c => c.Identity).Distinct().Count(), window);
                })];
        }

        private static int Members(SmallCompany company, BoardQuery query, RosterTeam team) =>
            Enumerable.Range(0, company.People.Count).Count(p => company.People[p].Participates
                && Days(query.Window).Any(day => TeamOn(company, p, day) is var on and >= 0 && company.Teams[on] == team && (query.Team is null || company.IsBelow(on, query.Team, day))));

        private static IEnumerable<DateOnly> Days(DayRange window) => Enumerable.Range(0, window.Days).Select(window.Start.AddDays);

        // The last team somebody joined and has not left.
        private static int TeamOn(SmallCompany company, int person, DateOnly day)
        {
            var joined = company.Memberships.Where(m => m.Person == person && m.From < m.Until && m.From <= day).OrderBy(m => m.From).ToList();
            return joined.Count == 0 || joined[^1].Until <= day ? -1 : joined[^1].Team;
        }

        private static UsageSums Sum(IEnumerable<TestCall> calls) => calls.Aggregate(default(UsageSums), (sum, call) => sum + call.Sums);

        private sealed record Row(string Id, string Name, string? Team, bool Hidden, List<TestCall> Calls, int Members, DayRange Window)
        {
            public double? Score(BoardQuery query)
            {
                var sums = Sum(Calls);
                switch (query.Board)
                {
                    case BoardNames.Tokens:
                        var tokens = sums.Tokens.TotalTokens - (query.LeaveOutReasoning ? sums.Tokens.ReasoningTokens : 0)
                            - (query.LeaveOutCacheReads ? sums.Tokens.CacheReadTokens : 0);
                        return tokens > 0 ? tokens : null;
                    case BoardNames.Cost:
                        return sums.ListCostNanoUsd > 0 ? (double)(sums.ListCostNanoUsd / 1_000_000_000m) : null;
                    case BoardNames.Cache:
                        return sums.Requests < 500 ? null
                            : (double)(Math.Truncate(sums.CacheSavedNanoUsd * 1_000_000m / sums.Tokens.ContextTokens) / 1_000_000_000m);
                    default:
                        var shares = Calls.GroupBy(c => c.Model).Select(g => (double)g.Sum(c => c.Sums.Requests) / sums.Requests).Where(p => p > 0);
                        return sums.Requests < 50 ? null : Math.Round(Math.Exp(-shares.Sum(p => p * Math.Log(p))) * 1e6) / 1e6;
                }
            }

            public Standing Standing(int rank, int? change, BoardQuery query)
            {
                var sums = Sum(Calls);
                var total = sums.Tokens.TotalTokens;
                return new(
                    rank, change, Id, Name, Team, Score(query)!.Value, sums, Tier.None, [],
                    total == 0 ? 0 : (double)Calls.Where(c => c.Evidence is not Evidence.SelfReported).Sum(c => c.Sums.Tokens.TotalTokens) / total,
                    [.. Days(Window).Select(day => Calls.Where(c => c.Day == day).Sum(c => c.Sums.Tokens.TotalTokens))],
                    [.. Calls.GroupBy(c => c.Model)
                        .Select(g => (
                            Model: g.Key,
                            Provider: g.GroupBy(c => c.Provider).OrderByDescending(p => p.Sum(c => c.Sums.Tokens.TotalTokens)).ThenBy(p => p.Key, StringComparer.Ordinal).First().Key,
                            Tokens: g.Sum(c => c.Sums.Tokens.TotalTokens)))
                        .OrderByDescending(m => m.Tokens).ThenBy(m => m.Model, StringComparer.Ordinal).Take(5)
                        .Select(m => new ModelShare(m.Model, m.Provider, (double)m.Tokens / total))],
                    Members, [])
                {
                    KnownShare = total == 0 ? 0 : (double)Calls.Where(c => c.Who is Who.Known).Sum(c => c.Sums.Tokens.TotalTokens) / total,
                };
            }
        }
    }
}
