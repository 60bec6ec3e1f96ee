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
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = StatusInput.Parse(await ReadInputAsync(cancellationToken));
            var now = clock.GetUtcNow();
            var figures = Look(surroundings, input, now, parsed.GetValue(zone) ?? TimeZoneInfo.Local, cancellationToken);

            // The agent's own window is the terminal, though this program cannot see it.
            var screen = Screen.Of(surroundings, isTerminal: true, windowWidth: 0);
            Write(StatusText.Of(input, figures, now, screen));
            return 0;
        });
        return command;
    }

    private static StatusFigures? Look(
        Surroundings surroundings, StatusInput input, DateTimeOffset now, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        try
        {
            return StatusFigures.Of(new UsageMemory(surroundings, ScanProgress.None).Refresh(AgentRegistry.All, cancellationToken), input.ConversationId, now, zone);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Told to whoever tries the command by hand; agents do not show it.
            Console.Error.WriteLine($"The logs could not be counted: {fault.Message}");
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
        {
            return default;
        }

        var input = new byte[StatusInput.LongestInput];
        var length = 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var stream = Console.OpenStandardInput();
            while (length < input.Length && await stream.ReadAsync(input.AsMemory(length), patience.Token).AsTask().WaitAsync(patience.Token) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception fault) when (fault is IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What came until now is what there is.
        }

        return input.AsMemory(0, length);
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
