using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class CodexMapperTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5).AddMilliseconds(123);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_CompletedResponses_CountsTheOneWithCounts()
    {
        var outcome = await _intake.SendLogs(Bodies.CodexLogs(
            Bodies.CodexEvent("codex.sse_event", At, "event.kind", "response.completed", "duration_ms", "12"),
            Bodies.CodexEvent("codex.sse_event", At, "event.kind", "response.output_item.done", "input_token_count", "1"),
            Bodies.CodexEvent(
                "codex.sse_event", At, "event.kind", "response.completed", "input_token_count", "5000", "output_token_count", "250",
                "cached_token_count", 4000, "cache_write_token_count", 200, "reasoning_token_count", 50, "tool_token_count", "5250")));

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Equal(
            [new UsageEvent
            {
                Identity = FakeGate.PersonalIdentity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = At.ToUnixTimeMilliseconds(),
                Conversation = IngestHarness.Hash.Of("0199c0de-0000-7000-8000-000000000001"),
                Origin = new("codex", "openai", "gpt-5.6-codex"),
                Usage = new(800, 4000, 0, 0, 200, 250, 50),
            }],
            _intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("codex_cli_rs", true)]
    [InlineData("codex_exec", false)]
    public async Task Export_UserPrompt_IsByHumanUnlessHeadless(string originator, bool byHuman)
    {
        await _intake.SendLogs(Bodies.CodexLogs(Bodies.CodexEvent("codex.user_prompt", At, "prompt_length", "33", "originator", originator)));
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((SignalKind.Prompt, byHuman, "codex"), (act.Kind, act.ByHuman, act.Agent));
    }

    [Theory]
    [InlineData("apply_patch", "approved", "User", SignalKind.EditAccepted, true)]
    [InlineData("apply_patch", "denied", "user", SignalKind.EditRejected, true)]
    [InlineData("exec_command", "approved_for_session", "Config", SignalKind.ToolAccepted, false)]
    [InlineData("exec_command", "abort", "AutomatedReviewer", SignalKind.ToolRejected, false)]
    public async Task Export_ToolDecision_TellsEditFromToolAndHumanFromRule(
        string tool, string decision, string source, SignalKind kind, bool byHuman)
    {
        await _intake.SendLogs(Bodies.CodexLogs(Bodies.CodexEvent(
            "codex.tool_decision", At, "tool_name", tool, "call_id", "call_1", "decision", decision, "source", source)));
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((kind, byHuman, IngestHarness.Hash.Of("call_1")), (act.Kind, act.ByHuman, act.Ordinal));
    }

    [Fact]
    public async Task Export_MetricsAndSpans_AreIgnored()
    {
        var metrics = await _intake.SendMetrics(Otlp.Metrics(Bodies.CodexResource, "codex", Otlp.Histogram(
            "codex.turn.token_usage", 1, Otlp.HistogramPoint(At.AddSeconds(-10), At, 5250, "token_type", "total", "model", "gpt-5.6-codex"))));
        var traces = await _intake.SendTraces(Otlp.Traces(Bodies.CodexResource, "codex_cli_rs", Otlp.Span(
            "handle_responses", At, new byte[16], new byte[8], "gen_ai.usage.input_tokens", 5000, "gen_ai.usage.output_tokens", 250)));

        Assert.Equal((IngestOutcomeKind.Accepted, 0, IngestOutcomeKind.Accepted, 0), (metrics.Kind, metrics.Rejected, traces.Kind, traces.Rejected));
        Assert.Empty(_intake.Ledger.Calls);
        Assert.Empty(_intake.Ledger.Counters);
    }

    /// <summary>A program that embeds Codex names the service after itself; its spans repeat Codex's events all the same.</summary>
    [Theory]
    [InlineData("Codex Desktop")]
    [InlineData("review-bot")]
    public async Task Export_SpansOfAnotherOriginator_AreIgnored(string originator)
    {
        var outcome = await _intake.SendTraces(Otlp.Traces(["service.name", originator], originator, Otlp.Span(
            "handle_responses", At, [1, .. new byte[15]], [1, .. new byte[7]], "gen_ai.usage.input_tokens", 5000, "gen_ai.usage.output_tokens", 250,
            "codex.usage.reasoning_output_tokens", 50, "codex.usage.total_tokens", 5250)));

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Empty(_intake.Ledger.Calls);
    }
}
