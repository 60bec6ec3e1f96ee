using System.CommandLine;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Commands;

// 0 done, 1 failed, 2 wrong usage.
var parsed = CliCommands.Create(Surroundings.OfProcess, TimeProvider.System).Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    return 2;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
