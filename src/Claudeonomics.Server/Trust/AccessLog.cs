using System.Collections.Concurrent;
using System.Security.Claims;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Server.Trust;

/// <summary>One look, as it is told apart from others within a minute.</summary>
/// <param name="By"><see cref="Viewer.LogName"/>, or a channel's or link's.</param>
/// <param name="Surface">A path, or a word.</param>
/// <param name="Filter">Its query.</param>
/// <param name="About">The person who was singled out.</param>
/// <param name="Snapshot">Sequence of the board that was shown.</param>
public readonly record struct Look(AccessAct Act, string By, string? ByPerson, string Surface, string Filter, string? About, long? Snapshot);

/// <summary>Who looked at what. Looks gather in memory and become durable in batches.</summary>
/// <remarks>
/// A look at one person, and whatever is no look, is durable within <see cref="Tick"/>. A look at a list is kept until its minute is over, so that
/// repeats of the same viewer, list and snapshot are one entry with a count. A server that is killed loses what waits; one that stops does not.
/// Bound: <see cref="MostWaiting"/> different looks; from half of it on all are written at once, and past it nothing that would have to be
/// written down is shown (503) until there is room: no figure of a person is shown without a record.
/// </remarks>
public sealed partial class AccessLog : BackgroundService
{
    /// <summary>Some 300 bytes each.</summary>
    public const int MostWaiting = 100_000;

    /// <summary>How often what waits is looked through.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HeadEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromHours(6);

    /// <summary>How an entry names a person who looked; which one is a number beside it.</summary>
    internal const string PersonWord = "person";

    private readonly ConcurrentDictionary<Look, Waiting> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly AccessLogStore _store;
    private readonly BulkAlarm _alarm;
    private readonly TimeProvider _clock;
    private readonly ILogger<AccessLog> _logger;
    private DateTimeOffset _signedAt;
    private DateTimeOffset _expiredAt;

    public AccessLog(DataDirectory data, BulkAlarm alarm, TimeProvider clock, ILogger<AccessLog> logger)
    {
        ArgumentNullException.ThrowIfNull(data);
        (_store, _alarm, _clock, _logger) = (AccessLogStore.Open(data.Path), alarm, clock, logger);
        _signedAt = _expiredAt = clock.GetUtcNow();
    }

    /// <summary>Whether a look can still be written down.</summary>
    public bool HasRoom => _waiting.Count < MostWaiting;

    /// <summary>Writes a look down. The same look within a minute is one more of the same.</summary>
    /// <param name="reader">Whose looks the alarm counts together; <see langword="null"/> for those of <see cref="Look.By"/> alone.</param>
    public void Note(in Look look, string? reader = null)
    {
        var now = _clock.GetUtcNow();
        // Each look, also one more of the same: the alarm goes by when somebody was looked at last. Reviewing and deciding about people one by one is
        // a role's work, and written down as that.
        if (look is { Act: AccessAct.Person, About: { } about } && _alarm.Sees(look.By, look.ByPerson, about, now, reader) is { } alarm)
        {
            Add(alarm, now);
        }

        if (_waiting.TryGetValue(look, out var known) && known.TryCount())
        {
            return;
        }

        Add(look, now);
        if (_waiting.Count > MostWaiting / 2)
        {
            Wake();
        }
    }

    /// <summary>Tells the alarm of a list that is so short that it singles out those in it. The look at the list itself is one entry.</summary>
    public void NoteFew(Viewer? viewer, IReadOnlyList<string> few)
    {
        ArgumentNullException.ThrowIfNull(few);
        var by = viewer?.LogName ?? Viewer.NobodysName;
        foreach (var about in few)
        {
            if (about != viewer?.PersonId && _alarm.Sees(by, viewer?.LoggedPerson, about, _clock.GetUtcNow(), viewer?.Reader) is { } alarm)
            {
                Add(alarm, _clock.GetUtcNow());
            }
        }
    }

    /// <summary>Writes down what somebody did, which is no look.</summary>
    public void Note(AccessAct act, Viewer? by, string what, string? about = null) =>
        Note(new Look(act, by?.LogName ?? Viewer.NobodysName, by?.LoggedPerson, what, "", about, Snapshot: null));

    /// <summary>Writes down that somebody made a key or link with which somebody else can be somebody. One's own are nobody's business.</summary>
    /// <param name="about">Whom it is for; <see langword="null"/> for an administrator without a row.</param>
    public void NoteMade(ClaimsPrincipal by, string what, string? about)
    {
        var viewer = Viewer.From(by);
        if (about is null || about != viewer?.LoggedPerson)
        {
            Note(AccessAct.Access, viewer, what, about);
        }
    }

    /// <summary>Writes down what roles somebody has from now on.</summary>
    public void NoteRoles(ClaimsPrincipal by, IReadOnlyList<Role> roles, string about) => Note(
        AccessAct.Access, Viewer.From(by), roles.Count == 0 ? "takes the roles" : $"gives {string.Join(", ", RoleNames.All.Where(role => roles.Contains(role.Role)).Select(static role => role.Name))}", about);

    /// <summary>Makes everything that waits durable, and signs the log as it is then.</summary>
    /// <returns><see langword="null"/> while nothing was ever looked at.</returns>
    public async Task<SignedHead?> SignHeadAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(all: true, cancellationToken);
        return _store.SignHead(_clock.GetUtcNow());
    }

    /// <summary>What the log says, with all that waits.</summary>
    internal async Task<AccessLogStore> ReadAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(all: true, cancellationToken);
        return _store;
    }

    /// <summary>Makes an erased person's entries nobody's.</summary>
    public async Task ForgetAsync(string personId, CancellationToken cancellationToken)
    {
        await WriteAsync(all: true, cancellationToken);
        _store.ForgetPerson(personId);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(all: true, CancellationToken.None);
    }

    public override void Dispose()
    {
        _store.Dispose();
        _writing.Dispose();
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // By the machine's own clock: it is about what a crash would lose.
            var isFilling = await _wake.WaitAsync(Tick, stoppingToken);
            try
            {
                await WriteAsync(all: isFilling, stoppingToken);
                SignAndExpire();
            }
            catch (Exception error) when (error is SqliteException or IOException)
            {
                // What waits goes on waiting, up to the bound.
                LogFailed(error);
            }
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private void Add(in Look look, DateTimeOffset now)
    {
        while (!_waiting.TryAdd(look, new(now)))
        {
            if (_waiting.TryGetValue(look, out var known) && known.TryCount())
            {
                return;
            }
        }
    }

    private async Task WriteAsync(bool all, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetUtcNow();
            var due = _waiting.Where(pair => all || pair.Key.About is not null || pair.Key.Act is not AccessAct.List || now - pair.Value.At >= Minute).ToList();
            if (due.Count == 0)
            {
                return;
            }

            // Taken first, so that whoever looks from here on begins a new entry; put back when they could not be written.
            var records = due.ConvertAll(pair => RecordOf(pair.Key, pair.Value.At, pair.Value.Take()));
            try
            {
                _store.Append([.. records.OrderBy(static record => record.At)], DateOnly.FromDateTime(now.UtcDateTime), now);
            }
            catch
            {
                due.ForEach(static pair => pair.Value.PutBack());
                throw;
            }

            due.ForEach(pair => _waiting.TryRemove(pair));
        }
        finally
        {
            _writing.Release();
        }
    }

    private static AccessRecord RecordOf(in Look look, DateTimeOffset at, int count) => new(
        at, look.Act, look.ByPerson is null ? look.By : PersonWord, look.ByPerson, look.About, Trust.Surface.Of(look.Surface, look.Filter), look.Snapshot, count);

    private void SignAndExpire()
    {
        var now = _clock.GetUtcNow();
        if (now - _signedAt >= HeadEvery)
        {
            _signedAt = now;
            _store.SignHead(now);
        }

        if (now - _expiredAt >= ExpireEvery)
        {
            _expiredAt = now;
            _store.Expire(now - AccessLogStore.Kept);
        }
    }

    private sealed class Waiting(DateTimeOffset at)
    {
        private const int Taken = -1;
        private int _count = 1;
        private int _taken;

        public DateTimeOffset At { get; } = at;

        /// <returns><see langword="false"/> when it has been written: the next look begins another.</returns>
        public bool TryCount()
        {
            for (var count = Volatile.Read(ref _count); count != Taken;)
            {
                var seen = Interlocked.CompareExchange(ref _count, count + 1, count);
                if (seen == count)
                {
                    return true;
                }

                count = seen;
            }

            return false;
        }

        public int Take() => _taken = Interlocked.Exchange(ref _count, Taken);

        public void PutBack() => Volatile.Write(ref _count, _taken);
    }

    [LoggerMessage(EventId = 7011, Level = LogLevel.Error, Message = "The access log could not be written; what was looked at waits")]
    private partial void LogFailed(Exception exception);
}
