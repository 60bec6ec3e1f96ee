using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Goals;

/// <summary>Goals of the present season and the one before it, judged as of one day. The one before stands until the present is over, as tiers do: the
/// first of a month takes nothing from anybody.</summary>
internal sealed class JudgedGoals
{
    private readonly RosterScopes _scopes;
    private readonly DateOnly[] _months;
    private readonly DateOnly _asOf;
    private readonly Dictionary<(int Team, DateOnly Month), GoalProgress> _judged = [];

    private JudgedGoals(RosterScopes scopes, DateOnly asOf)
    {
        var month = DayRange.MonthOf(asOf).Start;
        (_scopes, _asOf, _months) = (scopes, asOf, [month, month.AddMonths(-1)]);
    }

    /// <summary>What was looked at.</summary>
    public DayRange Days => new(_months[^1], _asOf.AddDays(1));

    /// <param name="active">As of the day that is looked at.</param>
    /// <param name="excluded">Who is out of a season.</param>
    /// <param name="factsAt">What the focus of a day's month came to so far.</param>
    /// <param name="book">Each season's goals are judged by its own rules.</param>
    public static JudgedGoals Read(RosterScopes scopes, ITeamGoals goals, ActiveDayBits active, ExcludedByPerson excluded, Func<DateOnly, PersonFacts> factsAt, RuleBook book)
    {
        var judged = new JudgedGoals(scopes, active.Last);
        foreach (var month in judged._months)
        {
            var set = new Dictionary<int, TeamGoal>();
            foreach (var goal in goals.All)
            {
                if (goal.Month == month && scopes.TeamOf(goal.Team) is { } team)
                {
                    set[team] = goal;
                }
            }

            if (set.Count > 0)
            {
                judged.Judge(month, set, active, excluded, factsAt(judged.LastDayOf(month)), book.Of(month));
            }
        }

        return judged;
    }

    /// <summary>A team's goal of one of the two seasons; <see langword="null"/> when it has none.</summary>
    public GoalProgress? Of(int team, DateOnly month) => _judged.GetValueOrDefault((team, month));

    /// <summary>Goals of the teams that somebody was in, on the last day of each season that is looked at.</summary>
    public IEnumerable<GoalProgress> OfPerson(int person)
    {
        foreach (var month in _months)
        {
            foreach (var team in TeamsOf(person, LastDayOf(month)))
            {
                if (Of(team, month) is { } progress)
                {
                    yield return progress;
                }
            }
        }
    }

    private void Judge(DateOnly month, Dictionary<int, TeamGoal> set, ActiveDayBits active, ExcludedByPerson excluded, PersonFacts facts, GameRules rules)
    {
        var lastDay = LastDayOf(month);
        var tallies = set.Keys.ToDictionary(static team => team, static _ => (Members: 0, Counted: 0, There: 0));
        var people = _scopes.Roster.People;
        for (var person = 0; person < people.Count; person++)
        {
            if (!people[person].Participates)
            {
                continue;
            }

            var isOut = excluded.IsOut(person, month);
            foreach (var team in TeamsOf(person, lastDay))
            {
                if (set.TryGetValue(team, out var goal))
                {
                    var (members, counted, there) = tallies[team];
                    if (isOut)
                    {
                        tallies[team] = (members + 1, counted, there);
                        continue;
                    }

                    var isThere = goal.Kind is GoalKind.Floor
                        ? WeeksMet(person, month, active, rules.FloorOf(people[person].WorkingDaysPerWeek)) >= goal.Weeks
                        : facts.FocusOf(person, people[person].WorkingDaysPerWeek) >= 1;
                    tallies[team] = (members + 1, counted + 1, there + (isThere ? 1 : 0));
                }
            }
        }

        foreach (var (team, (members, counted, there)) in tallies)
        {
            _judged.Add((team, month), new(set[team], members, counted, set[team].Kind is GoalKind.Focus && facts.Focus is null ? null : there, !TeamGoal.MaySetOn(month, _asOf)));
        }
    }

    // Weeks that begin in the month, whole: the last one's days in the next month count too.
    private static int WeeksMet(int person, DateOnly month, ActiveDayBits active, int floor)
    {
        var met = 0;
        var monday = ActiveDayBits.MondayOf(month);
        for (monday = monday < month ? monday.AddDays(7) : monday; monday < month.AddMonths(1); monday = monday.AddDays(7))
        {
            met += active.Count(person, DayRange.WeekOf(monday)) >= floor ? 1 : 0;
        }

        return met;
    }

    private IEnumerable<int> TeamsOf(int person, DateOnly day)
    {
        for (var team = _scopes.TeamOn(person, day); team >= 0; team = _scopes.Tree.ParentOn(team, day))
        {
            yield return team;
        }
    }

    private DateOnly LastDayOf(DateOnly month)
    {
        var last = DayRange.MonthOf(month).End.AddDays(-1);
        return last < _asOf ? last : _asOf;
    }
}
