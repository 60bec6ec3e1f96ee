using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Finds whose account it is that proved itself at a provider, and signs them in.</summary>
/// <remarks>
/// An account that was here before is known by its issuer and subject. One that is new is somebody's by the company's number for them, or
/// else by its e-mail, and from then on by issuer and subject alone: an e-mail can be given to another person, a subject never is.
/// </remarks>
internal sealed partial class ProviderSignIn(
    Registers all, PeopleService people, SignInService signIn, SignInSettings settings, ILogger<ProviderSignIn> logger)
{
    /// <returns>Why not, or <see langword="null"/> when the browser is signed in.</returns>
    public async Task<SignInRefusal?> SignInAsync(HttpContext context, ProviderAccount account, string provider)
    {
        if (!settings.Allows(account.Email))
        {
            return SignInRefusal.Domain;
        }

        var (personId, why) = await all.Control.ChangeAsync(
            db => FindAsync(db, account, $"signin:{provider}"), (db, found) => people.Remember(db, found.PersonId), context.RequestAborted);
        if (personId is null)
        {
            return why;
        }

        var isAdministrator = settings.AdministratorsGroup is { } group
            && (account.Groups?.Contains(group) ?? await IsInDirectoryGroupAsync(personId, group, context.RequestAborted));
        return await signIn.SignInAsync(context, personId, isAdministrator, SignInWay.Provider) is null ? SignInRefusal.Left : null;
    }

    // Too many groups to be told: the directory has told us who is in this one, if it pushes groups at all.
    private async Task<bool> IsInDirectoryGroupAsync(string personId, string group, CancellationToken cancellationToken)
    {
        await using var db = all.Control.Read();
        var known = await db.DirectoryGroups.FirstOrDefaultAsync(row => row.ExternalId == group || row.DisplayName == group, cancellationToken);
        if (known is null)
        {
            LogTooManyGroups(personId);
            return false;
        }

        return await db.DirectoryGroupMembers.AnyAsync(member => member.GroupId == known.Id && member.PersonId == personId, cancellationToken);
    }

    private async Task<(string? PersonId, SignInRefusal? Why)> FindAsync(ControlContext db, ProviderAccount account, string by)
    {
        var known = await db.SignInAccounts.FindAsync(account.Issuer, account.Subject);
        var person = known is not null
            ? await db.People.FirstAsync(person => person.Id == known.PersonId)
            : await FindNewAsync(db, account);
        if (person is null)
        {
            return settings.CreatesNewcomers ? (await CreateAsync(db, account, by), null) : (null, SignInRefusal.Unknown);
        }

        if (person.DeactivatedAt is not null)
        {
            return (null, SignInRefusal.Left);
        }

        if (known is null)
        {
            // The address was given to somebody else, or somebody has two accounts: not for us to guess.
            if (await db.SignInAccounts.AnyAsync(other => other.PersonId == person.Id && other.Issuer == account.Issuer))
            {
                return (null, SignInRefusal.Account);
            }

            Link(db, account, person.Id);
        }

        return (person.Id, null);
    }

    private static async Task<Person?> FindNewAsync(ControlContext db, ProviderAccount account)
    {
        if (account.EmployeeNumber is { } number
            && await db.People.Where(person => person.EmployeeNumber == number).Take(2).ToListAsync() is [var only])
        {
            return only;
        }

        // Entra's upn is the directory's userName, which need not be the e-mail.
        var key = EmailAddress.Key(account.Email);
        return await db.People.FirstOrDefaultAsync(person => person.EmailKey == key)
            ?? await db.People.FirstOrDefaultAsync(person => db.DirectoryUsers.Any(user => user.PersonId == person.Id && user.UserNameKey == key));
    }

    private async Task<string> CreateAsync(ControlContext db, ProviderAccount account, string by)
    {
        var name = account.Name ?? account.Email[..account.Email.IndexOf('@', StringComparison.Ordinal)];
        var (person, _) = (await people.PutAsync(db, account.Email, new(Name: Fit(name), EmployeeNumber: account.EmployeeNumber), by))!.Value;
        Link(db, account, person.Id);
        return person.Id;
    }

    private void Link(ControlContext db, ProviderAccount account, string personId)
    {
        db.SignInAccounts.Add(new()
        {
            Issuer = account.Issuer,
            Subject = account.Subject,
            PersonId = personId,
            CreatedAt = all.Clock.GetUtcNow(),
        });
        LogLinked(personId, account.Issuer);
    }

    private static string Fit(string name) => name.Length <= PersonChange.MaxNameChars ? name : name[..PersonChange.MaxNameChars];

    [LoggerMessage(EventId = 3071, Level = LogLevel.Information, Message = "Person {PersonId} signs in with an account of {Issuer} from now on")]
    private partial void LogLinked(string personId, string issuer);

    [LoggerMessage(EventId = 3072, Level = LogLevel.Warning,
        Message = "Person {PersonId} is in too many groups for the provider to tell, so whether they are an administrator is not known; provision groups by SCIM, or let the provider send only those of this application")]
    private partial void LogTooManyGroups(string personId);
}
