using System.Diagnostics;
using System.Globalization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;

namespace Claudeonomics.Benchmarks.Query;

/// <summary>Whole boards under any filter, over 30 days and over 13 months, built from the cube each time.</summary>
internal sealed class QueryScenario : IScenario
{
    private const int WarmUp = 1_000;

    private static readonly DateOnly Today = new(2026, 11, 21);

    public string Name => "query";

    public string Summary => "[--people 85000] [--queries 400] filtered boards over 30 days and 13 months";

    public Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var people = options.Number("people", 85_000);
        var queries = options.Number("queries", 400);
        var company = new QueryCompany(people, Today);
        var month = DayRange.LastDays(Today, 30);
        var year = new DayRange(Today.AddMonths(-13).AddDays(1), Today.AddDays(1));
        var pass = Median(20, () => company.OnePass(month));
        var scopes = new RosterScopes(company.Roster);
        var prices = new PriceBookReference(PriceBook.Embedded);
        var awards = Awards.Of(company.Cube, scopes, RuleBook.Default, Today);
        var awarding = Median(5, () => Awards.Of(company.Cube, scopes, RuleBook.Default, Today));
        var recent = Measure(company, scopes, prices, awards, month, queries);
        var longest = Measure(company, scopes, prices, awards, year, Math.Max(20, queries / 8));
        return Task.FromResult(new ScenarioResult(Name,
        [
            Figure.Cost("p99Over30Days", recent.P99, "ms", 25, "25 ms"),
            Figure.Cost("p50Over30Days", recent.P50, "ms", pass, $"one pass over {company.RowsOf(month):N0} rows"),
            Figure.Cost("p99Over13Months", longest.P99, "ms", 250, "250 ms"),
            Figure.Cost("p50Over13Months", longest.P50, "ms", 250, "250 ms"),
            Figure.Cost("awards", awarding, "ms", 1000, "1 s: everybody's tiers and titles, once a minute at most"),
        ]));
    }

    private static (double P50, double P99) Measure(
        QueryCompany company, RosterScopes scopes, IPriceReference prices, Awards awards, DayRange window, int queries)
    {
        var random = new Random(1);
        var times = new List<double>();
        var kinds = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var i = 0; i < queries + WarmUp; i++)
        {
            var query = company.RandomQuery(random, window);
            var watch = Stopwatch.GetTimestamp();
            using (var data = company.Cube.Open(company.Roster))
            {
                BoardBuilder.Build(data, query, scopes, GameRules.Default, awards, prices);
            }

            // A method is compiled for good once it was called thirty times: for boards that are asked for seldom that takes hundreds of queries.
            if (i >= WarmUp)
            {
                var taken = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                times.Add(taken);
                var kind = KindOf(query);
                if (!kinds.TryGetValue(kind, out var ofKind))
                {
                    kinds.Add(kind, ofKind = []);
                }

                ofKind.Add(taken);
            }
        }

        Report(kinds);
        times.Sort();
        return (times[times.Count / 2], times[(int)Math.Ceiling(times.Count * 0.99) - 1]);
    }

    // So that a slow percentile says which boards are in it.
    private static void Report(Dictionary<string, List<double>> kinds)
    {
        foreach (var (kind, times) in kinds.OrderByDescending(static kind => kind.Value.Max()))
        {
            times.Sort();
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{kind,-40} {times.Count,5} queries, median {times[times.Count / 2],7:N1} ms, longest {times[^1],7:N1} ms"));
        }
    }

    private static string KindOf(BoardQuery query) =>
        $"{query.Board} of {(query.Subject is BoardSubject.Team ? "teams" : "people")}"
        + (query.Team is null ? "" : " under a team")
        + (query.Filter == UsageFilter.All ? "" : ", filtered");

    private static double Median(int times, Action action)
    {
        var taken = new double[times];
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            action();
            taken[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        Array.Sort(taken);
        return taken[times / 2];
    }
}
