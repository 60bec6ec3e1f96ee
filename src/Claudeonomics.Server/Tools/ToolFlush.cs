using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Tools;

/// <summary>Keeps what was noted, once a minute: what a crash loses is told again with its next use.</summary>
internal sealed partial class ToolFlush(ToolRegister tools, TimeProvider clock, ILogger<ToolFlush> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await tools.FlushAsync(stoppingToken);
                }
                catch (Exception error) when (error is DbUpdateException or Microsoft.Data.Sqlite.SqliteException)
                {
                    LogFailed(error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "Tools that were seen could not be kept; they are noted with their next use")]
    private partial void LogFailed(Exception exception);
}
