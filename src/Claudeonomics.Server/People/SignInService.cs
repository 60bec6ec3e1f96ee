using System.Security.Claims;
using Claudeonomics.Storage.Control;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>A link that signs in once.</summary>
/// <param name="Path">To be appended to the server's address.</param>
public sealed record OneTimeLink(string Path, DateTimeOffset ExpiresAt);

/// <summary>Whom a link or key signs in.</summary>
/// <param name="PersonId"><see langword="null"/> for an administrator without a row of their own.</param>
public sealed record SignInAs(string? PersonId, string? Name, bool IsAdministrator);

/// <summary>Signs browsers in and out.</summary>
public sealed partial class SignInService
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    /// <summary>Browsers one person can be signed in with; the oldest is signed out for the next.</summary>
    public const int MaxSessionsPerPerson = 20;

    private readonly Registers _all;
    private readonly ILogger<SignInService> _logger;

    internal SignInService(Registers all, ILogger<SignInService> logger) => (_all, _logger) = (all, logger);

    /// <summary>A link for one sign-in within <see cref="LinkLifetime"/>.</summary>
    /// <param name="personId">Who, or <see langword="null"/> for an administrator without a row of their own.</param>
    /// <param name="isAdministrator">Whether the session may set up people and keys.</param>
    /// <returns><see langword="null"/> when there is no such person, or they have left.</returns>
    public async Task<OneTimeLink?> CreateLinkAsync(string? personId, bool isAdministrator, CancellationToken cancellationToken)
    {
        var secret = SecretText.New("signin");
        var expiresAt = _all.Clock.GetUtcNow() + LinkLifetime;
        var made = await _all.Control.ChangeAsync(
            async db =>
            {
                if (personId is not null && !await db.People.AnyAsync(person => person.Id == personId && person.DeactivatedAt == null))
                {
                    return false;
                }

                db.SignInLinks.Add(new()
                {
                    Id = secret.Id,
                    Hash = secret.Hash,
                    PersonId = personId,
                    IsAdministrator = isAdministrator,
                    ExpiresAt = expiresAt,
                });
                return true;
            },
            static (_, _) => { },
            cancellationToken);
        return made ? new($"/signin/{secret.Text}", expiresAt) : null;
    }

    /// <summary>Whom a link would sign in. Looking does not use it up, so that a chat program's preview cannot.</summary>
    public async Task<SignInAs?> FindLinkAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await FindAsync(db, token) is { } link ? await NameAsync(db, link.PersonId, link.IsAdministrator, cancellationToken) : null;
    }

    /// <summary>Uses a link up and signs the browser in.</summary>
    /// <returns>Who is signed in, or <see langword="null"/> when the link is unknown, used or expired.</returns>
    public async Task<SignInAs?> SignInWithLinkAsync(HttpContext context, string token)
    {
        var link = await _all.Control.ChangeAsync(
            async db =>
            {
                var found = await FindAsync(db, token);
                if (found is not null)
                {
                    db.SignInLinks.Remove(found);
                }

                return found;
            },
            static (_, _) => { },
            context.RequestAborted);
        if (link is null)
        {
            LogRefused("link");
            return null;
        }

        return await SignInAsync(context, link.PersonId, link.IsAdministrator, SignInWay.Link);
    }

    /// <summary>Signs the browser in as whom a read or admin key belongs to.</summary>
    /// <returns>Who is signed in, or <see langword="null"/> when the key is none of these.</returns>
    public async Task<SignInAs?> SignInWithKeyAsync(HttpContext context, string presentedKey)
    {
        if (_all.Keys.Find(presentedKey.AsSpan().Trim()) is not { Viewer: { } viewer } key)
        {
            LogRefused("key");
            return null;
        }

        return await SignInAsync(context, viewer.PersonId, viewer.IsAdministrator, SignInWay.Key, key.Id);
    }

    /// <summary>Signs the browser in as somebody who has just proven who they are.</summary>
    /// <param name="keyId">The key that they showed; <see langword="null"/> for any other way.</param>
    /// <returns>Who is signed in, or <see langword="null"/> when they have left.</returns>
    public async Task<SignInAs?> SignInAsync(
        HttpContext context, string? personId, bool isAdministrator, SignInWay way, string? keyId = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = _all.Clock.GetUtcNow();
        var session = new Session
        {
            Id = SecretText.NewId(20),
            PersonId = personId,
            IsAdministrator = isAdministrator,
            KeyId = keyId,
            Way = way,
            Browser = BrowserFamily.Of(context.Request.Headers.UserAgent),
            CreatedAt = now,
            ExpiresAt = now + _all.Terms.Of(way).Lifetime,
            LastSeenAt = now,
        };
        var isIn = await _all.Control.ChangeAsync(
            async db =>
            {
                if (await db.People.AnyAsync(person => person.Id == personId && person.DeactivatedAt != null))
                {
                    return null;
                }

                var before = await db.Sessions.Where(other => other.PersonId == personId)
                    .OrderByDescending(other => other.CreatedAt).Skip(MaxSessionsPerPerson - 1).ToListAsync();
                db.Sessions.RemoveRange(before);
                db.Sessions.Add(session);
                return before;
            },
            (_, before) =>
            {
                if (before is not null)
                {
                    before.ForEach(old => _all.Sessions.Remove(old.Id));
                    _all.Sessions.Put(session);
                }
            },
            context.RequestAborted);
        if (isIn is null)
        {
            return null;
        }

        await context.SignInAsync(SignIn.CookieScheme,
            SignIn.Principal(SignIn.CookieScheme, personId, isAdministrator, ClaimsOf(session)),
            new AuthenticationProperties { IsPersistent = true, IssuedUtc = now, ExpiresUtc = session.ExpiresAt });
        LogSignedIn(session.Id, personId, isAdministrator);
        await using var db = _all.Control.Read();
        return await NameAsync(db, personId, isAdministrator, CancellationToken.None);
    }

    /// <summary>Lets go of the accounts with which somebody signs in at a provider, and ends their sessions: the next account with their e-mail is theirs.</summary>
    /// <returns><see langword="false"/> when there is nobody with the e-mail.</returns>
    public async Task<bool> ForgetAccountsAsync(string email, string by, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        var personId = await _all.Control.ChangeAsync(
            async db =>
            {
                var id = await db.People.Where(person => person.EmailKey == key).Select(person => person.Id).FirstOrDefaultAsync();
                await db.SignInAccounts.Where(account => account.PersonId == id).ExecuteDeleteAsync();
                await db.Sessions.Where(session => session.PersonId == id && id != null).ExecuteDeleteAsync();
                return id;
            },
            (_, id) =>
            {
                if (id is not null)
                {
                    _all.Sessions.RemoveOf(new HashSet<string> { id });
                }
            },
            cancellationToken);
        if (personId is null)
        {
            return false;
        }

        LogAccountsForgotten(personId, by);
        return true;
    }

    /// <summary>Ends the browser's session, here and in its cookie.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.FindFirstValue(SignIn.SessionClaim) is { } id)
        {
            await _all.Control.ChangeAsync(
                db => db.Sessions.Where(session => session.Id == id).ExecuteDeleteAsync(), (_, _) => _all.Sessions.Remove(id), CancellationToken.None);
        }

        await context.SignOutAsync(SignIn.CookieScheme);
    }

    private List<Claim> ClaimsOf(Session session)
    {
        var claims = new List<Claim> { new(SignIn.SessionClaim, session.Id) };
        if (session.KeyId is { } key)
        {
            claims.Add(new(SignIn.OpenedWithClaim, key));
        }

        if (_all.Keys.IsLent(session.KeyId))
        {
            claims.Add(new(SignIn.LentClaim, SignIn.LentClaim));
        }

        return claims;
    }

    private async Task<SignInLink?> FindAsync(ControlContext db, string token)
    {
        var id = SecretText.IdIn(token).ToString();
        var link = await db.SignInLinks.FirstOrDefaultAsync(link => link.Id == id);
        return link is not null && link.ExpiresAt > _all.Clock.GetUtcNow() && SecretText.Matches(token, link.Hash) ? link : null;
    }

    private static async Task<SignInAs> NameAsync(ControlContext db, string? personId, bool isAdministrator, CancellationToken cancellationToken)
    {
        var name = await db.People.Where(person => person.Id == personId).Select(person => person.Name).FirstOrDefaultAsync(cancellationToken);
        return new(personId, name, isAdministrator);
    }

    // As often as the limit of tries lets somebody.
    [LoggerMessage(EventId = 3023, Level = LogLevel.Warning, Message = "A sign-in with a {What} was refused: there is none such, or it is over")]
    private partial void LogRefused(string what);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Information, Message = "Person {PersonId} signs in with no account of before any more, says {By}")]
    private partial void LogAccountsForgotten(string personId, string by);

    [LoggerMessage(EventId = 3021, Level = LogLevel.Information, Message = "Session {SessionId} began for person {PersonId} (administrator: {IsAdministrator})")]
    private partial void LogSignedIn(string sessionId, string? personId, bool isAdministrator);
}
