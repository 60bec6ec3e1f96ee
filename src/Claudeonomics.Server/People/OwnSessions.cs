using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>A browser that somebody is signed in with, as they see it themselves.</summary>
/// <param name="Browser">Its family, or nothing when it was signed in before that was kept.</param>
/// <param name="LastSeenAt">The full hour of the last use, so that the list is no attendance clock.</param>
/// <param name="EndsAt">When it ends however much it is used.</param>
public sealed record OwnSession(string Id, string Browser, SignInWay Way, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset EndsAt);

/// <summary>Where somebody is signed in, for them alone, and how they end it.</summary>
public sealed partial class OwnSessions
{
    private readonly Registers _all;
    private readonly ILogger<OwnSessions> _logger;

    internal OwnSessions(Registers all, ILogger<OwnSessions> logger) => (_all, _logger) = (all, logger);

    /// <summary>Those that are open, the newest first.</summary>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(string personId, CancellationToken cancellationToken)
    {
        await using var db = _all.Control.Read();
        var rows = await db.Sessions.Where(session => session.PersonId == personId).OrderByDescending(session => session.CreatedAt).ToListAsync(cancellationToken);
        return
        [
            .. from row in rows
               let known = _all.Sessions.Find(row.Id)
               where known is not null
               select new OwnSession(row.Id, row.Browser, row.Way, row.CreatedAt, HourOf(known.UsedAt), known.EndsAt),
        ];
    }

    /// <returns><see langword="false"/> when there is no such session of theirs.</returns>
    public async Task<bool> EndAsync(string personId, string id, CancellationToken cancellationToken) =>
        await EndAsync(personId, session => session.Id == id, cancellationToken) > 0;

    /// <summary>Ends all but one.</summary>
    /// <param name="id">The one that stays; <see langword="null"/> when a key asks, which is none of them.</param>
    public Task<int> EndOthersAsync(string personId, string? id, CancellationToken cancellationToken) =>
        EndAsync(personId, session => session.Id != id, cancellationToken);

    private async Task<int> EndAsync(
        string personId, System.Linq.Expressions.Expression<Func<Session, bool>> which, CancellationToken cancellationToken)
    {
        var ended = await _all.Control.ChangeAsync(
            async db =>
            {
                var ids = await db.Sessions.Where(session => session.PersonId == personId).Where(which).Select(static session => session.Id).ToListAsync();
                await db.Sessions.Where(session => session.PersonId == personId).Where(which).ExecuteDeleteAsync();
                return ids;
            },
            (_, ids) => ids.ForEach(_all.Sessions.Remove),
            cancellationToken);
        if (ended.Count > 0)
        {
            LogEnded(ended.Count, personId);
        }

        return ended.Count;
    }

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    [LoggerMessage(EventId = 3024, Level = LogLevel.Information, Message = "Person {PersonId} ended {Count} of their sessions")]
    private partial void LogEnded(int count, string personId);
}
