using Claudeonomics.Server;
using Claudeonomics.Server.Operations;

var (settings, rest) = CommandLineSettings.Split(args);
try
{
    return await ServerCommands.Create(settings).Parse(rest).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (SettingsException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
