namespace Claudeonomics.Server.Operations;

/// <summary>Logs go to the console: single lines, or JSON with <c>Logging:Console:FormatterName=json</c>.</summary>
public static class LoggingSetup
{
    public static void AddRedactedConsole(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        var services = logging.Services;
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].ServiceType == typeof(ILoggerProvider) && services[i].ImplementationType is { } provider)
            {
                services[i] = ServiceDescriptor.Singleton<ILoggerProvider>(
                    all => new RedactingLoggerProvider((ILoggerProvider)ActivatorUtilities.CreateInstance(all, provider)));
            }
        }
    }
}
