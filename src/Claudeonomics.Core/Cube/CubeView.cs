using System.Runtime.InteropServices;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>The cube as one reader sees it while it holds the lock.</summary>
internal sealed class CubeView(UsageCube cube, Roster roster, Action release) : IBoardData
{
    // Every bit, so that a sum is kept by an "and".
    private const long All = -1;

    private readonly ModelIndex _models = ModelIndex.Of(cube.Dimensions);
    private Action? _release = release;

    public long Version { get; } = cube.Version;

    public Roster Roster { get; } = roster;

    public IReadOnlyList<BoardModel> Models => _models.Models;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();

    public void Sum(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
    {
        var wanted = Wanted(filter, measure is BoardMeasure.MeteredTokens);
        foreach (var (partition, rows) in Attributed(cube.Merged(days), scope))
        {
            foreach (var (column, sign) in MeasureColumns.Of(partition, measure))
            {
                Scan.Add(partition, column.Span, rows, wanted, sign, byRow);
            }
        }

        foreach (ref var sum in byRow)
        {
            sum = measure is BoardMeasure.ListCostNanoUsd or BoardMeasure.CacheSavedNanoUsd ? Capped.NanoUsd(sum) : Capped.Tokens(sum);
        }
    }

    public void SumWeighted(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<WeightedUsage> byRow)
    {
        var wanted = Wanted(filter, meteredOnly: false);
        foreach (var (partition, rows) in Attributed(cube.Merged(days), scope))
        {
            new WeightedScan(partition, weights, wanted).Add(rows, byRow);
        }

        foreach (ref var sums in byRow)
        {
            sums.Cap();
        }
    }

    public void SumByModel(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, ModelSumsOfRow found)
    {
        var scan = new ModelScan(_models, Wanted(filter, measure is BoardMeasure.MeteredTokens));
        foreach (var (partition, rows) in Attributed(cube.Merged(days), scope))
        {
            foreach (var (column, sign) in MeasureColumns.Of(partition, measure))
            {
                scan.Add(partition, column, rows, sign);
            }
        }

        scan.Run(scope.Rows, found);
    }

    public IReadOnlyList<DayTotal> TotalsByDay(DayRange days, UsageFilter filter, BoardScope scope) =>
        Totals(cube.Parts(days), filter, scope);

    public IReadOnlyList<DayTotal> Totals(DayRange days, UsageFilter filter, BoardScope scope) =>
        Totals(cube.Merged(days), filter, scope);

    public IReadOnlyList<RowDetails> Details(DayRange days, UsageFilter filter, BoardScope scope, ReadOnlySpan<int> rows)
    {
        var map = ScopeMap.Of(Roster, scope);
        var wanted = Wanted(filter, meteredOnly: false) ?? Everything();
        using var builder = new RowDetailsBuilder(rows, scope.Rows, days, wanted, cube.Dimensions, _models);

        // Rows of many identities, such as teams, are read from sums by row: few people's own rows are found at once.
        if (scope.Rows <= scope.Spans.Length / 4)
        {
            foreach (var slice in cube.Merged(days))
            {
                builder.AddSums(map.SumsOf(cube, slice, byRow: true));
            }

            foreach (var part in cube.Parts(days))
            {
                builder.AddDay(part.Days, map.TokensOf(cube, part));
            }

            return builder.Build();
        }

        // Few rows, far apart, in each of thirty days: most of the time is spent waiting for memory, and two can wait at once.
        var parts = cube.Parts(days);
        Parallel.For(0, parts.Count + 1, part =>
        {
            if (part == parts.Count)
            {
                foreach (var (partition, identities) in Attributed(cube.Merged(days), scope))
                {
                    builder.AddSums(partition, identities);
                }

                return;
            }

            foreach (var (partition, identities) in map.Attribute(cube, parts[part]))
            {
                builder.AddDay(parts[part].Days, partition, identities);
            }
        });
        return builder.Build();
    }

    public void ActiveDays(DayRange days, ActiveDayRule rule, Span<ulong> bySignals, Span<ulong> byCalls)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days.Days, 64);
        var people = new ActivePeople(Roster.People.Count);
        foreach (var (day, activity, persons) in ActivityByDay(days))
        {
            people.Clear();
            for (var row = 0; row < activity.Count; row++)
            {
                var person = persons.RowOf(activity.Identities[row]);
                if (person >= 0)
                {
                    people.Add(person, activity.Cells[row], cube.Agents.HasSignals(activity.Agents[row]));
                }
            }

            people.Mark(rule, 1UL << (day.DayNumber - days.Start.DayNumber), bySignals, byCalls);
        }
    }

    public DateOnly ActivityFrom => cube.HotFrom;

    public void SumActivity<TSums>(DayRange days, string? agent, BoardScope scope, Span<TSums> byRow)
        where TSums : struct, IActivitySums
    {
        var from = days.Start > cube.HotFrom ? days.Start : cube.HotFrom;
        var newest = cube.NewestDay;
        var until = days.End < newest ? days.End : newest;
        var map = ScopeMap.Of(Roster, scope);
        var wanted = WantedAgents(agent);
        if (from < until)
        {
            var past = new DayRange(from, until);
            var window = cube.Activity.Get(past);
            var rows = map.For(past);
            for (var i = 0; i < window.Count; i++)
            {
                if (wanted[window.Agents[i]] && rows.RowOf(window.Identities[i]) is >= 0 and var row)
                {
                    byRow[row].Add(window.Sums[i]);
                }
            }

            if (map.MovedWithin(cube.Activity, past, window, rows)?.Sums is { } moved)
            {
                for (var i = 0; i < moved.Count; i++)
                {
                    if (wanted[moved.Agents[i]])
                    {
                        byRow[moved.Identities[i]].Add(moved.Sums[i]);
                    }
                }
            }
        }

        if (days.Contains(newest) && newest >= from)
        {
            var today = new DayRange(newest, newest.AddDays(1));
            var rows = map.For(today);
            foreach (var (_, activity) in cube.Activity.DaysOf(today))
            {
                for (var i = 0; i < activity.Count; i++)
                {
                    if (wanted[activity.Agents[i]] && rows.RowOf(activity.Identities[i]) is >= 0 and var row)
                    {
                        byRow[row].Add(activity.Cells[i]);
                    }
                }
            }
        }

        foreach (ref var sums in byRow)
        {
            sums.Cap();
        }
    }

    public void HumanPrompts(DayRange days, Span<long> byPerson)
    {
        foreach (var (_, activity, persons) in ActivityByDay(days))
        {
            for (var row = 0; row < activity.Count; row++)
            {
                var person = persons.RowOf(activity.Identities[row]);
                if (person >= 0)
                {
                    byPerson[person] = Capped.Acts(Capped.Add(byPerson[person], activity.Cells[row][ActivityCell.Prompts]));
                }
            }
        }
    }

    public void SupervisedSeconds(DayRange days, Span<long> byPerson)
    {
        var map = ScopeMap.Of(Roster, EverybodyScope.Of(Roster));
        var threads = new Dictionary<(int Person, ulong Conversation), long>();
        foreach (var (number, day) in Hot(days))
        {
            var persons = map.For(OneDay(number));
            foreach (var (key, newest) in day.Threads.Conversations)
            {
                var person = persons.RowOf(key.Identity);
                if (person >= 0 && day.Threads.SecondsOf(newest, Roster.People[person].Quiet) is > 0 and var seconds)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(threads, (person, key.Conversation), out _) += seconds;
                }
            }
        }

        foreach (var ((person, _), seconds) in threads)
        {
            byPerson[person] = Math.Max(byPerson[person], seconds);
        }
    }

    public bool MedianContextTokens(DayRange days, Span<long> byPerson)
    {
        if (days.Start < cube.HotFrom)
        {
            return false;
        }

        var histograms = new int[]?[Roster.People.Count];
        foreach (var (_, activity, persons) in ActivityByDay(days))
        {
            for (var row = 0; row < activity.Count; row++)
            {
                var person = persons.RowOf(activity.Identities[row]);
                if (person < 0)
                {
                    continue;
                }

                var histogram = histograms[person] ??= new int[ActivityCells.ContextBuckets];
                var cells = activity.Cells[row];
                var contexts = cells.Contexts;
                for (var i = 0; i < contexts.Length; i++)
                {
                    histogram[i] += contexts[i];
                }
            }
        }

        for (var person = 0; person < histograms.Length; person++)
        {
            byPerson[person] = histograms[person] is { } histogram ? MedianOf(histogram) : 0;
        }

        return true;
    }

    public IReadOnlyList<ActivityDay> Activity(int person, DayRange days) =>
        ActivityDays(ScopeMap.Of(Roster, EverybodyScope.Of(Roster)), days, row => row == person, Roster.People[person].Quiet);

    /// <summary>Sums of a one-row scope by company day, model or agent, of the days that are held one by one.</summary>
    internal void AddRows(DayRange days, UsageGrouping by, BoardScope scope, UsageRowBuilder into)
    {
        var map = ScopeMap.Of(Roster, scope);
        foreach (var (number, day) in Hot(days))
        {
            var date = DateOnly.FromDayNumber(number);
            map.For(OneDay(number)).ForEachRow(day.Usage, (row, _) => into.Add(date, by, day.Usage.Dimensions[row], day.Usage.CellsOf(row)));
        }
    }

    /// <param name="quiet">Of the one person whose days are asked for.</param>
    internal IReadOnlyList<ActivityDay> ActivityDays(ScopeMap map, DayRange days, Func<int, bool> includes, QuietHours? quiet)
    {
        var answer = new List<ActivityDay>();
        foreach (var (number, day) in Hot(days))
        {
            var rows = map.For(OneDay(number));
            var sums = default(ActivityCells);
            var any = false;
            for (var row = 0; row < day.Activity.Count; row++)
            {
                if (includes(rows.RowOf(day.Activity.Identities[row])))
                {
                    sums.Add(day.Activity.Cells[row]);
                    any = true;
                }
            }

            var supervised = 0L;
            if (any)
            {
                foreach (var (key, newest) in day.Threads.Conversations)
                {
                    supervised = includes(rows.RowOf(key.Identity)) ? Math.Max(supervised, day.Threads.SecondsOf(newest, quiet)) : supervised;
                }

                answer.Add(ToActivityDay(DateOnly.FromDayNumber(number), sums, supervised));
            }
        }

        return answer;
    }

    private static ActivityDay ToActivityDay(DateOnly day, in ActivityCells sums, long supervised) => new(
        day,
        Capped.Acts(sums[ActivityCell.Prompts]),
        Capped.Acts(sums[ActivityCell.HumanSignals]),
        (int)(sums.HumanSpanMs / 60_000),
        (int)(sums.ActSpanMs / 60_000),
        Capped.Acts(sums[ActivityCell.EditsAccepted]),
        Capped.Acts(sums[ActivityCell.EditsRejected]),
        Capped.Acts(sums[ActivityCell.ToolsAccepted]),
        Capped.Acts(sums[ActivityCell.ToolsRejected]),
        Capped.Acts(sums[ActivityCell.LinesAdded]),
        Capped.Acts(sums[ActivityCell.LinesRemoved]),
        Capped.Acts(sums[ActivityCell.Commits]),
        Capped.Acts(sums[ActivityCell.PullRequests]),
        sums[ActivityCell.UserActiveMs] / 1000,
        sums[ActivityCell.AgentActiveMs] / 1000,
        supervised,
        Capped.Acts(sums[ActivityCell.CodeChanges]),
        Capped.Acts(sums[ActivityCell.TestChanges]),
        Capped.Acts(sums[ActivityCell.DocumentationChanges]),
        Capped.Acts(sums[ActivityCell.ConfigurationChanges]));

    private static long MedianOf(int[] histogram)
    {
        var half = (histogram.Sum(static count => (long)count) + 1) / 2;
        for (var bucket = 0; bucket < histogram.Length; bucket++)
        {
            half -= histogram[bucket];
            if (half <= 0 && histogram[bucket] > 0)
            {
                return ActivityCells.ContextOf(bucket);
            }
        }

        return 0;
    }

    private List<DayTotal> Totals(List<Slice> slices, UsageFilter filter, BoardScope scope)
    {
        var totals = new List<DayTotal>();
        var map = ScopeMap.Of(Roster, scope);
        foreach (var slice in slices)
        {
            foreach (ref readonly var entry in map.SumsOf(cube, slice, byRow: false).Entries)
            {
                var described = cube.Dimensions[entry.Dimension];
                if (filter.Matches(described))
                {
                    totals.Add(new(slice.Days.Start, described, entry.Cells.ToSums()));
                }
            }
        }

        return totals;
    }

    private IEnumerable<(Partition Partition, RowMap Rows)> Attributed(List<Slice> slices, BoardScope scope)
    {
        var map = ScopeMap.Of(Roster, scope);
        return slices.SelectMany(slice => map.Attribute(cube, slice));
    }

    private IEnumerable<(DateOnly Day, ActivityTable Activity, RowMap Persons)> ActivityByDay(DayRange days)
    {
        var map = ScopeMap.Of(Roster, EverybodyScope.Of(Roster));
        foreach (var (number, day) in Hot(days))
        {
            yield return (DateOnly.FromDayNumber(number), day.Activity, map.For(OneDay(number)));
        }
    }

    private IEnumerable<KeyValuePair<int, CubeDay>> Hot(DayRange days) =>
        cube.HotDays.Where(day => day.Key >= days.Start.DayNumber && day.Key < days.End.DayNumber);

    private static DayRange OneDay(int number) =>
        new(DateOnly.FromDayNumber(number), DateOnly.FromDayNumber(number + 1));

    /// <returns>Per dimension all bits where it counts and none where not; <see langword="null"/> when all count.</returns>
    private long[]? Wanted(UsageFilter filter, bool meteredOnly)
    {
        if (filter == UsageFilter.All && !meteredOnly)
        {
            return null;
        }

        var wanted = new long[cube.Dimensions.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            var dimension = cube.Dimensions[i];
            wanted[i] = filter.Matches(dimension) && (!meteredOnly || ModelIndex.IsMetered(dimension)) ? All : 0;
        }

        return wanted;
    }

    private bool[] WantedAgents(string? agent)
    {
        var wanted = new bool[cube.Agents.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = agent is null || cube.Agents.NameOf((ushort)i) == agent;
        }

        return wanted;
    }

    private long[] Everything()
    {
        var wanted = new long[cube.Dimensions.Count];
        Array.Fill(wanted, All);
        return wanted;
    }
}
