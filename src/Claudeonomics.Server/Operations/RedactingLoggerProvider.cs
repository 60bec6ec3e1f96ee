namespace Claudeonomics.Server.Operations;

/// <summary>Stands before every other logger, so that no category at any level can write a key down.</summary>
/// <remarks>
/// The framework's own request lines carry the path, and the path may carry a key (<c>/k/{key}/v1/logs</c>). They are off by
/// default, but an operator may turn them on. Scopes are not passed on: the host's scope holds the path too.
/// </remarks>
[ProviderAlias("Console")]
internal sealed class RedactingLoggerProvider(ILoggerProvider inner) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RedactingLogger(inner.CreateLogger(categoryName));

    public void Dispose() => inner.Dispose();

    private sealed class RedactingLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var message = formatter(state, exception);
            var error = exception?.ToString();
            if (!Secrets.MayBeIn(message) && (error is null || !Secrets.MayBeIn(error)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            // The state's named values hold what the message holds, so they stay behind.
            var text = Secrets.RemoveFrom(error is null ? message : $"{message}{Environment.NewLine}{error}");
            inner.Log(logLevel, eventId, text, null, static (redacted, _) => redacted);
        }
    }
}
