using Claudeonomics.Core.People;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Help;

/// <summary>Kudos on somebody's page: one's own list, or the way to give some.</summary>
/// <param name="PersonId">Whose page it is.</param>
/// <param name="MayGive">The page is a colleague's, and the viewer takes part.</param>
/// <param name="SeenAs">What the colleague will see of the viewer; <see langword="null"/> when no name.</param>
/// <param name="Given">To this colleague, this week.</param>
/// <param name="Received">Of one's own page only.</param>
/// <param name="GivenThisWeek">Of one's own page only.</param>
public sealed record KudosView(
    string PersonId, bool IsOwn, bool MayGive, string? SeenAs, GivenKudos? Given, IReadOnlyList<ReceivedKudos> Received,
    IReadOnlyList<GivenKudos> GivenThisWeek)
{
    internal static async Task<KudosView> ReadAsync(
        string personId, PageViewer viewer, RosterIndex roster, KudosService kudos, CancellationToken cancellationToken)
    {
        var scopes = roster.Scopes;
        var self = viewer.PersonId is { } id && scopes.PersonOf(id) is { } ordinal && scopes.Roster.People[ordinal] is { Participates: true } person ? person : null;
        var given = self is null ? [] : await kudos.GivenAsync(self.Id, cancellationToken);
        var isOwn = personId == viewer.PersonId;
        return new(
            personId, isOwn, self is not null && !isOwn, self is { Participation: not Participation.Private } ? self.ShownAs : null,
            given.FirstOrDefault(to => to.PersonId == personId),
            isOwn ? await kudos.ReceivedAsync(personId, cancellationToken) : [], isOwn ? given : []);
    }
}
