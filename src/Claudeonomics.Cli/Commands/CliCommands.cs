using System.CommandLine;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Commands;

/// <summary>The program's commands, a line each.</summary>
internal static class CliCommands
{
    public static RootCommand Create(Surroundings surroundings, TimeProvider clock) =>
        new("Claudeonomics: what this machine's coding agents used, counted once.")
        {
            ReportCommand.Create(surroundings, clock),
            WatchCommand.Create(surroundings, clock),
            StatuslineCommand.Create(surroundings, clock),
            WrappedCommand.Create(surroundings, clock),
            AgentsCommand.Create(surroundings, clock),
            DoctorCommand.Create(surroundings, clock),
            LoginCommands.CreateLogin(surroundings, clock),
            SyncCommand.Create(surroundings, clock),
            AutosyncCommand.Create(surroundings),
            LoginCommands.CreateLogout(surroundings),
            CompletionCommand.Create(surroundings),
        };
}
