using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Terminal;
using Claudeonomics.Cli.Watch;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics watch</c>: today, live, in the terminal.</summary>
internal static class WatchCommand
{
    // How often the window's size is looked at, and the logs: no oftener than a look takes twenty times.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private const int LeastRest = 20;

    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var zone = SharedOptions.Zone();
        var agent = SharedOptions.Agent();
        var command = new Command("watch", "Today, live: sums, the running blocks and their pace, hours, days and models. q or Ctrl-C ends it.") { zone, agent };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Console.IsOutputRedirected || Console.IsInputRedirected || !WindowsConsole.UnderstandsSequences() || surroundings.Variable("TERM") is "dumb")
            {
                await Console.Error.WriteLineAsync("watch needs a terminal to draw in. For a pipe or a file there is: claudeonomics report --json");
                return 2;
            }

            var view = new View(surroundings, clock, parsed.GetValue(zone) ?? TimeZoneInfo.Local, parsed.GetValue(agent));
            view.Look(ScanProgress.OfProcess, cancellationToken);
            await view.RunAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    private sealed class View(Surroundings surroundings, TimeProvider clock, TimeZoneInfo zone, string? agent)
    {
        private MemoryState? _state;
        private string? _note;
        private long _lookedAt;
        private TimeSpan _lookTook;

        /// <summary>Reads what is new.</summary>
        public void Look(ScanProgress progress, CancellationToken cancellationToken)
        {
            _lookedAt = Stopwatch.GetTimestamp();
            try
            {
                _state = new UsageMemory(surroundings, progress).Refresh(AgentRegistry.All, cancellationToken);
                _note = null;
            }
            catch (Exception fault) when (_state is not null && fault is IOException or UnauthorizedAccessException)
            {
                // What was seen before stays on the screen, with the reason why it is not newer.
                _note = Columns.Clean(fault.Message);
            }

            _lookTook = Stopwatch.GetElapsedTime(_lookedAt);
        }

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            using var output = Console.OpenStandardOutput();
            using var screen = new LiveScreen(output);

            // Asleep, it would leave the shell on a screen that is not its own.
            using var awake = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTSTP, static signal => signal.Cancel = true);
            var keys = ReadKeys();
            var key = keys.WaitToReadAsync(cancellationToken).AsTask();
            try
            {
                while (!HasQuit(keys))
                {
                    key = key.IsCompleted ? keys.WaitToReadAsync(cancellationToken).AsTask() : key;
                    if (Stopwatch.GetElapsedTime(_lookedAt) is var age && age >= Pause && age >= _lookTook * LeastRest)
                    {
                        Look(ScanProgress.None, cancellationToken);
                    }

                    var height = Math.Max(1, Console.WindowHeight);
                    var figures = WatchFigures.Of(_state!, clock.GetUtcNow(), zone, agent);
                    screen.Show(WatchFrame.Of(figures, Screen.OfProcess(surroundings), height, _note), height);
                    await Task.WhenAny(key, Task.Delay(Tick, cancellationToken));
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how one leaves.
            }
        }

        private static bool HasQuit(ChannelReader<ConsoleKeyInfo> keys)
        {
            while (keys.TryRead(out var key))
            {
                if (key.KeyChar is 'q' or 'Q')
                {
                    return true;
                }
            }

            return false;
        }

        // While a thread waits for a key the terminal does not show what is typed. Of keys nobody took so many are kept; older ones are forgotten.
        private static ChannelReader<ConsoleKeyInfo> ReadKeys()
        {
            var keys = Channel.CreateBounded<ConsoleKeyInfo>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
            new Thread(() =>
            {
                while (true)
                {
                    try
                    {
                        keys.Writer.TryWrite(Console.ReadKey(intercept: true));
                    }
                    catch (InvalidOperationException)
                    {
                        // The terminal is gone.
                        return;
                    }
                }
            })
            { IsBackground = true }.Start();
            return keys.Reader;
        }
    }
}
