using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.TestShared;

/// <summary>The plainest board data there can be: every question walks over all facts of its days.</summary>
internal sealed class FactsBoardData(SmallCompany company, Roster roster, long version) : IBoardData
{
    private readonly List<BoardModel> _models =
        [.. company.Calls.Select(c => new BoardModel(c.Provider, c.Model)).Distinct()];

    private readonly ILookup<DateOnly, (int? Person, TestCall Call)> _calls = company.Calls.ToLookup(c => c.Day, c => (PersonOf(roster, c.Identity, c.Day), c));
    private readonly ILookup<DateOnly, (int? Person, TestAct Act)> _acts = company.Acts.ToLookup(a => a.Day, a => (PersonOf(roster, a.Identity, a.Day), a));

    public long Version => version;

    public Roster Roster => roster;

    public IReadOnlyList<BoardModel> Models => _models;

    public void Dispose()
    {
    }

    public void Sum(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
    {
        foreach (var (row, call) in Counted(days, filter, scope))
        {
            byRow[row] += Measure(measure, call);
        }
    }

    public void SumWeighted(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<WeightedUsage> byRow)
    {
        foreach (var (row, call) in Counted(days, filter, scope))
        {
            byRow[row].Add(call.Sums, weights);
        }
    }

    public DateOnly ActivityFrom => company.ActivityFrom;

    public void SumActivity<TSums>(DayRange days, string? agent, BoardScope scope, Span<TSums> byRow)
        where TSums : struct, IActivitySums
    {
        foreach (var (person, act) in In(_acts, days))
        {
            if (person is { } ordinal && act.Day >= ActivityFrom && (agent is null or "claude-code") && scope.RowOf(ordinal, act.Day) is >= 0 and var row)
            {
                byRow[row].Add(new ActivitySums
                {
                    Prompts = act.Kind is TestActKind.Prompt ? 1 : 0,
                    HumanSignals = act.Kind is TestActKind.Commit or TestActKind.TestChange ? 0 : 1,
                    EditsAccepted = act.Kind is TestActKind.Edit ? 1 : 0,
                    Commits = act.Kind is TestActKind.Commit ? 1 : 0,
                    TestChanges = act.Kind is TestActKind.TestChange ? 1 : 0,
                });
            }
        }
    }

    public void SumByModel(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, ModelSumsOfRow found)
    {
        foreach (var row in Counted(days, filter, scope).GroupBy(static c => c.Row, static c => c.Call))
        {
            ModelSum[] sums = [.. row
                .GroupBy(call => _models.IndexOf(new(call.Provider, call.Model)))
                .Select(model => new ModelSum(model.Key, model.Sum(call => Measure(measure, call))))
                .Where(static sum => sum.Value > 0)];
            if (sums.Length > 0)
            {
                found(row.Key, sums);
            }
        }
    }

    public IReadOnlyList<DayTotal> Totals(DayRange days, UsageFilter filter, BoardScope scope) =>
        [.. Counted(days, filter, scope)
            .GroupBy(c => c.Call.Dimension)
            .Select(g => new DayTotal(days.Start, g.Key, SumOf(g.Select(c => c.Call))))];

    public IReadOnlyList<DayTotal> TotalsByDay(DayRange days, UsageFilter filter, BoardScope scope) =>
        [.. Counted(days, filter, scope)
            .GroupBy(c => (c.Call.Day, c.Call.Dimension))
            .Select(g => new DayTotal(g.Key.Day, g.Key.Dimension, SumOf(g.Select(c => c.Call))))];

    public IReadOnlyList<RowDetails> Details(DayRange days, UsageFilter filter, BoardScope scope, ReadOnlySpan<int> rows)
    {
        var byRow = Counted(days, filter, scope).ToLookup(c => c.Row, c => c.Call);
        return [.. rows.ToArray().Select(row => new RowDetails(
            SumOf(byRow[row]),
            byRow[row].Sum(c => Measure(BoardMeasure.MeteredTokens, c)),
            byRow[row].Where(c => c.Who is Who.Known).Sum(c => c.Sums.Tokens.TotalTokens),
            [.. Enumerable.Range(0, days.Days).Select(i => byRow[row].Where(c => c.Day == days.Start.AddDays(i)).Sum(c => c.Sums.Tokens.TotalTokens))],
            [.. byRow[row].GroupBy(c => _models.IndexOf(new(c.Provider, c.Model)))
                .Select(g => new ModelTokens(g.Key, g.Sum(c => c.Sums.Tokens.TotalTokens), g.Sum(c => c.Sums.Requests)))]))];
    }

    public void ActiveDays(DayRange days, ActiveDayRule rule, Span<ulong> bySignals, Span<ulong> byCalls)
    {
        for (var day = days.Start > ActivityFrom ? days.Start : ActivityFrom; day < days.End; day = day.AddDays(1))
        {
            var bit = 1UL << (day.DayNumber - days.Start.DayNumber);
            var signals = _acts[day].Where(a => a.Person is not null && a.Act.Kind is not (TestActKind.Commit or TestActKind.TestChange)).ToLookup(a => a.Person!.Value, a => a.Act);

            // An edit is decided and accepted.
            foreach (var acts in signals.Where(s =>
                rule.IsMetBySignals(s.Count(), s.Sum(static act => act.Kind switch { TestActKind.Edit => 2, TestActKind.Decision => 1, _ => 0 }), SpanOf(s), SpanOf(s.Where(static act => act.Kind is TestActKind.Edit or TestActKind.Decision)))))
            {
                bySignals[acts.Key] |= bit;
            }

            var all = _calls[day].Where(c => c.Person is not null).ToLookup(c => c.Person!.Value, c => c.Call);
            var calls = _calls[day].Where(c => c.Person is not null && company.SilentAgents.Contains(c.Call.Agent)).ToLookup(c => c.Person!.Value, c => c.Call);
            foreach (var of in calls.Where(c => rule.IsMetByCalls(
                c.Sum(call => call.Sums.Requests), (c.Max(call => call.Minute) - c.Min(call => call.Minute)) * 60_000L, all[c.Key].Sum(call => call.Sums.Requests))))
            {
                byCalls[of.Key] |= bit & ~bySignals[of.Key];
            }
        }
    }

    public void HumanPrompts(DayRange days, Span<long> byPerson)
    {
        foreach (var (person, act) in In(_acts, days))
        {
            if (person is { } ordinal && act.Kind is TestActKind.Prompt)
            {
                byPerson[ordinal]++;
            }
        }
    }

    public void SupervisedSeconds(DayRange days, Span<long> byPerson)
    {
        foreach (var (person, seconds) in company.SupervisedSeconds)
        {
            byPerson[person] = seconds;
        }
    }

    public bool MedianContextTokens(DayRange days, Span<long> byPerson)
    {
        if (!company.KnowsContextSizes)
        {
            return false;
        }

        foreach (var calls in In(_calls, days).Where(c => c.Person is not null).GroupBy(c => c.Person!.Value, c => c.Call.Sums))
        {
            var contexts = calls.Select(c => c.Tokens.ContextTokens / Math.Max(1, c.Requests)).Order().ToList();
            byPerson[calls.Key] = contexts[contexts.Count / 2];
        }

        return true;
    }

    public IReadOnlyList<ActivityDay> Activity(int person, DayRange days) =>
        [.. In(_acts, days).Where(a => a.Person == person).Select(a => a.Act).GroupBy(a => a.Day)
            .Select(g => new ActivityDay(
                g.Key, g.Count(a => a.Kind is TestActKind.Prompt), g.Count(a => a.Kind is TestActKind.Prompt), g.Max(a => a.Minute) - g.Min(a => a.Minute),
                g.Max(a => a.Minute) - g.Min(a => a.Minute),
                g.Count(a => a.Kind is TestActKind.Edit), 0, 0, 0, 0, 0, g.Count(a => a.Kind is TestActKind.Commit), 0, 0, 0, 0))];

    private static long SpanOf(IEnumerable<TestAct> acts)
    {
        var minutes = acts.Select(static act => act.Minute).ToList();
        return minutes.Count == 0 ? 0 : (minutes.Max() - minutes.Min()) * 60_000L;
    }

    private IEnumerable<(int Row, TestCall Call)> Counted(DayRange days, UsageFilter filter, BoardScope scope) =>
        from call in In(_calls, days)
        where call.Person is not null && filter.Matches(call.Call.Dimension)
        let row = scope.RowOf(call.Person!.Value, call.Call.Day)
        where row >= 0
        select (row, call.Call);

    private static IEnumerable<T> In<T>(ILookup<DateOnly, T> facts, DayRange days) =>
        Enumerable.Range(0, days.Days).SelectMany(i => facts[days.Start.AddDays(i)]);

    private static int? PersonOf(Roster roster, int identity, DateOnly day)
    {
        foreach (var link in roster.Links)
        {
            if (link.Identity == identity && day >= link.From && day < link.Until)
            {
                return link.Person;
            }
        }

        return null;
    }

    private static UsageSums SumOf(IEnumerable<TestCall> calls) => calls.Aggregate(default(UsageSums), (sum, call) => sum + call.Sums);

    private static long Measure(BoardMeasure measure, TestCall call) => measure switch
    {
        BoardMeasure.TotalTokens => call.Sums.Tokens.TotalTokens,
        BoardMeasure.ContextTokens => call.Sums.Tokens.ContextTokens,
        BoardMeasure.CacheReadTokens => call.Sums.Tokens.CacheReadTokens,
        BoardMeasure.CacheWriteTokens => call.Sums.Tokens.CacheWriteTokens,
        BoardMeasure.UncachedInputTokens => call.Sums.Tokens.UncachedInputTokens,
        BoardMeasure.OutputTokens => call.Sums.Tokens.OutputTokens,
        BoardMeasure.ReasoningTokens => call.Sums.Tokens.ReasoningTokens,
        BoardMeasure.UnpricedTokens => call.Sums.UnpricedTokens,
        BoardMeasure.MeteredTokens => call.Evidence is Evidence.SelfReported ? 0 : call.Sums.Tokens.TotalTokens,
        BoardMeasure.Requests => call.Sums.Requests,
        BoardMeasure.ListCostNanoUsd => call.Sums.ListCostNanoUsd,
        BoardMeasure.CacheSavedNanoUsd => call.Sums.CacheSavedNanoUsd,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };
}
