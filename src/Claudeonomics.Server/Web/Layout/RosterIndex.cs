using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Layout;

/// <summary>People and teams of the present roster by their ids, and who of them a viewer may look at.</summary>
internal sealed class RosterIndex(IRosterSource source, Roles roles)
{
    private RosterScopes _scopes = new(Roster.Empty);

    public RosterScopes Scopes
    {
        get
        {
            var scopes = _scopes;
            var roster = source.Current;
            return ReferenceEquals(scopes.Roster, roster) ? scopes : _scopes = new(roster);
        }
    }

    public PageViewer Viewer(Viewer viewer)
    {
        var scopes = Scopes;
        var shownAs = viewer.PersonId is { } id && scopes.PersonOf(id) is { } ordinal ? scopes.Roster.People[ordinal].ShownAs : "Administrator";
        return new(viewer.PersonId, shownAs, viewer.LogName, viewer.IsAdministrator, roles.Of(viewer.PersonId));
    }

    /// <summary>A person's ordinal, if this viewer may see their page: one's own always, others' only if they appear under a name or
    /// pseudonym. Everybody else does not exist for them.</summary>
    public int? VisiblePerson(string id, PageViewer viewer) =>
        Scopes.PersonOf(id) is { } ordinal
        && (id == viewer.PersonId || Scopes.Roster.People[ordinal].Participation is Participation.Named or Participation.Pseudonym)
            ? ordinal
            : null;

    /// <summary>As others see somebody.</summary>
    /// <returns><see langword="null"/> for who is not there or does not appear.</returns>
    public string? ShownAs(string id) =>
        Scopes.PersonOf(id) is { } ordinal && Scopes.Roster.People[ordinal].Participation is Participation.Named or Participation.Pseudonym
            ? Scopes.Roster.People[ordinal].ShownAs
            : null;

    /// <summary>Whether whoever looks is in a team itself, not one above or below it.</summary>
    public bool IsMember(PageViewer viewer, RosterTeam team, DateOnly day) =>
        viewer.PersonId is { } id && Scopes.PersonOf(id) is { } person && TeamOf(person, day)?.Id == team.Id;

    /// <summary>A person's team on a day, if they have one.</summary>
    public RosterTeam? TeamOf(int person, DateOnly day) =>
        Scopes.TeamOn(person, day) is >= 0 and var team ? Scopes.Roster.Teams[team] : null;
}
