using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Digests;

/// <summary>Looks every half minute for digests that are due.</summary>
internal sealed partial class DigestWorker(DigestService digests, TimeProvider clock, ILogger<DigestWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await digests.RunDueAsync(stoppingToken);
            }
            catch (Exception error) when (error is DbUpdateException or SqliteException or IOException)
            {
                // What is waiting is still there the next time.
                LogFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 5005, Level = LogLevel.Warning, Message = "Looking for digests that are due failed")]
    private partial void LogFailed(Exception exception);
}
