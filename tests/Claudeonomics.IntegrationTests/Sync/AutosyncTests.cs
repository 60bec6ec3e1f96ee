using System.Xml.Linq;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Sync.Autosync;

namespace Claudeonomics.IntegrationTests.Sync;

/// <summary>What autosync asks of each system, held against programs that only write down what they were asked.</summary>
public sealed class AutosyncTests : IDisposable
{
    private static readonly Schedule Quarterly = new(
        ["/opt/my tools/claudeonomics"], new SortedDictionary<string, string> { ["CODEX_HOME"] = "/srv/50% \"done\"/it's $here" }, 7);

    private readonly string _home = Directory.CreateTempSubdirectory("claudeonomics-autosync-").FullName;
    private readonly Programs _programs = new();

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Systemd_OnAndOff_WritesAndRemovesItsUnits()
    {
        var systemd = new SystemdScheduler(Surroundings, _programs);
        Assert.Null(await systemd.TurnOnAsync(Quarterly, TestContext.Current.CancellationToken));

        var folder = Path.Combine(_home, ".config", "systemd", "user");
        Assert.Equal(
            """
            [Unit]
            Description=claudeonomics sync

            [Service]
            Type=oneshot
            Environment="CODEX_HOME=/srv/50%% \"done\"/it's $$here"
            ExecStart="/opt/my tools/claudeonomics" "sync"

            """,
            await File.ReadAllTextAsync(Path.Combine(folder, "claudeonomics-sync.service"), TestContext.Current.CancellationToken));
        Assert.Contains(
            "\nOnCalendar=*:7/15\n",
            await File.ReadAllTextAsync(Path.Combine(folder, "claudeonomics-sync.timer"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Null(await systemd.TurnOffAsync(TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Null(await systemd.TurnOffAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                "systemctl --user daemon-reload", "systemctl --user enable --now claudeonomics-sync.timer",
                "systemctl --user disable --now claudeonomics-sync.timer", "systemctl --user daemon-reload",
            ],
            _programs.Asked);
    }

    [Fact]
    public async Task Cron_OnAndOff_LeavesOtherLinesAlone()
    {
        var cron = new CronScheduler(_programs);
        _programs.Crontab = "0 4 * * * backup\n# mine\n";
        Assert.Null(await cron.TurnOnAsync(Quarterly, TestContext.Current.CancellationToken));
        var on = _programs.Crontab;
        Assert.Equal(
            "0 4 * * * backup\n# mine\n7,22,37,52 * * * * CODEX_HOME='/srv/50\\% \"done\"/it'\\''s $here' '/opt/my tools/claudeonomics' 'sync' # claudeonomics autosync\n",
            on);

        Assert.Null(await cron.TurnOnAsync(Quarterly, TestContext.Current.CancellationToken));
        Assert.Equal(on, _programs.Crontab);
        Assert.Null(await cron.TurnOffAsync(TestContext.Current.CancellationToken));
        Assert.Equal("0 4 * * * backup\n# mine\n", _programs.Crontab);
    }

    [Fact]
    public async Task Launchd_OnAndOff_WritesAndRemovesItsAgent()
    {
        var launchd = new LaunchdScheduler(Surroundings, _programs);
        Assert.Null(await launchd.TurnOnAsync(Quarterly, TestContext.Current.CancellationToken));

        var file = Path.Combine(_home, "Library", "LaunchAgents", "claudeonomics.sync.plist");
        var values = XDocument.Load(file).Descendants("dict").First();
        Assert.Equal(["/opt/my tools/claudeonomics", "sync"], values.Element("array")!.Elements().Select(word => word.Value));
        Assert.Equal("/srv/50% \"done\"/it's $here", values.Element("dict")!.Element("string")!.Value);
        Assert.Equal("900", values.Element("integer")!.Value);
        Assert.Null(await launchd.TurnOffAsync(TestContext.Current.CancellationToken));
        Assert.False(File.Exists(file));
        Assert.Equal(
            ["id -u", $"launchctl bootstrap gui/1000 {file}", "id -u", "launchctl bootout gui/1000/claudeonomics.sync"], _programs.Asked);
    }

    [Fact]
    public async Task TaskScheduler_OnAndOff_MakesAndDeletesItsTask()
    {
        var windows = new WindowsTaskScheduler(_programs);
        Assert.Null(await windows.TurnOnAsync(Quarterly, TestContext.Current.CancellationToken));
        Assert.Null(await windows.TurnOffAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                @"schtasks /Create /F /SC MINUTE /MO 15 /ST 00:07 /TN Claudeonomics\Sync /TR ""/opt/my tools/claudeonomics"" ""sync""",
                @"schtasks /Query /TN Claudeonomics\Sync", @"schtasks /Delete /F /TN Claudeonomics\Sync",
            ],
            _programs.Asked);
    }

    [Theory]
    [InlineData("", 0, "This machine syncs every 15 minutes now, by systemd.", "")]
    [InlineData("systemctl", 0, "This machine syncs every 15 minutes now, by cron.", "")]
    [InlineData("systemctl crontab", 1, "", "Neither systemd for users nor cron is here. Have whatever runs things regularly on this machine run claudeonomics sync.")]
    public async Task Switch_WhateverIsHere_TakesTheBest(string missing, int exit, string said, string problem)
    {
        _programs.Missing = missing.Split(' ');
        var (output, problems) = (new StringWriter(), new StringWriter());
        Scheduler[] schedulers = [new SystemdScheduler(Surroundings, _programs), new CronScheduler(_programs)];

        Assert.Equal(exit, await new AutosyncSwitch(schedulers, output, problems).TurnAsync(true, Quarterly, TestContext.Current.CancellationToken));
        Assert.Equal((said, problem), (output.ToString().Trim(), problems.ToString().Trim()));
    }

    private Surroundings Surroundings => new(name => name == "HOME" ? _home : null);

    private sealed class Programs : IPrograms
    {
        public List<string> Asked { get; } = [];

        public string[] Missing { get; set; } = [];

        public string Crontab { get; set; } = "";

        public Task<(int Exit, string Output)?> RunAsync(
            string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
        {
            Asked.Add($"{program} {string.Join(' ', arguments)}");
            if (Missing.Contains(program))
            {
                return Task.FromResult<(int, string)?>(null);
            }

            Crontab = program == "crontab" && input is not null ? input : Crontab;
            return Task.FromResult<(int, string)?>((0, program switch { "id" => "1000\n", "crontab" => Crontab, _ => "" }));
        }
    }
}
