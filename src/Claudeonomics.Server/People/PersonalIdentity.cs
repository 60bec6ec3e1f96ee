using System.Linq.Expressions;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>An identity belongs to somebody for all of the ledger's time.</summary>
internal static class Ownership
{
    public static IdentityOwner FromTheBeginning(int number, string personId) =>
        new() { IdentityNumber = number, PersonId = personId, FromDay = DateOnly.MinValue, UntilDay = DateOnly.MaxValue };
}

/// <summary>Keys with which people are known instead of claimed.</summary>
internal static class PersonalKeys
{
    public static Expression<Func<ApiKey, bool>> OfPerson(string personId) =>
        key => key.PersonId == personId && (key.Kind == KeyKind.Ingest || key.Kind == KeyKind.Device) && key.RevokedAt == null;

    /// <summary>Whether keys of a kind write usage.</summary>
    public static bool Write(KeyKind kind) => kind is KeyKind.Ingest or KeyKind.Device;
}

/// <summary>The number for what is known to be somebody's, and what happens to the numbers of what is claimed to be.</summary>
/// <remarks>
/// A claim's number is retired instead of its link being ended, because links go by days: with a new number for what comes after,
/// everything that was counted before a key was made stays counted, down to the last record of that same day.
/// </remarks>
internal static class PersonalIdentity
{
    /// <returns>The new row, or <see langword="null"/> when the numbers are used up.</returns>
    public static Identity? Add(IdentityRegister identities, ControlContext db, string personId)
    {
        if (identities.Add(db, IdentityKind.Person, personId) is not { } identity)
        {
            return null;
        }

        db.IdentityOwners.Add(Ownership.FromTheBeginning(identity.Number, personId));
        return identity;
    }

    /// <summary>Somebody got a key of their own: what is claimed in their name from now on gets numbers that are nobody's.</summary>
    public static Task<List<Identity>> RetireClaimsAsync(ControlContext db, string personId, DateTimeOffset now) =>
        RetireAsync(db.Identities.Where(identity => identity.Kind != IdentityKind.Person
            && db.IdentityOwners.Any(owner =>
                owner.IdentityNumber == identity.Number && owner.PersonId == personId && owner.UntilDay == DateOnly.MaxValue)), now);

    /// <summary>Somebody's last own key was revoked: what waits goes on waiting, and later claims are theirs again under a new number.</summary>
    public static Task<List<Identity>> RetireWaitingAsync(ControlContext db, string personId, DateTimeOffset now) =>
        RetireAsync(db.Identities.Where(identity => identity.Kind == IdentityKind.Email
            && db.People.Any(person => person.Id == personId && person.EmailKey == identity.Value)
            && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number)), now);

    private static async Task<List<Identity>> RetireAsync(IQueryable<Identity> identities, DateTimeOffset now)
    {
        var retired = await identities.Where(identity => identity.RetiredAt == null && identity.Value != null).ToListAsync();
        retired.ForEach(identity => identity.RetiredAt = now);
        return retired;
    }
}
