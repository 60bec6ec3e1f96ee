using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>What is due now and then: telling listeners of the roster, writing down uses of keys, dropping what has expired.</summary>
internal sealed partial class PeopleHousekeeping(
    ControlDatabase control, RosterSource roster, KeyRing keys, SessionRegister sessions, TimeProvider clock, ILogger<PeopleHousekeeping> logger)
    : BackgroundService
{
    // A company that signs up all at once changes its roster thousands of times a minute; boards follow ten times a second.
    private static readonly TimeSpan BetweenAnnouncements = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(roster.AnnounceAsync(BetweenAnnouncements, stoppingToken), SweepAsync(stoppingToken));

    /// <summary>One sweep. Uses of keys that are lost in a crash are at most a minute old, those of sessions six.</summary>
    internal async Task SweepOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var uses = keys.TakeUses();
        var (seen, over) = (sessions.Unwritten(), sessions.Over());
        await control.ChangeAsync(
            async db =>
            {
                foreach (var (id, usedOn) in uses)
                {
                    await db.ApiKeys.Where(key => key.Id == id).ExecuteUpdateAsync(key => key.SetProperty(row => row.LastUsedOn, usedOn));
                }

                foreach (var (session, at) in seen)
                {
                    await db.Sessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(row => row.SetProperty(known => known.LastSeenAt, at));
                }

                foreach (var id in over)
                {
                    await db.Sessions.Where(session => session.Id == id).ExecuteDeleteAsync();
                }

                await db.SignInLinks.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync();
                await db.DeviceSignIns.Where(signIn => signIn.ExpiresAt <= now).ExecuteDeleteAsync();
                return 0;
            },
            (_, _) =>
            {
                foreach (var (session, at) in seen)
                {
                    session.Written(at);
                }

                foreach (var id in over)
                {
                    sessions.Remove(id);
                }
            },
            cancellationToken);
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenSweeps, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepOnceAsync(stoppingToken);
            }
            catch (Exception error) when (error is DbUpdateException or Microsoft.Data.Sqlite.SqliteException)
            {
                // The next sweep does what this one could not.
                LogSweepFailed(error);
            }
        }
    }

    [LoggerMessage(EventId = 3031, Level = LogLevel.Warning, Message = "Housekeeping of the control store failed")]
    private partial void LogSweepFailed(Exception exception);
}
