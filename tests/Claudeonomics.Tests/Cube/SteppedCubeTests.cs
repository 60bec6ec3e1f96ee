using System.Globalization;
using System.Text;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Tests.Cube;

/// <summary>Sums that stand still between two steps, over histories of chance.</summary>
public sealed class SteppedCubeTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Open_BetweenSteps_IsTheStateOfTheStep(int seed)
    {
        using var history = new CubeHistory(seed);
        for (var i = 0; i < 3; i++)
        {
            history.GoOn();
        }

        using var stepped = SteppedCube.Follow(history.Cube);
        while (!history.IsOver)
        {
            var roster = history.Roster;
            var shown = AnswersOf(stepped, roster);
            Assert.Equal(AnswersOf(history.Cube, roster), shown);
            var version = stepped.Version;

            history.GoOn();
            history.GoOn();
            Assert.Equal(shown, AnswersOf(stepped, roster));
            Assert.Equal(version, stepped.Version);

            stepped.Step();
            Assert.NotEqual(version, stepped.Version);
        }
    }

    [Fact]
    public void Step_NothingWasWritten_ChangesNothing()
    {
        using var history = new CubeHistory(1);
        history.GoOn();
        using var stepped = SteppedCube.Follow(history.Cube);
        var version = stepped.Version;

        stepped.Step();

        Assert.Equal(version, stepped.Version);
    }

    // Of every month of the history, so that days in memory, retired ones and archived ones are all asked for.
    private static string AnswersOf(IBoardSource source, Roster roster)
    {
        var answers = new StringBuilder();
        using var data = source.Open(roster);
        var scope = new RosterScopes(roster).Under(RosterScopes.Company).People;
        for (var month = new DateOnly(2026, 7, 1); month < new DateOnly(2026, 12, 1); month = month.AddMonths(1))
        {
            var days = DayRange.MonthOf(month);
            foreach (var measure in Enum.GetValues<BoardMeasure>())
            {
                var byRow = new long[scope.Rows];
                data.Sum(measure, days, UsageFilter.All, scope, byRow);
                answers.AppendJoin(',', byRow).AppendLine();
            }

            var byPerson = new long[roster.People.Count];
            data.SupervisedSeconds(days, byPerson);
            data.HumanPrompts(days, byPerson);
            answers.AppendJoin(',', byPerson).AppendLine();

            var activity = new ActivitySums[scope.Rows];
            data.SumActivity(days, null, scope, activity);
            answers.AppendJoin(',', activity.Select(static sums => string.Create(CultureInfo.InvariantCulture, $"{sums.HumanSignals}/{sums.LinesAdded}"))).AppendLine();

            var bits = new ulong[roster.People.Count];
            data.ActiveDays(days, GameRules.Default.ActiveDay, bits, new ulong[roster.People.Count]);
            answers.AppendJoin(',', bits).AppendLine();
        }

        return answers.ToString();
    }
}
