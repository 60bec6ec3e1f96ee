using System.Collections.Concurrent;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>A session as it is checked.</summary>
internal sealed record KnownSession(string Id, string? PersonId, string? KeyId, DateTimeOffset ExpiresAt, Viewer Viewer)
{
    public static KnownSession Of(Session session, KeyRing keys) => new(
        session.Id, session.PersonId, session.KeyId, session.ExpiresAt,
        new(session.PersonId, session.IsAdministrator, session.KeyId, keys.IsLent(session.KeyId)));
}

/// <summary>Signed-in browsers, in memory, so that a request is checked without the database and a sign-out counts at once.</summary>
internal sealed class SessionRegister
{
    private readonly ConcurrentDictionary<string, KnownSession> _sessions = new(StringComparer.Ordinal);
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;

    public SessionRegister(ControlDatabase control, KeyRing keys, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        var now = clock.GetUtcNow();
        using var db = control.Read();
        foreach (var session in db.Sessions.Where(session => session.ExpiresAt > now))
        {
            _sessions[session.Id] = KnownSession.Of(session, _keys);
        }
    }

    public KnownSession? Find(string id) =>
        _sessions.TryGetValue(id, out var session) && session.ExpiresAt > _clock.GetUtcNow() ? session : null;

    public void Put(Session session) => _sessions[session.Id] = KnownSession.Of(session, _keys);

    public void Remove(string id) => _sessions.TryRemove(id, out _);

    public void RemoveOf(IReadOnlySet<string> personIds)
    {
        if (personIds.Count > 0)
        {
            RemoveWhere(session => session.PersonId is { } personId && personIds.Contains(personId));
        }
    }

    public void RemoveOpenedWith(string keyId) => RemoveWhere(session => session.KeyId == keyId);

    public void RemoveExpired() => RemoveWhere(session => session.ExpiresAt <= _clock.GetUtcNow());

    private void RemoveWhere(Func<KnownSession, bool> isOver)
    {
        foreach (var (id, session) in _sessions)
        {
            if (isOver(session))
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }
}
