using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Cube;

/// <summary>Every question of the boards, asked of the cube and of <see cref="PlainCube"/> over histories of chance.</summary>
public sealed class CubeJudgeTests
{
    private const int QuestionsPerStep = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sums_AnyFilterWindowAndScope_AreThoseOfThePlainCube(int seed) => Judge(seed, static (history, data) =>
    {
        var (days, filter, scope) = (history.Window(), history.Filter(), history.Scope());
        foreach (var measure in Enum.GetValues<BoardMeasure>())
        {
            var byRow = new long[scope.Rows];
            data.Sum(measure, days, filter, scope, byRow);
            Assert.Equal(history.Plain.Sum(history.Roster, measure, days, filter, scope), byRow);

            var byModel = new List<(int Row, BoardModel Model, long Value)>();
            data.SumByModel(measure, days, filter, scope, (row, sums) =>
            {
                foreach (var sum in sums)
                {
                    byModel.Add((row, data.Models[sum.Model], sum.Value));
                }
            });
            Assert.Equal(
                history.Plain.SumByModel(history.Roster, measure, days, filter, scope).OrderBy(static sum => (sum.Row, sum.Model.Provider, sum.Model.Model)),
                byModel.OrderBy(static sum => (sum.Row, sum.Model.Provider, sum.Model.Model)));
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TotalsAndDetails_AnyFilterWindowAndScope_AreThoseOfThePlainCube(int seed) => Judge(seed, static (history, data) =>
    {
        var (days, filter, scope) = (history.Window(), history.Filter(), history.Scope());
        Assert.Equal(
            ByDimension(history.Plain.Totals(history.Roster, days, filter, scope), history.Plain.HotFrom),
            ByDimension(data.TotalsByDay(days, filter, scope), history.Plain.HotFrom));
        Assert.Equal(
            ByDimension(history.Plain.Totals(history.Roster, days, filter, scope), DateOnly.MaxValue),
            ByDimension(data.Totals(days, filter, scope), DateOnly.MaxValue));

        var rows = Enumerable.Range(0, scope.Rows).Reverse().ToArray();
        var details = data.Details(days, filter, scope, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            var expected = history.Plain.Details(history.Roster, days, filter, scope, rows[i], data.Models);
            Assert.Equal((expected.Sums, expected.MeteredTokens, expected.KnownTokens), (details[i].Sums, details[i].MeteredTokens, details[i].KnownTokens));
            Assert.Equal(expected.Models, details[i].Models);
            Assert.Equal(expected.TokensByDay.Sum(), details[i].TokensByDay.Sum());
            if (days.Start >= history.Plain.HotFrom)
            {
                Assert.Equal(expected.TokensByDay, details[i].TokensByDay);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Acts_AnyWindow_AreThoseOfThePlainCube(int seed) => Judge(seed, static (history, data) =>
    {
        var (days, roster, plain) = (history.Window(), history.Roster, history.Plain);
        var byPerson = new long[roster.People.Count];
        data.HumanPrompts(days, byPerson);
        Assert.Equal(plain.HumanPrompts(roster, days), byPerson);

        byPerson.AsSpan().Clear();
        data.SupervisedSeconds(days, byPerson);
        Assert.Equal(plain.SupervisedSeconds(roster, days), byPerson);

        byPerson.AsSpan().Clear();
        var medians = plain.MedianContextTokens(roster, days);
        Assert.Equal(medians is not null, data.MedianContextTokens(days, byPerson));
        Assert.Equal(medians ?? new long[byPerson.Length], byPerson);

        for (var person = 0; person < roster.People.Count; person++)
        {
            Assert.Equal(plain.Activity(roster, person, days), data.Activity(person, days));
        }

        var (filter, scope) = (history.Filter(), history.Scope());
        var activity = new ActivitySums[scope.Rows];
        data.SumActivity(days, filter.Agent, scope, activity);
        Assert.Equal(plain.SumActivity(roster, days, filter.Agent, scope), activity);
        var weighted = new WeightedUsage[scope.Rows];
        data.SumWeighted(TokenWeights.Default, days, filter, scope, weighted);
        Assert.Equal(plain.SumWeighted(roster, TokenWeights.Default, days, filter, scope), weighted);

        var upTo64 = new DayRange(days.Start, days.Days > 64 ? days.Start.AddDays(64) : days.End);
        var (bySignals, byCalls) = (new ulong[byPerson.Length], new ulong[byPerson.Length]);
        data.ActiveDays(upTo64, ActiveDayRule.Default, bySignals, byCalls);
        var active = plain.ActiveDays(roster, upTo64, ActiveDayRule.Default);
        Assert.Equal(active.BySignals, bySignals);
        Assert.Equal(active.ByCalls, byCalls);
    });

    private static void Judge(int seed, Action<CubeHistory, IBoardData> ask)
    {
        using var history = new CubeHistory(seed);
        while (!history.IsOver)
        {
            history.GoOn();
            for (var i = 0; i < QuestionsPerStep; i++)
            {
                using var data = history.Cube.Open(history.Roster);
                ask(history, data);
            }
        }
    }

    // Days that left memory may be given as the first day of their month, or of the part of it that was asked for.
    private static IEnumerable<DayTotal> ByDimension(IEnumerable<DayTotal> totals, DateOnly hotFrom) => totals
        .GroupBy(total => (Day: total.Day < hotFrom ? DateOnly.MinValue : total.Day, total.Dimension))
        .Select(static group => new DayTotal(group.Key.Day, group.Key.Dimension, group.Select(static total => total.Sums).Aggregate(UsageSums.Add)))
        .OrderBy(static total => total.Day).ThenBy(static total => total.Dimension.ToString(), StringComparer.Ordinal);
}
