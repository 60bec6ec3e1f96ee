using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Rights;

/// <summary>What one erasure took.</summary>
/// <param name="Identities">Claims that mean nobody any more; the numbers they had stay in the ledger.</param>
internal sealed record Erased(string PersonId, IReadOnlyList<(IdentityKind Kind, string Value, int Number)> Identities);

/// <summary>Takes everything that says who somebody was out of control. What is left of them are numbers of the ledger that lead to nobody.</summary>
internal static class PersonErasure
{
    // What stands where the id of a key of theirs stood, so that what they did for others is still somebody's doing.
    private const string Nobody = "erased";

    public static async Task<Erased> RunAsync(ControlContext db, Person person, DateTimeOffset now)
    {
        // Owned ones, and those that wait under the same e-mail: both would say who it was.
        var identities = await db.Identities
            .Where(identity => identity.Value != null
                && ((identity.Kind == IdentityKind.Email && identity.Value == person.EmailKey)
                    || db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number && owner.PersonId == person.Id))
                // An account that somebody else has taken over goes on being theirs.
                && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number && owner.PersonId != person.Id))
            .ToListAsync();
        var erased = identities.ConvertAll(identity => (identity.Kind, identity.Value!, identity.Number));
        var numbers = identities.ConvertAll(static identity => identity.Number);
        foreach (var identity in identities)
        {
            identity.Value = null;
            identity.RetiredAt ??= now;
        }

        // Which tools a number used says more about who it was than how many tokens it spent.
        await db.IdentityTools.Where(tool => numbers.Contains(tool.IdentityNumber)).ExecuteDeleteAsync();
        await ForgetKeysAsync(db, person.Id);

        // The number in the marks of what they looked at stays given out, and is nobody's.
        await db.ViewerNumbers.Where(viewer => viewer.Viewer == person.Id).ExecuteUpdateAsync(row => row.SetProperty(viewer => viewer.Viewer, (string?)null));

        // Memberships, links to identities, consents, roles, kudos, notes, findings, advice, lines of seasons, keys, devices, links and sessions go with the row.
        db.People.Remove(person);
        return new(person.Id, erased);
    }

    // A key's id names its person in what they did to others' rows.
    private static async Task ForgetKeysAsync(ControlContext db, string personId)
    {
        var actors = (await db.ApiKeys.Where(key => key.PersonId == personId).Select(key => key.Id).ToListAsync()).ConvertAll(static id => $"key:{id}");
        await db.ApiKeys.Where(row => actors.Contains(row.CreatedBy)).ExecuteUpdateAsync(row => row.SetProperty(key => key.CreatedBy, Nobody));
        await db.Consents.Where(row => actors.Contains(row.GivenBy)).ExecuteUpdateAsync(row => row.SetProperty(consent => consent.GivenBy, Nobody));
        await db.Consents.Where(row => row.WithdrawnBy != null && actors.Contains(row.WithdrawnBy))
            .ExecuteUpdateAsync(row => row.SetProperty(consent => consent.WithdrawnBy, Nobody));
        await db.PersonRoles.Where(row => actors.Contains(row.GivenBy)).ExecuteUpdateAsync(row => row.SetProperty(role => role.GivenBy, Nobody));
        await db.AutomationDeclarations.Where(row => actors.Contains(row.DeclaredBy)).ExecuteUpdateAsync(row => row.SetProperty(declared => declared.DeclaredBy, Nobody));
        await db.DigestChannels.Where(row => actors.Contains(row.CreatedBy)).ExecuteUpdateAsync(row => row.SetProperty(channel => channel.CreatedBy, Nobody));
        await db.SeasonGoals.Where(row => actors.Contains(row.SetBy)).ExecuteUpdateAsync(row => row.SetProperty(goal => goal.SetBy, Nobody));
        await db.Shares.Where(row => actors.Contains(row.SharedAs)).ExecuteUpdateAsync(row => row.SetProperty(share => share.SharedAs, Nobody));
        await db.ExportCopies.Where(row => actors.Contains(row.AskedAs)).ExecuteUpdateAsync(row => row.SetProperty(copy => copy.AskedAs, Nobody));
        await db.Approvals.Where(row => actors.Contains(row.AskedAs)).ExecuteUpdateAsync(row => row.SetProperty(approval => approval.AskedAs, Nobody));

        // What was asked about them was asked for a reason that may say who they are.
        await db.Approvals.Where(row => row.Subject == personId)
            .ExecuteUpdateAsync(row => row.SetProperty(approval => approval.Subject, Nobody).SetProperty(approval => approval.Reason, Nobody));
        await db.IntegrityFindings.Where(row => row.DecidedBy != null && actors.Contains(row.DecidedBy))
            .ExecuteUpdateAsync(row => row.SetProperty(finding => finding.DecidedBy, Nobody));
    }
}
