using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>A key that was just made. The text is shown this once and kept nowhere.</summary>
public sealed record NewKey(string Id, string Text);

/// <summary>A key as lists show it.</summary>
/// <param name="PersonEmail">Whose it is; <see langword="null"/> for a shared or an administrator's key.</param>
/// <param name="LastUsedOn">A UTC day, up to a minute behind.</param>
/// <param name="Device">What the machine calls itself that it was made for; <see langword="null"/> for a key that is no device's.</param>
public sealed record KeyDetails(
    string Id, KeyKind Kind, string? PersonEmail, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? RevokedAt, DateOnly? LastUsedOn,
    string? Device);

/// <summary>Makes, lists and revokes keys.</summary>
public sealed partial class KeyService
{
    private readonly Registers _all;
    private readonly ILogger<KeyService> _logger;

    internal KeyService(Registers all, ILogger<KeyService> logger) => (_all, _logger) = (all, logger);

    /// <summary>Makes a key, valid from the return on.</summary>
    /// <param name="kind">Any but a device's, which comes of a sign-in (<see cref="DeviceSignInService"/>).</param>
    /// <param name="personId">Whose; with kind ingest the person is known by it from now on, and what is claimed in their name waits.</param>
    /// <param name="by">Who makes it: <c>self</c>, <c>key:ID</c>, <c>invite:ID</c>.</param>
    /// <returns>The key; <see langword="null"/> when there is no such person, they have left, or no number is left for them.</returns>
    public async Task<NewKey?> CreateAsync(KeyKind kind, string? personId, string by, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)kind, (int)KeyKind.Device);
        var secret = NewSecret(kind);
        var created = await _all.Control.ChangeAsync(
            db => AddAsync(db, secret, kind, personId, by), (db, change) => Remember(db, change), cancellationToken);
        if (created is null)
        {
            return null;
        }

        LogCreated(secret.Id, kind, personId, by);
        return new(secret.Id, secret.Text);
    }

    /// <summary>Whether a key reads as somebody who did not make it.</summary>
    internal static bool IsLent(KeyKind kind, string? personId, string by) => kind is KeyKind.Read && personId is not null && by != Access.Self;

    internal static SecretText NewSecret(KeyKind kind) => SecretText.New(kind.ToString().ToLowerInvariant());

    /// <summary>Ends a key at once, and every session that was opened with it.</summary>
    /// <param name="ofPersonId">Whose it must be, or <see langword="null"/> for anybody's.</param>
    /// <returns><see langword="false"/> when there is no such key.</returns>
    public async Task<bool> RevokeAsync(string id, string? ofPersonId, string by, CancellationToken cancellationToken)
    {
        var forgotten = await _all.Control.ChangeAsync(
            db => RevokeAsync(db, id, ofPersonId),
            (_, forgotten) =>
            {
                if (forgotten is not null)
                {
                    Forget(id, forgotten);
                }
            },
            cancellationToken);
        if (forgotten is null)
        {
            return false;
        }

        LogRevoked(id, by);
        return true;
    }

    /// <param name="ofPersonId">Only this person's, or <see langword="null"/> for all.</param>
    /// <param name="after">The last id of the page before; <see langword="null"/> for the first page.</param>
    public async Task<IReadOnlyList<KeyDetails>> ListAsync(string? ofPersonId, string? after, int limit, CancellationToken cancellationToken)
    {
        after ??= "";
        await using var db = _all.Control.Read();
        var keys = db.ApiKeys.Where(key => (ofPersonId == null || key.PersonId == ofPersonId) && key.Id.CompareTo(after) > 0)
            .OrderBy(key => key.Id).Take(limit);
        return await (
            from key in keys
            join person in db.People on key.PersonId equals person.Id into owners
            from owner in owners.DefaultIfEmpty()
            join device in db.Devices on key.DeviceId equals device.Id into devices
            from device in devices.DefaultIfEmpty()
            orderby key.Id
            select new KeyDetails(key.Id, key.Kind, owner!.Email, key.CreatedAt, key.CreatedBy, key.RevokedAt, key.LastUsedOn, device!.Name))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The change itself, for those that make more than a key in one.</summary>
    internal async Task<Created?> AddAsync(
        ControlContext db, SecretText secret, KeyKind kind, string? personId, string by, string? deviceId = null)
    {
        if (personId is not null && !await db.People.AnyAsync(person => person.Id == personId && person.DeactivatedAt == null))
        {
            return null;
        }

        var key = new ApiKey
        {
            Id = secret.Id,
            Kind = kind,
            PersonId = personId,
            DeviceId = deviceId,
            Hash = secret.Hash,
            CreatedAt = _all.Clock.GetUtcNow(),
            CreatedBy = by,
        };
        if (!PersonalKeys.Write(kind) || personId is null)
        {
            db.ApiKeys.Add(key);
            return new(new(secret.Id, kind, personId, secret.Hash, personalIdentity: null, deviceId: null, IsLent(kind, personId, by)), null, []);
        }

        var known = await db.Identities.FirstOrDefaultAsync(
            identity => identity.Kind == IdentityKind.Person && identity.Value == personId);
        var added = known is null ? PersonalIdentity.Add(_all.Identities, db, personId) : null;
        if ((known ?? added) is not { } identity)
        {
            return null;
        }

        db.ApiKeys.Add(key);
        var retired = await PersonalIdentity.RetireClaimsAsync(db, personId, _all.Clock.GetUtcNow());
        return new(new(secret.Id, kind, personId, secret.Hash, identity.Number, deviceId, isLent: false), added, retired);
    }

    /// <summary>Makes the key valid after the commit.</summary>
    internal void Remember(ControlContext db, Created? created)
    {
        if (created is null)
        {
            return;
        }

        if (created.Identity is not null)
        {
            _all.Identities.Registered(created.Identity);
            _all.Roster.Reload(db, created.Key.PersonId!);
        }

        foreach (var identity in created.Retired)
        {
            _all.Identities.Forget(identity.Kind, identity.Value!, identity.Number);
        }

        _all.Keys.Put(created.Key);
    }

    /// <summary>The key is no longer valid after the commit.</summary>
    /// <param name="retired">Identities that gave up their value with it.</param>
    internal void Forget(string id, List<Identity> retired)
    {
        _all.Keys.Remove(id);
        _all.Sessions.RemoveOpenedWith(id);
        retired.ForEach(identity => _all.Identities.Forget(identity.Kind, identity.Value!, identity.Number));
    }

    /// <returns>Identities that give up their value, or <see langword="null"/> when there is no such key.</returns>
    private async Task<List<Identity>?> RevokeAsync(ControlContext db, string id, string? ofPersonId)
    {
        var key = await db.ApiKeys.FirstOrDefaultAsync(key => key.Id == id && key.RevokedAt == null);
        if (key is null || (ofPersonId is not null && key.PersonId != ofPersonId))
        {
            return null;
        }

        key.RevokedAt = _all.Clock.GetUtcNow();
        await db.SaveChangesAsync();
        await db.Sessions.Where(session => session.KeyId == id).ExecuteDeleteAsync();
        return PersonalKeys.Write(key.Kind) && key.PersonId is { } personId && !await db.ApiKeys.AnyAsync(PersonalKeys.OfPerson(personId))
            ? await PersonalIdentity.RetireWaitingAsync(db, personId, _all.Clock.GetUtcNow())
            : [];
    }

    /// <param name="Identity">The person's number when it is new.</param>
    /// <param name="Retired">Claims that get new numbers from now on.</param>
    internal sealed record Created(RingKey Key, Identity? Identity, List<Identity> Retired);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Key {KeyId} of kind {Kind} for person {PersonId} was made by {By}")]
    private partial void LogCreated(string keyId, KeyKind kind, string? personId, string by);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Information, Message = "Key {KeyId} was revoked by {By}")]
    private partial void LogRevoked(string keyId, string by);
}
