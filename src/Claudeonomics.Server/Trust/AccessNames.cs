using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Trust;

/// <summary>How the access log speaks of people: to who was looked at, a looker is as others see them; to an auditor a looker has their name, and who was
/// looked at is as others see them, for naming takes two people.</summary>
public sealed class AccessNames(IRosterSource source, PeopleService people)
{
    private const string Gone = "somebody who is gone";

    private RosterScopes _scopes = new(Roster.Empty);

    /// <summary>As others see somebody.</summary>
    /// <returns><see langword="null"/> for who is not there or does not appear.</returns>
    public string? ShownAs(string personId)
    {
        var scopes = Scopes;
        return scopes.PersonOf(personId) is { } ordinal && scopes.Roster.People[ordinal].Participation is Participation.Named or Participation.Pseudonym
            ? scopes.Roster.People[ordinal].ShownAs
            : null;
    }

    /// <summary>Who looked, to the person who was looked at.</summary>
    public string LookerOf(AccessLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Act is AccessAct.Review ? "a steward, reviewing fair play"
            : line.Act is AccessAct.Approval ? "whoever asks, and a second person"
            : line.ByPerson is { } person ? ShownAs(person) ?? "a colleague who does not appear"
            : line.By switch
            {
                AccessLog.PersonWord => Gone,
                Viewer.AdministratorRole => "an administrator",
                _ => line.By.Replace("key:", "the key ", StringComparison.Ordinal).Replace("share:", "the link ", StringComparison.Ordinal),
            };
    }

    /// <summary>Who looked, to an auditor: by name.</summary>
    /// <param name="personId">As <see cref="AccessLine.ByPerson"/>.</param>
    /// <param name="by">As <see cref="AccessLine.By"/>.</param>
    public async Task<(string Name, string? Email)> NameOfAsync(string? personId, string by, CancellationToken cancellationToken) =>
        personId is not null ? await people.FindByIdAsync(personId, cancellationToken) is { } person ? (person.Name, person.Email) : (Gone, null)
            : (by == AccessLog.PersonWord ? Gone : by, null);

    /// <summary>Whose looks an auditor asks for.</summary>
    /// <param name="by">An e-mail, or <c>key:ID</c>, <c>administrator</c> and the like.</param>
    /// <returns>As <see cref="AccessFilter.By"/>. An id from a board is nobody's here: it would be answered with the name behind it.</returns>
    public async Task<string> WhoseAsync(string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        return (await people.FindAsync(by, cancellationToken))?.Id
            ?? (by is Viewer.AdministratorRole or Viewer.NobodysName || by.Contains(':', StringComparison.Ordinal) ? by : "");
    }

    private RosterScopes Scopes
    {
        get
        {
            var (scopes, roster) = (_scopes, source.Current);
            return ReferenceEquals(scopes.Roster, roster) ? scopes : _scopes = new(roster);
        }
    }
}
