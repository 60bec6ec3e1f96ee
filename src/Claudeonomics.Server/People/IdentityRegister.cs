using System.Collections.Concurrent;
using System.Text;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Storage.Control;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>Gives every claim its number. Known ones are found in memory; a new one is on disk before its number is given out.</summary>
internal sealed class IdentityRegister
{
    /// <summary>Numbers a company can use, those of people and erased ones included. After that new claims are dropped and counted.</summary>
    public const int MaxIdentities = 100_000;

    private readonly ControlDatabase _control;
    private readonly RosterSource _roster;
    private readonly TimeProvider _clock;
    private readonly Dictionary<IdentityKind, ConcurrentDictionary<byte[], int>> _numbers = new()
    {
        [IdentityKind.Email] = new(new ClaimComparer(foldAscii: true)),
        [IdentityKind.Account] = new(new ClaimComparer(foldAscii: false)),
        [IdentityKind.Installation] = new(new ClaimComparer(foldAscii: false)),
    };

    private int _count;

    public IdentityRegister(ControlDatabase control, RosterSource roster, TimeProvider clock)
    {
        (_control, _roster, _clock) = (control, roster, clock);
        using var db = control.Read();
        foreach (var identity in db.Identities)
        {
            _count++;
            if (identity is { Kind: not IdentityKind.Person, Value: not null, RetiredAt: null })
            {
                _numbers[identity.Kind][Encoding.UTF8.GetBytes(identity.Value)] = identity.Number;
            }
        }
    }

    /// <summary>Numbers that are used up.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <exception cref="LedgerUnavailableException">A new claim could not be written down; the sender should try again.</exception>
    public int? NumberOf(IdentityClaimKind claim, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(value.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, EmailAddress.MaxBytes);
        var kind = (IdentityKind)claim;
        if (_numbers[kind].GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(value, out var number))
        {
            return number;
        }

        return Count >= MaxIdentities ? null : Register(kind, Encoding.UTF8.GetString(value));
    }

    /// <summary>Adds a row for an identity inside somebody else's change; <see cref="Registered"/> is to be called after its commit.</summary>
    /// <returns>The row, or <see langword="null"/> when the numbers are used up.</returns>
    public Identity? Add(ControlContext db, IdentityKind kind, string value)
    {
        if (Count >= MaxIdentities)
        {
            return null;
        }

        var identity = new Identity { Kind = kind, Value = value, RegisteredAt = _clock.GetUtcNow() };
        db.Identities.Add(identity);
        db.SaveChanges();
        return identity;
    }

    public void Registered(Identity identity)
    {
        Interlocked.Increment(ref _count);
        if (identity is { Kind: not IdentityKind.Person, Value: not null })
        {
            _numbers[identity.Kind][Encoding.UTF8.GetBytes(identity.Value)] = identity.Number;
        }
    }

    /// <summary>Makes the next claim of the same value a new number. The row is already changed and committed.</summary>
    public void Forget(IdentityKind kind, string value, int number)
    {
        if (kind is not IdentityKind.Person)
        {
            _numbers[kind].TryRemove(new(Encoding.UTF8.GetBytes(value), number));
        }
    }

    private int? Register(IdentityKind kind, string claim)
    {
        // Letters outside ASCII are folded here; such a claim comes this way each time and finds its number all the same.
        var value = kind is IdentityKind.Email ? EmailAddress.Key(claim) : claim;
        if (_numbers[kind].TryGetValue(Encoding.UTF8.GetBytes(value), out var known))
        {
            return known;
        }

        try
        {
            var (number, _, _) = _control.Change(db => Find(db, kind, value) ?? Create(db, kind, value), Remember);
            return number;
        }
        catch (Exception error) when (error is DbUpdateException or SqliteException)
        {
            throw new LedgerUnavailableException("A new identity could not be written down.", error);
        }
    }

    private static (int? Number, Identity? Created, string? Owner)? Find(ControlContext db, IdentityKind kind, string value)
    {
        var number = db.Identities
            .Where(identity => identity.Kind == kind && identity.Value == value && identity.RetiredAt == null)
            .Select(identity => (int?)identity.Number)
            .FirstOrDefault();
        return number is null ? null : (number, null, null);
    }

    private (int? Number, Identity? Created, string? Owner) Create(ControlContext db, IdentityKind kind, string value)
    {
        if (Add(db, kind, value) is not { } identity)
        {
            return (null, null, null);
        }

        var owner = kind is IdentityKind.Email
            ? db.People.Where(person => person.EmailKey == value).Select(person => person.Id).FirstOrDefault()
            : null;

        // Somebody with a key of their own is known by it, so what is merely claimed in their name waits.
        if (owner is null || db.ApiKeys.Any(PersonalKeys.OfPerson(owner)))
        {
            return (identity.Number, identity, null);
        }

        db.IdentityOwners.Add(Ownership.FromTheBeginning(identity.Number, owner));
        return (identity.Number, identity, owner);
    }

    private void Remember(ControlContext db, (int? Number, Identity? Created, string? Owner) registered)
    {
        if (registered.Created is not null)
        {
            Registered(registered.Created);
        }

        if (registered.Owner is not null)
        {
            _roster.Reload(db, registered.Owner);
        }
    }
}
