using Claudeonomics.Core.Time;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Integrity;

/// <summary>Starts the run at three in the morning, company time: late records of the day have come, and few people are at work.</summary>
internal sealed partial class NightlyRun(IntegrityNight night, CompanyCalendar calendar, TimeProvider clock, ILogger<NightlyRun> logger) : BackgroundService
{
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromHours(3);

    // Timers count in 32 bits of milliseconds, and clocks are put right: the wait is looked at again now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var next = NextAfter(clock.GetUtcNow());
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = next - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, stoppingToken);
                continue;
            }

            next = NextAfter(clock.GetUtcNow());
            try
            {
                var found = await night.RunAsync(stoppingToken);
                LogDone(found, night.LastRunSeconds ?? 0);
            }
            catch (Exception failure) when (failure is SqliteException or DbUpdateException or IOException or InvalidDataException or AggregateException)
            {
                // The next night reads what this one could not.
                LogFailed(failure);
            }
        }
    }

    internal DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var today = calendar.DayOf(now.ToUnixTimeMilliseconds());
        var at = calendar.StartOf(today) + AfterMidnight;
        return at > now ? at : calendar.StartOf(today.AddDays(1)) + AfterMidnight;
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Integrity run: {Found} new findings in {Seconds:0.0} s")]
    private partial void LogDone(int found, double seconds);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Error, Message = "Integrity run failed; the next night reads what it could not")]
    private partial void LogFailed(Exception exception);
}
