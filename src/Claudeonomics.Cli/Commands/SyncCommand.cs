using System.CommandLine;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Sync;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics sync</c>: sends what is new or corrected.</summary>
internal static class SyncCommand
{
    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent, one body a line, and send nothing" };
        var command = new Command("sync", "Sends what the server does not have yet: a record a call, without content.") { dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var output = Console.OpenStandardOutput();
            return parsed.GetValue(dryRun)
                ? Preview(surroundings, clock, output, cancellationToken)
                : await RunAsync(surroundings, clock, Console.Error, cancellationToken);
        });
        return command;
    }

    /// <summary>Prints the bodies, to the letter.</summary>
    internal static int Preview(Surroundings surroundings, TimeProvider clock, Stream output, CancellationToken cancellationToken)
    {
        var sync = new UsageSync(surroundings, clock, TextWriter.Null);
        foreach (var body in sync.Preview(Read(sync, surroundings, cancellationToken), ServerAccount.Read(surroundings)))
        {
            output.Write(body);
            output.WriteByte((byte)'\n');
        }

        return 0;
    }

    internal static async Task<int> RunAsync(
        Surroundings surroundings, TimeProvider clock, TextWriter progress, CancellationToken cancellationToken)
    {
        if (ServerAccount.Read(surroundings) is not { Key: not null } account)
        {
            await progress.WriteLineAsync("This machine is not signed in. Run claudeonomics login URL first.");
            return 1;
        }

        var sync = new UsageSync(surroundings, clock, progress);
        return await sync.RunAsync(() => Read(sync, surroundings, cancellationToken), account, cancellationToken) ? 0 : 1;
    }

    // Everything that was ever seen: agents delete their logs, and what was sent of them stays true.
    private static LoggedHours Read(UsageSync sync, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var all = new UsageMemory(surroundings, ScanProgress.OfProcess).RefreshAll(AgentRegistry.All, cancellationToken).All;
        return sync.HoursOf(all, ServerAccount.Read(surroundings));
    }
}
