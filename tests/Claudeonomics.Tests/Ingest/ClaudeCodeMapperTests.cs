using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class ClaudeCodeMapperTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly IngestOutcome Accepted = new(IngestOutcomeKind.Accepted);
    private readonly IngestHarness _intake = new();

    private static UsageEvent TheCall => new()
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
    };

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_ApiRequest_IsACall()
    {
        Assert.Equal(Accepted, await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall))));
        Assert.Equal([TheCall], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_ApiRequestOfADesktop_IsOfTheSameAgent()
    {
        await _intake.SendLogs(Otlp.Logs(
            ["service.name", "claude-code-desktop"], "renamed", Bodies.ClaudeEvent("api_request", At, 3, Bodies.ClaudeCall)));
        Assert.Equal([TheCall], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_ApiRequestUnderAForeignService_IsKnownByItsName()
    {
        await _intake.SendLogs(Otlp.Logs(["service.name", "my-app"], "relay", Otlp.Log(
            At, "claude_code.api_request", ["session.id", Bodies.Session, .. Bodies.ClaudeCall])));
        Assert.Equal([TheCall], _intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("12", "100", "15000", "3400")]
    [InlineData(12.0, 100.0, 15000.0, 3400.0)]
    [InlineData(12, "100.0", 15000L, "3.4e3")]
    public async Task Export_NumbersInAnySpelling_AreNumbers(object input, object output, object read, object write)
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent(
            "api_request", At, 3, "model", "claude-opus-4-6", "input_tokens", input, "output_tokens", output,
            "cache_read_tokens", read, "cache_creation_tokens", write, "cost_usd", 0.03281, "request_id", "req_011CVabc")));
        Assert.Equal([TheCall], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_FastCallWithoutRequestId_HasSpeedAndOrdinal()
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent(
            "api_request", At, 17, "model", "claude-opus-4-6", "input_tokens", 1, "output_tokens", 2, "speed", "fast")));
        Assert.Equal(
            [TheCall with
            {
                Request = 0,
                Ordinal = 17,
                Traits = new(Speed.Fast, ServiceTier.Standard, Geography.Global),
                Usage = new(1, 0, 0, 0, 0, 2, 0),
                ReportedCostMicros = null,
            }],
            _intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("user_prompt", "xterm-256color", "cli", true)]
    [InlineData("user_prompt", "xterm-256color", "sdk-py", false)]
    [InlineData("user_prompt", "non-interactive", "cli", false)]
    public async Task Export_UserPrompt_IsByHumanUnlessAProgramSaysOtherwise(string name, string terminal, string entrypoint, bool byHuman)
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent(
            name, At, 5, "prompt_length", "33", "terminal.type", terminal, "app.entrypoint", entrypoint)));
        Assert.Equal([TheAct(SignalKind.Prompt, byHuman, 5)], _intake.Ledger.Signals);
    }

    [Theory]
    [InlineData("Edit", "accept", "user_temporary", SignalKind.EditAccepted, true)]
    [InlineData("Write", "accept", "config", SignalKind.EditAccepted, false)]
    [InlineData("MultiEdit", "reject", "hook", SignalKind.EditRejected, false)]
    [InlineData("NotebookEdit", "reject", "user_reject", SignalKind.EditRejected, true)]
    [InlineData("Bash", "accept", "user_permanent", SignalKind.ToolAccepted, true)]
    [InlineData("Bash", "reject", "user_abort", SignalKind.ToolRejected, true)]
    public async Task Export_ToolDecision_TellsEditFromToolAndHumanFromRule(
        string tool, string decision, string source, SignalKind kind, bool byHuman)
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Bodies.ClaudeEvent(
            "tool_decision", At, 6, "tool_name", tool, "tool_use_id", "toolu_1", "decision", decision, "source", source)));
        Assert.Equal([TheAct(kind, byHuman, 6)], _intake.Ledger.Signals);
    }

    [Fact]
    public async Task Export_OtherEvents_AreIgnored()
    {
        Assert.Equal(Accepted, await _intake.SendLogs(Bodies.ClaudeLogs(
            Bodies.ClaudeEvent("tool_result", At, 7, "tool_name", "Bash", "success", "true"),
            Bodies.ClaudeEvent("api_error", At, 8, "model", "claude-opus-4-6", "status_code", 529))));
        Assert.Empty(_intake.Ledger.Calls);
        Assert.Empty(_intake.Ledger.Signals);
    }

    [Theory]
    [InlineData("claude_code.token.usage", "type", "input", 24.0, CounterMeasure.UncachedInputTokens, 24)]
    [InlineData("claude_code.token.usage", "type", "output", 200.0, CounterMeasure.OutputTokens, 200)]
    [InlineData("claude_code.token.usage", "type", "cacheRead", 30000.0, CounterMeasure.CacheReadTokens, 30000)]
    [InlineData("claude_code.token.usage", "type", "cacheCreation", 6800.0, CounterMeasure.CacheWriteTokens, 6800)]
    [InlineData("claude_code.lines_of_code.count", "type", "added", 3.0, CounterMeasure.LinesAdded, 3)]
    [InlineData("claude_code.lines_of_code.count", "type", "removed", 1L, CounterMeasure.LinesRemoved, 1)]
    [InlineData("claude_code.commit.count", "x", "y", 1L, CounterMeasure.Commits, 1)]
    [InlineData("claude_code.pull_request.count", "x", "y", 1L, CounterMeasure.PullRequests, 1)]
    [InlineData("claude_code.active_time.total", "type", "user", 2.5, CounterMeasure.UserActiveMs, 2500)]
    [InlineData("claude_code.active_time.total", "type", "cli", 0.868, CounterMeasure.AgentActiveMs, 868)]
    [InlineData("claude_code.code_edit_tool.decision", "decision", "accept", 4.0, CounterMeasure.EditsAccepted, 4)]
    [InlineData("claude_code.code_edit_tool.decision", "decision", "reject", 1.0, CounterMeasure.EditsRejected, 1)]
    public async Task Export_Counter_IsAPoint(
        string metric, string attribute, string type, object value, CounterMeasure measure, long expected)
    {
        var start = At.AddSeconds(-60);
        await _intake.SendMetrics(Bodies.ClaudeMetrics(Otlp.Sum(metric, 1, Otlp.Point(
            start, At, value, "session.id", Bodies.Session, "model", "claude-opus-4-6", attribute, type))));

        var point = Assert.Single(_intake.Ledger.Counters);
        Assert.NotEqual(0UL, point.Series);
        Assert.Equal(
            new CounterPoint
            {
                Identity = FakeGate.PersonalIdentity,
                Who = Who.Known,
                AtUnixMs = At.ToUnixTimeMilliseconds(),
                StartUnixMs = start.ToUnixTimeMilliseconds(),
                Conversation = IngestHarness.Hash.Of(Bodies.Session),
                Series = point.Series,
                Temporality = Temporality.Delta,
                Measure = measure,
                Value = expected,
                Origin = new("claude-code", "anthropic", "claude-opus-4-6"),
            },
            point);
    }

    [Fact]
    public async Task Export_CountersOfNoInterest_AreIgnored()
    {
        OtlpNode Point() => Otlp.Point(At.AddSeconds(-1), At, 1.0, "session.id", Bodies.Session, "type", "new-kind");
        Assert.Equal(Accepted, await _intake.SendMetrics(Bodies.ClaudeMetrics(
            Otlp.Sum("claude_code.cost.usage", 1, Point()),
            Otlp.Sum("claude_code.token.usage", 1, Point()),
            Otlp.Sum("claude_code.token.usage", 1, Otlp.Point(At.AddSeconds(-1), At, 0.0, "session.id", Bodies.Session, "type", "input")))));
        Assert.Empty(_intake.Ledger.Counters);
    }

    [Fact]
    public async Task Export_SpanOfACall_IsTheSameCallAtItsEnd()
    {
        await _intake.SendTraces(Otlp.Traces(Bodies.ClaudeResource, "com.anthropic.claude_code.tracing", Otlp.Span(
            "claude_code.llm_request", At, new byte[16], new byte[8],
            [
                "session.id", Bodies.Session, "model", "claude-opus-4-6", "gen_ai.response.id", "req_011CVabc", .. Bodies.ClaudeCall,
            ])));
        Assert.Equal([TheCall with { Source = Source.OtlpSpan }], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_SpansWithoutCounts_AreIgnored()
    {
        Assert.Equal(Accepted, await _intake.SendTraces(Otlp.Traces(Bodies.ClaudeResource, "com.anthropic.claude_code.tracing",
            Otlp.Span("claude_code.interaction", At, new byte[16], new byte[8], "session.id", Bodies.Session),
            Otlp.Span("claude_code.llm_request", At, new byte[16], new byte[8], "session.id", Bodies.Session, "success", false))));
        Assert.Empty(_intake.Ledger.Calls);
    }

    private static Signal TheAct(SignalKind kind, bool byHuman, ulong ordinal) => new()
    {
        Identity = FakeGate.PersonalIdentity,
        Who = Who.Known,
        Source = Source.OtlpEvent,
        AtUnixMs = At.ToUnixTimeMilliseconds(),
        Conversation = IngestHarness.Hash.Of(Bodies.Session),
        Agent = "claude-code",
        Kind = kind,
        ByHuman = byHuman,
        Ordinal = ordinal,
    };
}
