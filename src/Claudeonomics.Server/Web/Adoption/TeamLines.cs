using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Web.Board;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Adoption;

/// <summary>Lines that members of a team share with each other: whoever shares sees those of who shares, and nobody else sees any.</summary>
/// <param name="Rows">Most tokens first, the viewer's own among them; empty unless <paramref name="IsSharing"/>.</param>
/// <param name="IsSharing">The viewer shares theirs.</param>
/// <param name="IsHeldBack">So few of the team do not share that its totals, less these lines, would be theirs.</param>
public sealed record TeamLines(IReadOnlyList<Standing> Rows, bool IsSharing, bool IsHeldBack)
{
    private const int MostRows = 60;

    /// <returns><see langword="null"/> for who is not in the team itself.</returns>
    internal static TeamLines? Of(RosterTeam team, PageViewer viewer, RosterIndex roster, IBoards boards, PrivacyPolicy policy)
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

        var sharing = Enumerable.Range(0, people.Count).Where(person => people[person].SharesWithTeam && roster.TeamOf(person, today)?.Id == team.Id).ToList();
        var query = BoardAddress.Default.QueryOn(today);
        var population = boards.Get(query with { Team = team.Id }).Population;
        var rest = population.Participants - sharing.Count;
        if (!population.Withheld && rest > 0 && rest < policy.SmallestGroup)
        {
            return new([], IsSharing: true, IsHeldBack: true);
        }

        return new(
            [.. sharing.Select(person => boards.ListedRowOf(query, people[person].Id)).OfType<Standing>()
                .OrderByDescending(static row => row.Score).ThenBy(static row => row.Id, StringComparer.Ordinal).Take(MostRows)],
            IsSharing: true, IsHeldBack: false);
    }
}
