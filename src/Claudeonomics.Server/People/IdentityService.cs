using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>An identity that is nobody's.</summary>
/// <param name="Number">In the ledger.</param>
/// <param name="WaitsFor">E-mail of somebody who may be meant and has a key of their own, which is why the claim waits.</param>
public sealed record UnresolvedIdentity(int Number, IdentityKind Kind, string Value, DateTimeOffset RegisteredAt, string? WaitsFor);

/// <summary>What became of giving an identity to somebody.</summary>
public enum LinkOutcome
{
    Linked,
    NoSuchIdentity,
    NoSuchPerson,

    /// <summary>It is what a personal key writes as, and belongs to that person.</summary>
    IsPersonal,
}

/// <summary>The queue of claims that are nobody's, and who gets them.</summary>
public sealed partial class IdentityService
{
    private readonly Registers _all;
    private readonly ILogger<IdentityService> _logger;

    internal IdentityService(Registers all, ILogger<IdentityService> logger) => (_all, _logger) = (all, logger);

    /// <param name="after">The last number of the page before; 0 for the first page.</param>
    public async Task<IReadOnlyList<UnresolvedIdentity>> ListUnresolvedAsync(int after, int limit, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        return await db.Identities
            .Where(identity => identity.Number > after && identity.Kind != IdentityKind.Person && identity.Value != null
                && !db.IdentityOwners.Any(owner => owner.IdentityNumber == identity.Number))
            .OrderBy(identity => identity.Number)
            .Take(limit)
            .Select(identity => new UnresolvedIdentity(
                identity.Number, identity.Kind, identity.Value!, identity.RegisteredAt,
                identity.Kind == IdentityKind.Email
                    ? db.People.Where(person => person.EmailKey == identity.Value).Select(person => person.Email).FirstOrDefault()
                    : null))
            .ToListAsync(cancellationToken);
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

    private static async Task<(LinkOutcome Outcome, List<string> Before)> TakeAsync(ControlContext db, int number, DateOnly from, DateOnly until)
    {
        var identity = await db.Identities.FirstOrDefaultAsync(identity => identity.Number == number && identity.Value != null);
        if (identity is null or { Kind: IdentityKind.Person })
        {
            return (identity is null ? LinkOutcome.NoSuchIdentity : LinkOutcome.IsPersonal, []);
        }

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

    [LoggerMessage(EventId = 3052, Level = LogLevel.Information, Message = "Identity {Number} is nobody's, says {By}")]
    private partial void LogUnlinked(int number, string by);
}
