using System.Diagnostics;
using System.Globalization;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Ctrl-C while logs are read.</summary>
public sealed class InterruptTests
{
    [Fact]
    public async Task Report_InterruptedAtAnyMoment_LeavesNothingBroken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        using var program = new CommandLineProgram();
        LogCorpus.Write(program.Home, LogCorpusOptions.Small with { ClaudeCodeFiles = 400, ClaudeCodeBytes = 60_000_000 });
        var interrupted = 0;
        foreach (var afterMs in (int[])[50, 150, 250, 350, 450, 600])
        {
            var running = program.RunAsync("report", "--json");
            await Task.Delay(afterMs, TestContext.Current.CancellationToken);
            interrupted += Interrupt(program) ? 1 : 0;
            var ended = await running;

            // Over already, or nothing was printed.
            Assert.True(ended.ExitCode == 0 ? ended.Output.EndsWith("}\n", StringComparison.Ordinal) : ended.Output.Length == 0, ended.Output);
        }

        var after = (await program.RunAsync("report", "--json")).Json().GetRawText();
        Assert.True(interrupted > 0);

        // Folders are kept once they have not changed for seconds, and on a fast machine all of this takes less.
        Assert.Equal(
            ["memory.base", "memory.lock"],
            Directory.EnumerateFiles(Path.Combine(program.Home, ".local", "state", "claudeonomics")).Select(Path.GetFileName)
                .Where(static name => name != "memory.folders").Order(StringComparer.Ordinal));

        Directory.Delete(Path.Combine(program.Home, ".local"), recursive: true);
        Assert.Equal((await program.RunAsync("report", "--json")).Json().GetRawText(), after);
    }

    private static bool Interrupt(CommandLineProgram program)
    {
        if (program.ProcessId is not { } id)
        {
            return false;
        }

        using var kill = Process.Start("kill", ["-INT", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }
}
