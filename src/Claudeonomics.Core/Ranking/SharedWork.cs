using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>What agents report that became of a group's work, as others may be told it: 0 of what nobody reports, or too few do.</summary>
/// <remarks>Where a policy guards groups each measure is told as tokens are: of teams by <see cref="ToldTeams"/>, with those who have any of it in the place
/// of those with usage. Who takes part privately is in no team's, and in the company's only together with enough others like them.</remarks>
public sealed record SharedWork(long EditsAccepted, long Commits, long PullRequests)
{
    /// <param name="data">A view of the roster's sums, as others are shown them.</param>
    /// <param name="team">Id of the team, with those below it; <see langword="null"/> for the company.</param>
    /// <param name="scopes">Of people.</param>
    public static SharedWork Of(IBoardData data, DayRange days, string? team, RosterScopes scopes, GameRules rules)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(rules);
        Func<Func<ActivitySums, long>, long> told = !rules.Privacy.GuardsGroups ? Everybody(data, days, team, scopes)
            : team is null ? OfCompany(data, days, scopes, rules.SmallestGroup)
            : scopes.TeamOf(team) is { } ordinal ? OfTeam(data, days, ordinal, scopes.Shown, rules.SmallestGroup)
            : static _ => 0;
        return new(Told(static sums => sums.EditsAccepted), Told(static sums => sums.Commits), Told(static sums => sums.PullRequests));

        long Told(Func<ActivitySums, long> measure) => Coarse.Of(told(measure), rules.Privacy.Detail);
    }

    private static Func<Func<ActivitySums, long>, long> Everybody(IBoardData data, DayRange days, string? team, RosterScopes scopes)
    {
        var sums = Read(data, days, scopes.Under(scopes.RootOf(team)).People);
        return measure => sums.Sum(measure);
    }

    private static Func<Func<ActivitySums, long>, long> OfCompany(IBoardData data, DayRange days, RosterScopes scopes, int smallest)
    {
        var sums = Read(data, days, scopes.Under(RosterScopes.Company).People);
        var hidden = sums.Where((_, person) => scopes.Roster.People[person].Participation is Participation.Private).ToList();
        var shown = sums.Where((_, person) => scopes.Roster.People[person].Participation is not Participation.Private).ToList();
        return measure =>
        {
            var counted = hidden.Count(sum => measure(sum) > 0) >= smallest ? sums : (IReadOnlyCollection<ActivitySums>)shown;
            return counted.Count(sum => measure(sum) > 0) >= smallest ? counted.Sum(measure) : 0;
        };
    }

    private static Func<Func<ActivitySums, long>, long> OfTeam(IBoardData data, DayRange days, int team, RosterScopes shown, int smallest)
    {
        var company = shown.Under(RosterScopes.Company);
        var (sums, bySpan) = (Read(data, days, shown.Under(team).People), Read(data, days, company.Spans));
        return measure =>
        {
            var people = PeopleByTeam(company, span => measure(bySpan[span]) > 0);
            return ToldTeams.Of(shown.Tree.Over(days), people[..^1], people[^1], smallest).IsSubtreeTold(team) ? sums.Sum(measure) : 0;
        };
    }

    // By team that they were in directly; the last number is of those in none.
    private static int[] PeopleByTeam(RootScopes company, Func<int, bool> hasAny)
    {
        var (people, lastSeen) = (new int[company.Teams.Rows + 1], new int[company.Teams.Rows + 1]);
        for (var span = 0; span < company.Spans.Rows; span++)
        {
            var (team, row) = (company.TeamOfSpan[span], company.RowOfSpan[span]);
            var place = team < 0 ? company.Teams.Rows : team;
            if (lastSeen[place] != row + 1 && hasAny(span))
            {
                lastSeen[place] = row + 1;
                people[place]++;
            }
        }

        return people;
    }

    private static ActivitySums[] Read(IBoardData data, DayRange days, BoardScope scope)
    {
        var sums = new ActivitySums[scope.Rows];
        data.SumActivity<ActivitySums>(days, agent: null, scope, sums);
        return sums;
    }
}
