using System.CommandLine;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Completion;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics completion</c>: what makes a shell complete this program's words.</summary>
internal static class CompletionCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", CompletionScripts.Shells[..^1]) + " or " + CompletionScripts.Shells[^1] };
        shell.AcceptOnlyFromAmong(CompletionScripts.Shells);
        var command = new Command("completion", "Prints a script that makes a shell complete these commands; its first line says where it belongs.") { shell };
        command.SetAction(parsed =>
        {
            using var output = new CommandOutput(surroundings);
            output.Text.Write(CompletionScripts.For(parsed.GetRequiredValue(shell)));
            return 0;
        });
        return command;
    }
}
