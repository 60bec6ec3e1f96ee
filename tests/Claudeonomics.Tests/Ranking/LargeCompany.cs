using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Ranking;

/// <summary>A company of any size in arrays: the log-normal of 60 trillion tokens, three in ten idle, the same on each of 62 days.</summary>
public sealed class LargeCompany : IBoardData, IBoardSource
{
    private static readonly UsageDimension Dimension = new(
        "claude-code", "anthropic", "claude-opus-4-6", new(ContextTier.Standard, default, "book-1"), new(Who.Known, Evidence.SelfReported), Source.OtlpEvent);

    private readonly long[] _daily;
    private readonly DayRange _days;

    public LargeCompany(int people, DateOnly today)
    {
        var random = new Random(people);
        _days = new(DayRange.MonthOf(DayRange.MonthOf(today).Start.AddDays(-1)).Start, today.AddDays(1));
        _daily = new long[people];
        var persons = new RosterPerson[people];
        var memberships = new TeamMembership[people];
        for (var i = 0; i < people; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            _daily[i] = random.Next(10) < 3 ? 0 : (long)(Math.Exp(19.439 + (1.609 * normal)) / 30);
            persons[i] = new($"p{i:00000}", $"Person {i}", i % 20 == 7 ? Participation.Private : i % 20 == 9 ? Participation.No : Participation.Named, 5, today);
            memberships[i] = new(i, i / 10, DateOnly.MinValue, DateOnly.MaxValue);
        }

        var teams = Enumerable.Range(0, (people + 9) / 10).Select(t => new RosterTeam($"t{t:0000}", $"Team {t}", -1)).ToArray();
        Roster = new(1, persons, teams, [], memberships);
    }

    public long Version => 1;

    public Roster Roster { get; }

    public IReadOnlyList<BoardModel> Models { get; } = [new("anthropic", "claude-opus-4-6")];

    public long TokensOf(int person, DayRange days) => Roster.People[person].Participates ? _daily[person] * Count(days) : 0;

    /// <summary>Nothing changes here.</summary>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public IBoardData Open(Roster roster) => this;

    public void Dispose()
    {
    }

    public void Sum(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, Span<long> byRow)
    {
        var factor = Factor(measure) * Count(days);
        foreach (ref readonly var span in scope.Spans)
        {
            byRow[span.Row] += span.IsAlways ? _daily[span.Person] * factor : 0;
        }
    }

    public void SumWeighted(TokenWeights weights, DayRange days, UsageFilter filter, BoardScope scope, Span<WeightedUsage> byRow)
    {
        var count = Count(days);
        foreach (ref readonly var span in scope.Spans)
        {
            byRow[span.Row].Add(Sums(span.IsAlways ? _daily[span.Person] * count : 0), weights);
        }
    }

    public DateOnly ActivityFrom => DateOnly.MinValue;

    /// <summary>A commit and ten accepted edits on each day with usage.</summary>
    public void SumActivity<TSums>(DayRange days, string? agent, BoardScope scope, Span<TSums> byRow)
        where TSums : struct, IActivitySums
    {
        var count = Count(days);
        foreach (ref readonly var span in scope.Spans)
        {
            if (span.IsAlways && _daily[span.Person] > 0)
            {
                byRow[span.Row].Add(new ActivitySums { Prompts = 3 * count, HumanSignals = 3 * count, EditsAccepted = 10 * count, Commits = count });
            }
        }
    }

    public void SumByModel(BoardMeasure measure, DayRange days, UsageFilter filter, BoardScope scope, ModelSumsOfRow found)
    {
        var byRow = new long[scope.Rows];
        Sum(measure, days, filter, scope, byRow);
        for (var row = 0; row < byRow.Length; row++)
        {
            if (byRow[row] > 0)
            {
                found(row, [new(0, byRow[row])]);
            }
        }
    }

    public IReadOnlyList<DayTotal> Totals(DayRange days, UsageFilter filter, BoardScope scope)
    {
        var sum = 0L;
        foreach (ref readonly var span in scope.Spans)
        {
            sum += _daily[span.Person];
        }

        return [new(days.Start, Dimension, Sums(sum * Count(days)))];
    }

    public IReadOnlyList<DayTotal> TotalsByDay(DayRange days, UsageFilter filter, BoardScope scope) => throw new NotSupportedException();

    public IReadOnlyList<RowDetails> Details(DayRange days, UsageFilter filter, BoardScope scope, ReadOnlySpan<int> rows)
    {
        var byRow = new long[scope.Rows];
        Sum(BoardMeasure.TotalTokens, days, filter, scope, byRow);
        return [.. rows.ToArray().Select(row => new RowDetails(Sums(byRow[row]), 0, byRow[row], new long[days.Days], [new(0, byRow[row], 0)]))];
    }

    public void ActiveDays(DayRange days, ActiveDayRule rule, Span<ulong> bySignals, Span<ulong> byCalls)
    {
        for (var person = 0; person < _daily.Length; person++)
        {
            bySignals[person] |= _daily[person] > 0 ? ulong.MaxValue >> (64 - days.Days) : 0;
        }
    }

    public void HumanPrompts(DayRange days, Span<long> byPerson)
    {
    }

    public void SupervisedSeconds(DayRange days, Span<long> byPerson)
    {
    }

    public bool MedianContextTokens(DayRange days, Span<long> byPerson) => false;

    public IReadOnlyList<ActivityDay> Activity(int person, DayRange days) => [];

    private static long Factor(BoardMeasure measure) => measure is BoardMeasure.TotalTokens or BoardMeasure.ContextTokens or BoardMeasure.UncachedInputTokens ? 1 : 0;

    private int Count(DayRange days) =>
        Math.Max(0, Math.Min(days.End.DayNumber, _days.End.DayNumber) - Math.Max(days.Start.DayNumber, _days.Start.DayNumber));

    private static UsageSums Sums(long tokens) => new(0, new(tokens, 0, 0, 0, 0, 0, 0), 0, 0, 0, 0);
}
