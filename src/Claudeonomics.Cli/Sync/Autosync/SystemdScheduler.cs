using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>A timer of systemd's user manager.</summary>
internal sealed class SystemdScheduler(Surroundings surroundings, IPrograms programs) : Scheduler
{
    private const string Unit = "claudeonomics-sync";

    public override string Name => "systemd";

    private string Folder => Path.Combine(surroundings.ConfigHome, "systemd", "user");

    private string Service => Path.Combine(Folder, Unit + ".service");

    private string Timer => Path.Combine(Folder, Unit + ".timer");

    // Answered by the user's own manager, which containers and bare logins do not have.
    public override async Task<bool> IsHereAsync(CancellationToken cancellationToken) =>
        await programs.RunAsync("systemctl", ["--user", "show-environment"], null, cancellationToken) is (0, _);

    public override async Task<string?> TurnOnAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Service, ServiceText(schedule), cancellationToken);
        await File.WriteAllTextAsync(Timer, string.Create(CultureInfo.InvariantCulture, $"""
            [Unit]
            Description=Sends what coding agents logged to the company's board

            [Timer]
            OnCalendar=*:{schedule.Minute}/{Schedule.EveryMinutes}
            RandomizedDelaySec=60
            Persistent=true

            [Install]
            WantedBy=timers.target

            """), cancellationToken);
        return await RunAsync(programs, cancellationToken,
            ["systemctl", "--user", "daemon-reload"],
            ["systemctl", "--user", "enable", "--now", Unit + ".timer"]);
    }

    public override async Task<string?> TurnOffAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Timer))
        {
            return null;
        }

        var problem = await RunAsync(programs, cancellationToken, ["systemctl", "--user", "disable", "--now", Unit + ".timer"]);
        File.Delete(Timer);
        File.Delete(Service);
        return problem ?? await RunAsync(programs, cancellationToken, ["systemctl", "--user", "daemon-reload"]);
    }

    private static string ServiceText(Schedule schedule)
    {
        var text = new StringBuilder("[Unit]\nDescription=claudeonomics sync\n\n[Service]\nType=oneshot\n");
        foreach (var (name, value) in schedule.Variables)
        {
            text.Append(CultureInfo.InvariantCulture, $"Environment={Quoted($"{name}={value}")}\n");
        }

        return text.Append("ExecStart=").AppendJoin(' ', schedule.Command.Append("sync").Select(Quoted)).Append('\n').ToString();
    }

    // systemd.syntax(7): quotes and backslashes as in C, and a percent sign or a dollar sign of one's own is written twice.
    private static string Quoted(string word) =>
        $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}\"";
}
