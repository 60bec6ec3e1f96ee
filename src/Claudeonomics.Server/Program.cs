using Claudeonomics.Server;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Control;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

var (settings, rest) = CommandLineSettings.Split(args);
try
{
    return await ServerCommands.Create(settings).Parse(rest).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception wrong) when (wrong is SettingsException or OptionsValidationException or ControlSchemaException or IOException or InvalidDataException
    or UnauthorizedAccessException or SqliteException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
