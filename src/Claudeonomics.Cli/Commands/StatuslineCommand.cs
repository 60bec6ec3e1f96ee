using System.CommandLine;
using System.Text;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Statusline;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics statusline</c>: one line for an agent's status bar.</summary>
/// <remarks>An agent shows nothing at all for a status line that fails, so this one never does: whatever goes wrong costs a part of the line.</remarks>
internal static class StatuslineCommand
{
    // An agent closes the pipe at once. Who typed the command by hand gets a line too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var zone = SharedOptions.Zone();
        var command = new Command("statusline", "One line for an agent's status bar; reads the agent's JSON from standard input.") { zone };
        command.SetAction(parsed =>
        {
            var input = StatusInput.Parse(ReadInput());
            var now = clock.GetUtcNow();
            var figures = Look(surroundings, input, now, parsed.GetValue(zone) ?? TimeZoneInfo.Local);

            // The agent's own window is the terminal, though this program cannot see it.
            var screen = Screen.Of(surroundings, isTerminal: true, windowWidth: 0);
            Write(StatusText.Of(input, figures, now, screen));
            return 0;
        });
        return command;
    }

    private static StatusFigures? Look(Surroundings surroundings, StatusInput input, DateTimeOffset now, TimeZoneInfo zone)
    {
        try
        {
            return StatusFigures.Of(new UsageMemory(surroundings, ScanProgress.None).Refresh(AgentRegistry.All, CancellationToken.None), input.ConversationId, now, zone);
        }
        catch (Exception fault)
        {
            // Told to whoever tries the command by hand; agents do not show it.
            Console.Error.WriteLine($"The logs could not be counted: {fault.Message}");
            return null;
        }
    }

    // A thread that waits costs less than what waits without one: a timer, a pool, and the command on one of its threads.
    private static ReadOnlyMemory<byte> ReadInput()
    {
        if (!Console.IsInputRedirected)
        {
            return default;
        }

        byte[] input = [];
        var reader = new Thread(() =>
        {
            var whole = new MemoryStream();
            try
            {
                using var stream = Console.OpenStandardInput();
                Span<byte> piece = stackalloc byte[4096];
                while (whole.Length <= StatusInput.LongestInput - piece.Length && stream.Read(piece) is > 0 and var read)
                {
                    whole.Write(piece[..read]);
                    Volatile.Write(ref input, whole.ToArray());
                }
            }
            catch (IOException)
            {
                // What came until now is what there is.
            }
        }) { IsBackground = true };
        reader.Start();
        reader.Join(Patience);
        return Volatile.Read(ref input);
    }

    private static void Write(string line)
    {
        try
        {
            using var output = Console.OpenStandardOutput();
            output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // The agent has gone.
        }
    }
}
