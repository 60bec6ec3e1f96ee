using System.Globalization;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>A task of Windows' Task Scheduler. It runs with the user's own variables.</summary>
internal sealed class WindowsTaskScheduler(IPrograms programs) : Scheduler
{
    private const string Task = @"Claudeonomics\Sync";

    public override string Name => "Task Scheduler";

    public override Task<bool> IsHereAsync(CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult(OperatingSystem.IsWindows());

    public override Task<string?> TurnOnAsync(Schedule schedule, CancellationToken cancellationToken) => RunAsync(programs, cancellationToken,
    [
        "schtasks", "/Create", "/F", "/SC", "MINUTE", "/MO", Schedule.EveryMinutes.ToString(CultureInfo.InvariantCulture),
        "/ST", string.Create(CultureInfo.InvariantCulture, $"00:{schedule.Minute:00}"), "/TN", Task,
        "/TR", string.Join(' ', schedule.Command.Append("sync").Select(static word => $"\"{word}\"")),
    ]);

    public override async Task<string?> TurnOffAsync(CancellationToken cancellationToken) =>
        await programs.RunAsync("schtasks", ["/Query", "/TN", Task], null, cancellationToken) is (0, _)
            ? await RunAsync(programs, cancellationToken, ["schtasks", "/Delete", "/F", "/TN", Task])
            : null;
}
