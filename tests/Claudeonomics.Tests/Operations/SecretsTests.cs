using Claudeonomics.Server.Operations;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.Tests.Operations;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("POST /k/cn_ingest_abc_def/v1/logs - 200", "POST /k/[redacted]/v1/logs - 200")]
    [InlineData("POST http://h:1/k/mistyped/v1/logs?x=1", "POST http://h:1/k/[redacted]/v1/logs?x=1")]
    [InlineData("GET /signin/cn_signin_abc_def", "GET /signin/[redacted]")]
    [InlineData("Bearer cn_read_abc_DEF-2, and cn_admin_x_y", "Bearer [redacted], and [redacted]")]
    [InlineData("GET /signin?returnUrl=%2Fsignin%2Fcn_signin_abc_def", "GET /signin?returnUrl=%2Fsignin%2F[redacted]")]
    [InlineData("GET /signin/mistyped /join/mistyped?x=1 and http://h/s/mistyped", "GET /signin/[redacted] /join/[redacted]?x=1 and http://h/s/[redacted]")]
    [InlineData("GET /digests/pictures/mistyped", "GET /digests/pictures/[redacted]")]
    [InlineData("GET /device?code=BCDF-GHJK", "GET /device?code=[redacted]")]
    [InlineData("GET /signin/openid/callback?state=x&code=a.b-c&iss=y", "GET /signin/openid/callback?state=x&code=[redacted]&iss=y")]
    [InlineData("GET /signin/with/openid", "GET /signin/with/openid")]
    [InlineData("nothing to hide in /api/v1/keys", "nothing to hide in /api/v1/keys")]
    public void RemoveFrom_TextWithKeys_LeavesNone(string text, string expected) => Assert.Equal(expected, Secrets.RemoveFrom(text));

    [Fact]
    public void Log_KeyInMessageStateOrException_ReachesNoLogger()
    {
        var written = new CapturingProvider();
        using var provider = new RedactingLoggerProvider(written);
        var logger = provider.CreateLogger("any");

        var broken = new InvalidOperationException("cn_admin_abc_secret");
        var path = "/k/cn_ingest_abc_secret/v1/logs";
        var count = 3;

        using (logger.BeginScope("/k/cn_ingest_scope_s/v1/logs"))
        {
            logger.LogInformation("Request starting {Path}", path);
            logger.LogError(broken, "Failed");
            logger.LogInformation("Fine {Count}", count);
        }

        Assert.Equal(3, written.Lines.Count);
        Assert.Equal("Request starting /k/[redacted]/v1/logs", written.Lines[0]);
        Assert.StartsWith("Failed", written.Lines[1], StringComparison.Ordinal);
        Assert.Equal("Fine 3", written.Lines[2]);
        Assert.DoesNotContain(written.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    private sealed class CapturingProvider : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Add($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
