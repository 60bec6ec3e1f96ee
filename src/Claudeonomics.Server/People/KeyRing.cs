using System.Collections.Concurrent;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>A key as it is checked.</summary>
internal sealed class RingKey(string id, KeyKind kind, string? personId, byte[] hash, int? personalIdentity, string? deviceId, bool isLent)
{
    private int _usedOn;

    public string Id { get; } = id;

    public KeyKind Kind { get; } = kind;

    public string? PersonId { get; } = personId;

    public byte[] Hash { get; } = hash;

    /// <summary>Reads as a person who did not make it themselves.</summary>
    public bool IsLent { get; } = isLent;

    /// <summary>What the intake is told; made once, so that a check allocates nothing.</summary>
    public IngestGrant Grant { get; } = new(id, personalIdentity);

    /// <summary>The same for usage batches; <see langword="null"/> for a key that is nobody's own or may not write.</summary>
    public BatchGrant? BatchGrant { get; } = personalIdentity is { } identity ? new(id, identity, deviceId) : null;

    /// <summary>Whom it lets look; <see langword="null"/> for a key that does something else.</summary>
    public Viewer? Viewer { get; private set; } = kind is KeyKind.Read or KeyKind.Admin ? new(personId, kind is KeyKind.Admin, id, isLent) : null;

    /// <summary>Takes the person away from a lent key: it sees what everybody sees, and nothing that is somebody's own.</summary>
    public void KeepFromOwn()
    {
        if (IsLent)
        {
            Viewer = Viewer! with { PersonId = null };
        }
    }

    /// <summary>Day number of the last use that is not written down yet; 0 when there is none.</summary>
    public int TakeUsedOn() => Interlocked.Exchange(ref _usedOn, 0);

    public void Touch(int dayNumber)
    {
        if (Volatile.Read(ref _usedOn) != dayNumber)
        {
            Volatile.Write(ref _usedOn, dayNumber);
        }
    }
}

/// <summary>All keys that are valid now, in memory: a check takes no lock and no database.</summary>
/// <remarks>Bounded by the people of the company and the administrator's own doing; a key takes about 300 bytes.</remarks>
/// <param name="lentSeeOwn">Whether a key that an administrator made for somebody sees what is theirs alone: among people who know each other.</param>
internal sealed class KeyRing(TimeProvider clock, bool lentSeeOwn)
{
    // Compared against when there is no such key, so that a wrong id and a wrong secret take the same time. Matches nothing.
    private static readonly byte[] NoHash = new byte[SecretText.HashBytes];

    private readonly ConcurrentDictionary<string, RingKey> _keys = new(StringComparer.Ordinal);

    public void Put(RingKey key)
    {
        if (!lentSeeOwn)
        {
            key.KeepFromOwn();
        }

        _keys[key.Id] = key;
    }

    public void Remove(string id) => _keys.TryRemove(id, out _);

    public void RemoveOf(string personId)
    {
        foreach (var (id, key) in _keys)
        {
            if (key.PersonId == personId)
            {
                _keys.TryRemove(id, out _);
            }
        }
    }

    public bool IsLent(string? id) => id is not null && _keys.TryGetValue(id, out var key) && key.IsLent;

    /// <summary>Reads keys from the store: those that are valid come in, those of people who have left rest.</summary>
    /// <param name="personIds">Whose; <see langword="null"/> for all keys there are.</param>
    public void Reload(ControlContext db, IReadOnlyCollection<string>? personIds)
    {
        var keys = personIds is null ? db.ApiKeys : db.ApiKeys.Where(key => key.PersonId != null && personIds.Contains(key.PersonId));
        var rows = keys.Where(key => key.RevokedAt == null).Select(key => new
        {
            Key = key,
            Rests = db.People.Any(person => person.Id == key.PersonId && person.DeactivatedAt != null),
            Number = db.Identities
                .Where(identity => identity.Kind == IdentityKind.Person && identity.Value == key.PersonId && identity.RetiredAt == null)
                .Select(identity => (int?)identity.Number)
                .FirstOrDefault(),
        });
        foreach (var row in rows.AsNoTracking())
        {
            if (row.Rests)
            {
                Remove(row.Key.Id);
            }
            else if (!Has(row.Key.Id))
            {
                var number = PersonalKeys.Write(row.Key.Kind) && row.Key.PersonId is not null ? row.Number!.Value : (int?)null;
                Put(new(row.Key.Id, row.Key.Kind, row.Key.PersonId, row.Key.Hash, number, row.Key.DeviceId,
                    KeyService.IsLent(row.Key.Kind, row.Key.PersonId, row.Key.CreatedBy)));
            }
        }
    }

    public bool Has(string id) => _keys.ContainsKey(id);

    /// <returns>The key, or <see langword="null"/> when there is none such, now.</returns>
    public RingKey? Find(ReadOnlySpan<char> presented)
    {
        var id = SecretText.IdIn(presented);
        if (!_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var key))
        {
            // An operator's own may look like one of ours.
            _keys.TryGetValue(BootstrapKey.Id, out key);
        }

        if (!SecretText.Matches(presented, key?.Hash ?? NoHash) || key is null)
        {
            return null;
        }

        key.Touch(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber);
        return key;
    }

    /// <summary>Keys used since the last call, with the UTC day.</summary>
    public IReadOnlyList<(string Id, DateOnly UsedOn)> TakeUses()
    {
        var uses = new List<(string, DateOnly)>();
        foreach (var key in _keys.Values)
        {
            if (key.TakeUsedOn() is var day and > 0)
            {
                uses.Add((key.Id, DateOnly.FromDayNumber(day)));
            }
        }

        return uses;
    }
}
