using System.Globalization;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>A line of the user's crontab.</summary>
internal sealed class CronScheduler(IPrograms programs) : Scheduler
{
    private const string Mark = "# claudeonomics autosync";

    public override string Name => "cron";

    // An empty crontab is answered with 1 and "no crontab for ...".
    public override async Task<bool> IsHereAsync(CancellationToken cancellationToken) =>
        await programs.RunAsync("crontab", ["-l"], null, cancellationToken) is not null;

    public override Task<string?> TurnOnAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        var minutes = string.Join(',', Enumerable.Range(0, 60 / Schedule.EveryMinutes).Select(quarter =>
            (schedule.Minute + (quarter * Schedule.EveryMinutes)).ToString(CultureInfo.InvariantCulture)));
        var words = schedule.Variables.Select(static variable => $"{variable.Key}={Quoted(variable.Value)}")
            .Concat(schedule.Command.Append("sync").Select(Quoted));
        return ChangeAsync($"{minutes} * * * * {string.Join(' ', words)} {Mark}", cancellationToken);
    }

    public override Task<string?> TurnOffAsync(CancellationToken cancellationToken) => ChangeAsync(null, cancellationToken);

    private async Task<string?> ChangeAsync(string? line, CancellationToken cancellationToken)
    {
        var before = await programs.RunAsync("crontab", ["-l"], null, cancellationToken) is (0, var text)
            ? text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        var others = before.Where(static known => !known.EndsWith(Mark, StringComparison.Ordinal));
        var after = (line is null ? others : others.Append(line)).ToArray();
        return after.SequenceEqual(before)
            ? null
            : await programs.RunAsync("crontab", ["-"], string.Concat(after.Select(static kept => kept + "\n")), cancellationToken) is not (0, _) and var failed
                ? $"crontab: {failed?.Output.Trim() ?? "there is no such program"}"
                : null;
    }

    // For the shell, and for cron itself, which ends a command at a percent sign of its own.
    private static string Quoted(string word) =>
        $"'{word.Replace("'", "'\\''", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)}'";
}
