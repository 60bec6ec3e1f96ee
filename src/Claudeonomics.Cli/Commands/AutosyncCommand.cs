using System.CommandLine;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Sync;
using Claudeonomics.Cli.Sync.Autosync;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics autosync on|off</c>.</summary>
internal static class AutosyncCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var state = new Argument<string>("on|off") { Description = "Whether to sync every quarter of an hour" };
        state.AcceptOnlyFromAmong("on", "off");
        var command = new Command("autosync", "Has this machine sync by itself: systemd, launchd, Task Scheduler or cron.") { state };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(state) == "on", surroundings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool isOn, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var account = ServerAccount.Read(surroundings);
        if (isOn && account?.Key is null)
        {
            await Console.Error.WriteLineAsync("This machine is not signed in. Run claudeonomics login URL first.");
            return 1;
        }

        var schedule = new Schedule(OwnCommand(), VariablesOfAgents(), MinuteOf(account?.Device ?? ""));
        return await new AutosyncSwitch(AutosyncSwitch.Schedulers(surroundings, new SystemPrograms()), Console.Out, Console.Error)
            .TurnAsync(isOn, schedule, cancellationToken);
    }

    // As this process was started: the program itself, or the one that runs its assembly.
    private static IReadOnlyList<string> OwnCommand()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [program, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : [program];
    }

    /// <summary>What agents look at to find their folders, as far as it is set: a scheduler starts without a shell's variables.</summary>
    private static SortedDictionary<string, string> VariablesOfAgents()
    {
        var set = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var watched = new Surroundings(name =>
        {
            var value = Environment.GetEnvironmentVariable(name);
            if (!string.IsNullOrWhiteSpace(value) && name is not ("HOME" or "USERPROFILE"))
            {
                set[name] = value;
            }

            return value;
        });
        _ = Memory.MemoryFolder.Of(watched);
        foreach (var agent in AgentRegistry.All)
        {
            _ = agent.Find(watched).Take(1).Count();
        }

        return set;
    }

    private static int MinuteOf(string device) => (int)(new KeyedHash(new byte[16]).Of(device) % Schedule.EveryMinutes);
}
