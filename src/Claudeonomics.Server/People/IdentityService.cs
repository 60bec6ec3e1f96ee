using System.Text;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>An identity that is nobody's.</summary>
/// <param name="Number">In the ledger.</param>
/// <param name="WaitsFor">E-mail of somebody who may be meant: it is theirs, or they had it before they got a key of their own, which is why the claim waits.</param>
public sealed record UnresolvedIdentity(int Number, IdentityKind Kind, string Value, DateTimeOffset RegisteredAt, string? WaitsFor);

/// <summary>What somebody is known under besides their own keys.</summary>
/// <param name="From">First company day.</param>
/// <param name="Until">The day after the last.</param>
/// <param name="IsRetired">Whether what is claimed under it from now on is another number's, and waits: so for somebody with a key of their own.</param>
public sealed record Alias(int Number, IdentityKind Kind, string Value, DateOnly From, DateOnly Until, bool IsRetired);

/// <summary>What became of giving an identity to somebody.</summary>
public enum LinkOutcome
{
    Linked,
    NoSuchIdentity,
    NoSuchPerson,

    /// <summary>It is what a personal key writes as, and belongs to that person.</summary>
    IsPersonal,

    /// <summary>It is the e-mail under which somebody else is in the directory.</summary>
    IsSomebodys,

    /// <summary>The company's identity numbers are used up.</summary>
    NoNumberLeft,
}

/// <summary>The queue of claims that are nobody's, and who gets them.</summary>
public sealed partial class IdentityService
{
    private readonly Registers _all;
    private readonly ILogger<IdentityService> _logger;

    internal IdentityService(Registers all, ILogger<IdentityService> logger) => (_all, _logger) = (all, logger);

    /// <summary>The queue: what nobody owns and nobody set aside.</summary>
    /// <param name="after">The last number of the page before; 0 for the first page.</param>
    public async Task<IReadOnlyList<UnresolvedIdentity>> ListUnresolvedAsync(int after, int limit, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        var queue = await Unresolved(db).Where(identity => identity.Number > after)
            .OrderBy(identity => identity.Number)
            .Take(limit)
            .Select(identity => new UnresolvedIdentity(
                identity.Number, identity.Kind, identity.Value!, identity.RegisteredAt,
                identity.Kind == IdentityKind.Email
                    ? db.People.Where(person => person.EmailKey == identity.Value).Select(person => person.Email).FirstOrDefault()
                    : null))
            .ToListAsync(cancellationToken);

        // Who had the same under an earlier number, in one reading for all of the page: retired numbers have no index.
        var values = queue.ConvertAll(identity => identity.Value);
        var had = (await (from identity in db.Identities
                          join owner in db.IdentityOwners on identity.Number equals owner.IdentityNumber
                          join person in db.People on owner.PersonId equals person.Id
                          where identity.RetiredAt != null && values.Contains(identity.Value!)
                          orderby identity.Number descending
                          select new { identity.Kind, identity.Value, person.Email }).ToListAsync(cancellationToken))
            .ToLookup(before => (before.Kind, before.Value), before => before.Email);
        return queue.ConvertAll(identity => identity.WaitsFor is null ? identity with { WaitsFor = had[(identity.Kind, identity.Value)].FirstOrDefault() } : identity);
    }

    /// <summary>How many wait.</summary>
    public async Task<int> CountUnresolvedAsync(CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await Unresolved(db).CountAsync(cancellationToken);
    }

    /// <summary>What somebody is known under, oldest first.</summary>
    /// <returns><see langword="null"/> when there is nobody with the e-mail.</returns>
    public async Task<IReadOnlyList<Alias>?> ListAliasesAsync(string email, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        await using var db = _all.Control.Read();
        if (await db.People.Where(person => person.EmailKey == key).Select(person => person.Id).FirstOrDefaultAsync(cancellationToken) is not { } personId)
        {
            return null;
        }

        return await (from owner in db.IdentityOwners
                      join identity in db.Identities on owner.IdentityNumber equals identity.Number
                      where owner.PersonId == personId && identity.Kind != IdentityKind.Person && identity.Value != null
                      orderby identity.Number, owner.FromDay
                      select new Alias(identity.Number, identity.Kind, identity.Value!, owner.FromDay, owner.UntilDay, identity.RetiredAt != null))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Says that somebody is known under something, before or after it was first claimed: a second work e-mail, the address of their commits,
    /// an agent's account, an installation.</summary>
    /// <inheritdoc cref="LinkAsync" path="/remarks"/>
    public async Task<LinkOutcome> AddAliasAsync(
        IdentityClaimKind kind, string value, string email, DateOnly from, DateOnly until, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        var key = EmailAddress.Key(value);
        await using (var db = _all.Control.Read())
        {
            var owner = EmailAddress.Key(email);
            if (!await db.People.AnyAsync(person => person.EmailKey == owner, cancellationToken))
            {
                return LinkOutcome.NoSuchPerson;
            }

            if (kind is IdentityClaimKind.Email && key != owner && await db.People.AnyAsync(person => person.EmailKey == key, cancellationToken))
            {
                return LinkOutcome.IsSomebodys;
            }
        }

        return _all.Identities.NumberOf(kind, Encoding.UTF8.GetBytes(value.Trim())) is { } number
            ? await LinkAsync(number, email, from, until, by, cancellationToken)
            : LinkOutcome.NoNumberLeft;
    }

    /// <summary>Says that an identity is nobody's and is not to be asked about again, or takes that back.</summary>
    /// <returns><see langword="false"/> when there is no such identity in the queue, or none that was set aside.</returns>
    public async Task<bool> SetAsideAsync(int number, bool isAside, string by, CancellationToken cancellationToken)
    {
        var isDone = await _all.Control.ChangeAsync(
            async db =>
            {
                var identity = await db.Identities.FirstOrDefaultAsync(identity => identity.Number == number && identity.Kind != IdentityKind.Person
                    && identity.Value != null && !db.IdentityOwners.Any(owner => owner.IdentityNumber == number));
                if (identity is null || identity.SetAsideAt is null != isAside)
                {
                    return false;
                }

                identity.SetAsideAt = isAside ? _all.Clock.GetUtcNow() : null;
                return true;
            },
            static (_, _) => { }, cancellationToken);
        if (isDone)
        {
            LogSetAside(number, isAside, by);
        }

        return isDone;
    }

    /// <summary>Gives an identity to somebody, for all time or from one day to another (end excluded); sums of the past follow.</summary>
    /// <remarks>Who owned it on those days owns it no longer. For somebody with a key of their own, later claims wait again.</remarks>
    public async Task<LinkOutcome> LinkAsync(
        int number, string email, DateOnly from, DateOnly until, string by, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, from);
        var key = EmailAddress.Key(email);
        var linked = await _all.Control.ChangeAsync(
            async db =>
            {
                var personId = await db.People.Where(person => person.EmailKey == key).Select(person => person.Id).FirstOrDefaultAsync();
                var (outcome, before) = await TakeAsync(db, number, from, until);
                if (outcome is not LinkOutcome.Linked || personId is null)
                {
                    // Nothing that was taken away is saved.
                    db.ChangeTracker.Clear();
                    return new Linked(outcome is LinkOutcome.Linked ? LinkOutcome.NoSuchPerson : outcome, [], []);
                }

                db.IdentityOwners.Add(new() { IdentityNumber = number, PersonId = personId, FromDay = from, UntilDay = until });
                await db.SaveChangesAsync();
                var retired = await db.ApiKeys.AnyAsync(PersonalKeys.OfPerson(personId))
                    ? await PersonalIdentity.RetireClaimsAsync(db, personId, _all.Clock.GetUtcNow())
                    : [];
                return new(outcome, [personId, .. before], retired);
            },
            Remember, cancellationToken);
        if (linked.Outcome is LinkOutcome.Linked)
        {
            LogLinked(number, linked.People[0], from, until, by);
        }

        return linked.Outcome;
    }

    /// <summary>Makes an identity nobody's again.</summary>
    public async Task<LinkOutcome> UnlinkAsync(int number, string by, CancellationToken cancellationToken)
    {
        var linked = await _all.Control.ChangeAsync(
            async db =>
            {
                var (outcome, before) = await TakeAsync(db, number, DateOnly.MinValue, DateOnly.MaxValue);
                return new Linked(outcome, before, []);
            },
            Remember, cancellationToken);
        if (linked.Outcome is LinkOutcome.Linked)
        {
            LogUnlinked(number, by);
        }

        return linked.Outcome;
    }

    private static IQueryable<Identity> Unresolved(ControlContext db) => db.Identities.Where(identity =>
        identity.Kind != IdentityKind.Person && identity.Value != null && identity.SetAsideAt == null
        && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number));

    private static async Task<(LinkOutcome Outcome, List<string> Before)> TakeAsync(ControlContext db, int number, DateOnly from, DateOnly until)
    {
        var identity = await db.Identities.FirstOrDefaultAsync(identity => identity.Number == number && identity.Value != null);
        if (identity is null or { Kind: IdentityKind.Person })
        {
            return (identity is null ? LinkOutcome.NoSuchIdentity : LinkOutcome.IsPersonal, []);
        }

        identity.SetAsideAt = null;
        var owners = await db.IdentityOwners.Where(owner => owner.IdentityNumber == number).ToListAsync();
        var (kept, gone) = DateRanges.CutOut(owners, from, until);
        db.IdentityOwners.RemoveRange(gone);
        db.IdentityOwners.AddRange(kept.Except(owners));
        return (LinkOutcome.Linked, [.. gone.Select(owner => owner.PersonId).Distinct()]);
    }

    private void Remember(ControlContext db, Linked linked)
    {
        if (linked.People.Count > 0)
        {
            _all.Roster.Reload(db, linked.People);
        }

        linked.Retired.ForEach(identity => _all.Identities.Forget(identity.Kind, identity.Value!, identity.Number));
    }

    private sealed record Linked(LinkOutcome Outcome, List<string> People, List<Identity> Retired);

    [LoggerMessage(EventId = 3051, Level = LogLevel.Information, Message = "Identity {Number} is person {PersonId}'s from {From} until {Until}, says {By}")]
    private partial void LogLinked(int number, string personId, DateOnly from, DateOnly until, string by);

    [LoggerMessage(EventId = 3053, Level = LogLevel.Information, Message = "Identity {Number} is set aside: {IsAside}, says {By}")]
    private partial void LogSetAside(int number, bool isAside, string by);

    [LoggerMessage(EventId = 3052, Level = LogLevel.Information, Message = "Identity {Number} is nobody's, says {By}")]
    private partial void LogUnlinked(int number, string by);
}
