using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Cube;

/// <summary>The cube as plain as can be: dictionaries of rows, and every question walks over all of them. Judges the real one.</summary>
internal sealed class PlainCube : IDayArchive
{
    private readonly Dictionary<(DateOnly Day, int Identity, UsageDimension Dimension), UsageCells> _usage = [];
    private readonly Dictionary<(DateOnly Day, int Identity, string Agent), ActivityCells> _activity = [];
    private readonly Dictionary<(DateOnly Day, int Identity, ulong Conversation, long StartMs), long> _supervised = [];
    private readonly HashSet<string> _agentsWithSignals = [];

    // Days that have left memory do not change any more.
    private readonly Dictionary<DateOnly, ArchivedDay?> _archived = [];

    /// <summary>What was used and not all taken back.</summary>
    public IEnumerable<(DateOnly Day, int Identity, UsageDimension Dimension, UsageCells Cells)> Usage =>
        _usage.Select(static row => (row.Key.Day, row.Key.Identity, row.Key.Dimension, row.Value));

    /// <summary>First day whose acts are still known.</summary>
    public DateOnly HotFrom { get; set; } = DateOnly.MinValue;

    public void Add(DateOnly day, int identity, UsageDimension dimension, in UsageCells cells)
    {
        var sum = _usage.GetValueOrDefault((day, identity, dimension));
        sum.Add(cells);
        _usage[(day, identity, dimension)] = sum;
    }

    public void Add(DateOnly day, int identity, string agent, in ActivityCells cells)
    {
        var sum = _activity.GetValueOrDefault((day, identity, agent));
        sum.Add(cells);
        _activity[(day, identity, agent)] = sum;
    }

    public void AddSupervised(DateOnly day, int identity, ulong conversation, long startMs, int ms) =>
        _supervised[(day, identity, conversation, startMs)] = _supervised.GetValueOrDefault((day, identity, conversation, startMs)) + ms;

    public void SawSignal(string agent) => _agentsWithSignals.Add(agent);

    /// <summary>What the store would give for a day that has left memory, with the numbers of the real cube.</summary>
    public Func<UsageDimension, ushort> NumberOf { get; set; } = static _ => 0;

    public ArchivedDay? Load(DateOnly day)
    {
        if (!_archived.TryGetValue(day, out var archived))
        {
            var rows = Usage.Where(row => row.Day == day).OrderBy(static row => row.Identity).ThenBy(row => NumberOf(row.Dimension)).ToList();
            archived = rows.Count == 0 ? null : new ArchivedDay();
            rows.ForEach(row => archived!.Add(row.Identity, NumberOf(row.Dimension), row.Cells));
            archived?.Settle();
            _archived.Add(day, archived);
        }

        return archived;
    }

    public long[] Sum(Roster roster, BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope)
    {
        var byRow = new long[scope.Rows];
        foreach (var (row, _, dimension, cells) in Counted(roster, days, filter, scope))
        {
            byRow[row] += Measure(measure, dimension, cells);
        }

        return byRow;
    }

    public WeightedUsage[] SumWeighted(Roster roster, TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope)
    {
        var byRow = new WeightedUsage[scope.Rows];
        foreach (var (row, _, _, cells) in Counted(roster, days, filter, scope))
        {
            byRow[row].Add(cells.ToSums(), weights);
        }

        return byRow;
    }

    public ActivitySums[] SumActivity(Roster roster, DayRange days, string? agent, BoardScope scope)
    {
        var byRow = new ActivitySums[scope.Rows];
        foreach (var act in Acts(roster, days))
        {
            if (act.Day >= HotFrom && (agent is null || act.Agent == agent) && scope.RowOf(act.Person, act.Day) is >= 0 and var row)
            {
                byRow[row].Add(ActivitySums.Of(act.Cells));
            }
        }

        return byRow;
    }

    public IEnumerable<(int Row, BoardModel Model, long Value)> SumByModel(
        Roster roster, BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope) =>
        Counted(roster, days, filter, scope)
            .GroupBy(static row => (row.Row, new BoardModel(row.Dimension.Provider, row.Dimension.Model)))
            .Select(model => (model.Key.Row, model.Key.Item2, model.Sum(row => Measure(measure, row.Dimension, row.Cells))))
            .Where(static model => model.Item3 > 0);

    public IEnumerable<DayTotal> Totals(Roster roster, DayRange days, UsageFilter filter, BoardScope scope) =>
        Counted(roster, days, filter, scope)
            .GroupBy(static row => (row.Day, row.Dimension))
            .Select(static total => new DayTotal(total.Key.Day, total.Key.Dimension, SumOf(total.Select(static row => row.Cells))))
            .Where(static total => total.Sums != default);

    public RowDetails Details(Roster roster, DayRange days, UsageFilter filter, BoardScope scope, int row, IReadOnlyList<BoardModel> models)
    {
        var rows = Counted(roster, days, filter, scope).Where(counted => counted.Row == row).ToList();
        return new(
            SumOf(rows.Select(static counted => counted.Cells)),
            rows.Sum(static counted => Measure(BoardMeasure.MeteredTokens, counted.Dimension, counted.Cells)),
            rows.Where(static counted => counted.Dimension.Trust.Who is Who.Known).Sum(static counted => Measure(BoardMeasure.TotalTokens, counted.Dimension, counted.Cells)),
            [.. Enumerable.Range(0, days.Days).Select(i => rows.Where(counted => counted.Day == days.Start.AddDays(i)).Sum(static counted => counted.Cells.TotalTokens))],
            [.. rows.GroupBy(counted => models.ToList().IndexOf(new(counted.Dimension.Provider, counted.Dimension.Model)))
                .OrderBy(static model => model.Key)
                .Select(static model => new ModelTokens(
                    model.Key, model.Sum(static counted => counted.Cells.TotalTokens), model.Sum(static counted => counted.Cells[UsageCell.Requests])))
                .Where(static model => model.Tokens > 0 || model.Requests > 0)]);
    }

    public (ulong[] BySignals, ulong[] ByCalls) ActiveDays(Roster roster, DayRange days, ActiveDayRule rule)
    {
        var (bySignals, byCalls) = (new ulong[roster.People.Count], new ulong[roster.People.Count]);
        foreach (var (key, rows) in Acts(roster, days).GroupBy(static act => (act.Person, act.Day)).Select(static group => (group.Key, group.ToList())))
        {
            var bit = 1UL << (key.Day.DayNumber - days.Start.DayNumber);
            var telling = SumOf(rows.Where(row => _agentsWithSignals.Contains(row.Agent)).Select(static row => row.Cells));
            var silent = SumOf(rows.Where(row => !_agentsWithSignals.Contains(row.Agent)).Select(static row => row.Cells));
            var acts = telling[ActivityCell.HumanSignals] - telling[ActivityCell.Prompts] + telling[ActivityCell.EditsAccepted];
            if (rule.IsMetBySignals(telling[ActivityCell.HumanSignals], acts, telling.HumanSpanMs, telling.ActSpanMs))
            {
                bySignals[key.Person] |= bit;
            }
            else if (rule.IsMetByCalls(
                silent[ActivityCell.ReportedCalls], silent.LastCallMs - silent.FirstCallMs, rows.Sum(static row => row.Cells[ActivityCell.ReportedCalls])))
            {
                byCalls[key.Person] |= bit;
            }
        }

        return (bySignals, byCalls);
    }

    public long[] HumanPrompts(Roster roster, DayRange days)
    {
        var byPerson = new long[roster.People.Count];
        foreach (var act in Acts(roster, days))
        {
            byPerson[act.Person] += act.Cells[ActivityCell.Prompts];
        }

        return byPerson;
    }

    public long[] SupervisedSeconds(Roster roster, DayRange days)
    {
        var byPerson = new long[roster.People.Count];
        var threads = Supervised(roster).Where(day => day.Day >= HotFrom && days.Contains(day.Day)).GroupBy(static day => (day.Person, day.Conversation));
        foreach (var thread in threads)
        {
            byPerson[thread.Key.Person] = Math.Max(byPerson[thread.Key.Person], thread.Sum(static day => day.Seconds));
        }

        return byPerson;
    }

    // What counts of each conversation of each identity on a day, minute by minute.
    private IEnumerable<(int Person, DateOnly Day, ulong Conversation, long Seconds)> Supervised(Roster roster) =>
        from row in _supervised
        let person = PersonOf(roster, row.Key.Identity, row.Key.Day)
        where person >= 0
        group row by (person, row.Key.Day, row.Key.Identity, row.Key.Conversation) into thread
        let quiet = roster.People[thread.Key.person].Quiet
        select (thread.Key.person, thread.Key.Day, thread.Key.Conversation,
            Math.Min(60 * thread.Sum(row => Minutes(row.Key.StartMs, row.Value).LongCount(minute => !IsQuiet(minute, quiet))), 4 * 3_600));

    private static IEnumerable<DateTimeOffset> Minutes(long startMs, long ms) =>
        Enumerable.Range(0, (int)(ms / 60_000)).Select(minute => DateTimeOffset.FromUnixTimeMilliseconds(startMs).AddMinutes(minute));

    private static bool IsQuiet(DateTimeOffset minute, QuietHours? quiet)
    {
        if (quiet is null)
        {
            return false;
        }

        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(minute, quiet.Zone).DateTime);
        return quiet.From < quiet.Until ? time >= quiet.From && time < quiet.Until : time >= quiet.From || time < quiet.Until;
    }

    /// <returns><see langword="null"/> when acts of some of the days are not known any more.</returns>
    public long[]? MedianContextTokens(Roster roster, DayRange days)
    {
        if (days.Start < HotFrom)
        {
            return null;
        }

        var byPerson = new long[roster.People.Count];
        foreach (var person in Acts(roster, days).GroupBy(static act => act.Person))
        {
            // The lower median of the buckets, one entry a call.
            var contexts = person.SelectMany(static act => act.Cells.Contexts.ToArray().Index())
                .SelectMany(static bucket => Enumerable.Repeat(bucket.Index, bucket.Item)).Order().ToList();
            byPerson[person.Key] = contexts.Count == 0 ? 0 : ActivityCells.ContextOf(contexts[(contexts.Count - 1) / 2]);
        }

        return byPerson;
    }

    public IReadOnlyList<ActivityDay> Activity(Roster roster, int person, DayRange days) =>
    [
        .. Acts(roster, days).Where(act => act.Person == person).GroupBy(static act => act.Day).OrderBy(static day => day.Key).Select(day =>
        {
            var sums = SumOf(day.Select(static act => act.Cells));
            return new ActivityDay(
                day.Key, sums[ActivityCell.Prompts], sums[ActivityCell.HumanSignals], (int)(sums.HumanSpanMs / 60_000), (int)(sums.ActSpanMs / 60_000),
                sums[ActivityCell.EditsAccepted], sums[ActivityCell.EditsRejected], sums[ActivityCell.ToolsAccepted], sums[ActivityCell.ToolsRejected],
                sums[ActivityCell.LinesAdded], sums[ActivityCell.LinesRemoved], sums[ActivityCell.Commits], sums[ActivityCell.PullRequests],
                sums[ActivityCell.UserActiveMs] / 1000, sums[ActivityCell.AgentActiveMs] / 1000,
                Supervised(roster).Where(thread => thread.Day == day.Key && thread.Person == person).Select(static thread => thread.Seconds).DefaultIfEmpty().Max());
        }),
    ];

    private static int PersonOf(Roster roster, int identity, DateOnly day)
    {
        foreach (var link in roster.Links)
        {
            if (link.Identity == identity && day >= link.From && day < link.Until)
            {
                return link.Person;
            }
        }

        return -1;
    }

    private IEnumerable<(int Row, DateOnly Day, UsageDimension Dimension, UsageCells Cells)> Counted(
        Roster roster, DayRange days, UsageFilter filter, BoardScope scope)
    {
        foreach (var (day, identity, dimension, cells) in Usage)
        {
            var person = days.Contains(day) && filter.Matches(dimension) ? PersonOf(roster, identity, day) : -1;
            var row = person < 0 ? -1 : scope.RowOf(person, day);
            if (row >= 0)
            {
                yield return (row, day, dimension, cells);
            }
        }
    }

    private IEnumerable<(int Person, DateOnly Day, string Agent, ActivityCells Cells)> Acts(Roster roster, DayRange days)
    {
        foreach (var (key, cells) in _activity)
        {
            var person = key.Day >= HotFrom && days.Contains(key.Day) ? PersonOf(roster, key.Identity, key.Day) : -1;
            if (person >= 0)
            {
                yield return (person, key.Day, key.Agent, cells);
            }
        }
    }

    private static UsageSums SumOf(IEnumerable<UsageCells> rows)
    {
        var sum = default(UsageCells);
        foreach (var row in rows)
        {
            sum.Add(row);
        }

        return sum.ToSums();
    }

    private static ActivityCells SumOf(IEnumerable<ActivityCells> rows)
    {
        var sum = default(ActivityCells);
        foreach (var row in rows)
        {
            sum.Add(row);
        }

        return sum;
    }

    private static long Measure(BoardMeasure measure, UsageDimension dimension, in UsageCells cells)
    {
        var sums = cells.ToSums();
        return measure switch
        {
            BoardMeasure.TotalTokens => sums.Tokens.TotalTokens,
            BoardMeasure.ContextTokens => sums.Tokens.TotalTokens - sums.Tokens.OutputTokens,
            BoardMeasure.CacheReadTokens => sums.Tokens.CacheReadTokens,
            BoardMeasure.CacheWriteTokens => sums.Tokens.CacheWriteTokens,
            BoardMeasure.UncachedInputTokens => sums.Tokens.UncachedInputTokens,
            BoardMeasure.OutputTokens => sums.Tokens.OutputTokens,
            BoardMeasure.ReasoningTokens => sums.Tokens.ReasoningTokens,
            BoardMeasure.UnpricedTokens => sums.UnpricedTokens,
            BoardMeasure.MeteredTokens => dimension.Trust.Evidence is Evidence.SelfReported ? 0 : sums.Tokens.TotalTokens,
            BoardMeasure.Requests => sums.Requests,
            BoardMeasure.ListCostNanoUsd => sums.ListCostNanoUsd,
            BoardMeasure.CacheSavedNanoUsd => sums.CacheSavedNanoUsd,
            _ => throw new ArgumentOutOfRangeException(nameof(measure)),
        };
    }
}
