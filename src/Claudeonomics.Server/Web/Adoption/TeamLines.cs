using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Adoption;

/// <summary>Lines that members of a team share with each other: whoever shares sees those of who shares, and nobody else sees any.</summary>
/// <param name="Rows">Most tokens first, the viewer's own among them; empty unless <paramref name="IsSharing"/>.</param>
/// <param name="IsSharing">The viewer shares theirs.</param>
/// <param name="IsHeldBack">So few of those with usage do not share that the team's totals, less these lines, would be theirs.</param>
public sealed record TeamLines(IReadOnlyList<Standing> Rows, bool IsSharing, bool IsHeldBack)
{
    private const int MostRows = 60;

    /// <returns><see langword="null"/> for who is not in the team itself.</returns>
    internal static TeamLines? Of(RosterTeam team, PageViewer viewer, RosterIndex roster, IBoards boards, IBoardSource source, RuleBook rules)
    {
        var (scopes, today) = (roster.Scopes, boards.Today);
        if (!roster.IsMember(viewer, team, today))
        {
            return null;
        }

        var people = scopes.Roster.People;
        if (!people[scopes.PersonOf(viewer.PersonId!)!.Value].SharesWithTeam)
        {
            return new([], IsSharing: false, IsHeldBack: false);
        }

        var sharing = Enumerable.Range(0, people.Count).Where(person => people[person].SharesWithTeam && roster.TeamOf(person, today)?.Id == team.Id).ToHashSet();
        var query = BoardAddress.Default.QueryOn(today);
        if (IsLeftOver(scopes.TeamOf(team.Id)!.Value, sharing, scopes, query.Window, source, rules.Of(today)))
        {
            return new([], IsSharing: true, IsHeldBack: true);
        }

        return new(
            [.. sharing.Select(person => boards.ListedRowOf(query, people[person].Id)).OfType<Standing>()
                .OrderByDescending(static row => row.Score).ThenBy(static row => row.Id, StringComparer.Ordinal).Take(MostRows)],
            IsSharing: true, IsHeldBack: false);
    }

    // Two totals tell of a team: of those in it directly, and of those below it too. Who has no usage hides nothing in them.
    private static bool IsLeftOver(int team, HashSet<int> sharing, RosterScopes scopes, DayRange days, IBoardSource source, GameRules rules)
    {
        var counted = rules.Privacy.GuardsGroups ? scopes.Shown : scopes;
        var root = counted.Under(team);
        var tokens = new long[root.Spans.Rows];
        using (var data = source.Open(counted.Roster))
        {
            data.Sum(BoardMeasure.TotalTokens, days, UsageFilter.All, root.Spans, tokens);
        }

        var (within, directly) = (new HashSet<int>(), new HashSet<int>());
        for (var span = 0; span < tokens.Length; span++)
        {
            if (tokens[span] > 0)
            {
                within.Add(root.Persons[root.RowOfSpan[span]]);
                if (root.TeamOfSpan[span] == team)
                {
                    directly.Add(root.Persons[root.RowOfSpan[span]]);
                }
            }
        }

        var participants = root.Participants(days);
        return IsFew(within, participants[^1]) || IsFew(directly, participants[team]);

        // A team is told about when it is a group: of people with usage, or of participants where nothing is guarded.
        bool IsFew(HashSet<int> active, int participants)
        {
            var left = active.Count(person => !sharing.Contains(person));
            return (rules.Privacy.GuardsGroups ? active.Count : participants) >= rules.SmallestGroup && left > 0 && left < rules.SmallestGroup;
        }
    }
}
