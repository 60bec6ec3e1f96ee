using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class ClaudeCodeMapperTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_ApiRequest_IsACall()
    {
        var outcome = await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall)));

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Equal(
            [new UsageEvent
            {
                Identity = FakeGate.PersonalIdentity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = At.ToUnixTimeMilliseconds(),
                Conversation = IngestHarness.Hash.Of(Bodies.Session),
                Request = IngestHarness.Hash.Of("req_011CVabc"),
                Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
                Usage = new(12, 15000, 0, 0, 3400, 100, 0),
                ReportedCostMicros = 32810,
            }],
            _intake.Ledger.Calls);
    }
}
