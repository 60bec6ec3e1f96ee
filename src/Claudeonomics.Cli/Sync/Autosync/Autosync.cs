using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>Has this machine run <c>claudeonomics sync</c> every quarter of an hour, or no more.</summary>
internal sealed class AutosyncSwitch(IReadOnlyList<Scheduler> schedulers, TextWriter output, TextWriter problems)
{
    /// <summary>The ways that there are, best first.</summary>
    public static IReadOnlyList<Scheduler> Schedulers(Surroundings surroundings, IPrograms programs) =>
    [
        new WindowsTaskScheduler(programs), new LaunchdScheduler(surroundings, programs), new SystemdScheduler(surroundings, programs),
        new CronScheduler(programs),
    ];

    /// <returns>The exit status.</returns>
    public async Task<int> TurnAsync(bool isOn, Schedule schedule, CancellationToken cancellationToken)
    {
        foreach (var scheduler in schedulers)
        {
            if (!await scheduler.IsHereAsync(cancellationToken))
            {
                continue;
            }

            var problem = isOn
                ? await scheduler.TurnOnAsync(schedule, cancellationToken)
                : await scheduler.TurnOffAsync(cancellationToken);
            if (problem is not null)
            {
                await problems.WriteLineAsync(problem);
                return 1;
            }

            await output.WriteLineAsync(isOn
                ? $"This machine syncs every {Schedule.EveryMinutes} minutes now, by {scheduler.Name}."
                : $"This machine does not sync by itself ({scheduler.Name}).");
            return 0;
        }

        await problems.WriteLineAsync(
            "Neither systemd for users nor cron is here. Have whatever runs things regularly on this machine run claudeonomics sync.");
        return 1;
    }
}
