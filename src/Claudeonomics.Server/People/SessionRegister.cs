using System.Collections.Concurrent;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>A session as it is checked.</summary>
internal sealed class KnownSession
{
    // A page asks for several things at once, from several threads: one of them writes.
    private static readonly long BetweenUses = TimeSpan.FromSeconds(1).Ticks;

    private readonly SessionTerm _term;
    private long _usedAt;
    private long _writtenAt;

    public KnownSession(Session session, SessionTerms terms, KeyRing keys)
    {
        _term = terms.Of(session.Way);
        (Id, PersonId, KeyId) = (session.Id, session.PersonId, session.KeyId);
        Viewer = new(session.PersonId, session.IsAdministrator, session.KeyId, keys.IsLent(session.KeyId));
        // Terms that became shorter hold for those who were signed in before.
        var last = session.CreatedAt + _term.Lifetime;
        EndsAt = session.ExpiresAt < last ? session.ExpiresAt : last;
        _usedAt = _writtenAt = session.LastSeenAt.UtcTicks;
    }

    public string Id { get; }

    public string? PersonId { get; }

    public string? KeyId { get; }

    public Viewer Viewer { get; }

    /// <summary>When it is over however much it is used.</summary>
    public DateTimeOffset EndsAt { get; }

    public DateTimeOffset UsedAt => new(Volatile.Read(ref _usedAt), TimeSpan.Zero);

    public bool IsOver(DateTimeOffset now) => now >= EndsAt || now - UsedAt >= _term.Idle;

    public void Use(DateTimeOffset now)
    {
        if (now.UtcTicks - Volatile.Read(ref _usedAt) >= BetweenUses)
        {
            Volatile.Write(ref _usedAt, now.UtcTicks);
        }
    }

    /// <returns>The step of the last use, when that is later than what was written down.</returns>
    public DateTimeOffset? Unwritten(TimeSpan step)
    {
        var used = Volatile.Read(ref _usedAt);
        used -= used % step.Ticks;
        return used > _writtenAt ? new(used, TimeSpan.Zero) : null;
    }

    /// <summary>Called by the one who writes uses down.</summary>
    public void Written(DateTimeOffset at) => _writtenAt = at.UtcTicks;
}

/// <summary>Signed-in browsers, in memory, so that a request is checked without the database and a sign-out counts at once.</summary>
/// <remarks>Uses are written down once in <see cref="WrittenStep"/> and session, within the minute after: what a crash loses makes a session end six minutes earlier
/// at most, and never later.</remarks>
internal sealed class SessionRegister
{
    /// <summary>What uses are rounded down to when they are written down.</summary>
    public static readonly TimeSpan WrittenStep = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, KnownSession> _sessions = new(StringComparer.Ordinal);
    private readonly SessionTerms _terms;
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;

    public SessionRegister(ControlDatabase control, SessionTerms terms, KeyRing keys, TimeProvider clock)
    {
        (_terms, _keys, _clock) = (terms, keys, clock);
        using var db = control.Read();
        // Also those that are over: the next sweep deletes them.
        foreach (var session in db.Sessions)
        {
            Put(session);
        }
    }

    /// <summary>A session that is not over. Looking is no use of it.</summary>
    public KnownSession? Find(string id) => _sessions.TryGetValue(id, out var session) && !session.IsOver(_clock.GetUtcNow()) ? session : null;

    /// <summary>A session that is not over, which somebody uses now.</summary>
    public KnownSession? Use(string id)
    {
        var session = Find(id);
        session?.Use(_clock.GetUtcNow());
        return session;
    }

    public void Put(Session session) => _sessions[session.Id] = new(session, _terms, _keys);

    public void Remove(string id) => _sessions.TryRemove(id, out _);

    public void RemoveOf(IReadOnlySet<string> personIds)
    {
        if (personIds.Count > 0)
        {
            RemoveWhere(session => session.PersonId is { } personId && personIds.Contains(personId));
        }
    }

    public void RemoveOpenedWith(string keyId) => RemoveWhere(session => session.KeyId == keyId);

    /// <summary>Those that are over and still here.</summary>
    public IReadOnlyList<string> Over()
    {
        var now = _clock.GetUtcNow();
        return [.. _sessions.Values.Where(session => session.IsOver(now)).Select(static session => session.Id)];
    }

    /// <summary>Uses that are to be written down, by their steps.</summary>
    public IReadOnlyList<(KnownSession Session, DateTimeOffset At)> Unwritten() =>
        [.. _sessions.Values.Select(static session => (session, At: session.Unwritten(WrittenStep))).Where(static use => use.At is not null).Select(static use => (use.session, use.At!.Value))];

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
