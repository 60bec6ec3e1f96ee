using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class GeminiCliMapperTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly object[] QwenResource = ["service.name", "qwen-code", "service.version", "0.24.4"];
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Fact]
    public async Task Export_ApiResponseOfGemini_AddsToolAndThoughtsOnTop()
    {
        var outcome = await _intake.SendLogs(Bodies.GeminiLogs(
            Bodies.GeminiEvent(
                "gemini_cli.api_response", At, "model", "gemini-3-pro", "input_token_count", 900, "output_token_count", 80,
                "cached_content_token_count", 600, "thoughts_token_count", 40, "tool_token_count", 10, "total_token_count", 1030,
                "prompt_id", Bodies.Session, "auth_type", "gemini-api-key", "mcp_server_name", null),
            Bodies.GeminiEvent(
                "gen_ai.client.inference.operation.details", At, "gen_ai.request.model", "gemini-3-pro",
                "gen_ai.usage.input_tokens", 900, "gen_ai.usage.output_tokens", 80)));

        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Equal(
            [new UsageEvent
            {
                Identity = FakeGate.PersonalIdentity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = At.ToUnixTimeMilliseconds(),
                Conversation = IngestHarness.Hash.Of(Bodies.Session),
                Origin = new("gemini-cli", "gcp.gemini", "gemini-3-pro"),
                Usage = new(310, 600, 0, 0, 0, 120, 40),
            }],
            _intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("qwen-code.api_response", 200, 50, 1100, 200, 50)]      // 900 + 200: thoughts are inside
    [InlineData("qwen-code.api_response", 200, 50, 1150, 250, 50)]      // 900 + 200 + 50: they are not
    [InlineData("qwen-code.api_response", 200, 50, 0, 200, 50)]         // no total: as OpenAI counts
    public async Task Export_ApiResponseOfQwen_BelievesTheTotal(string name, int output, int thoughts, int total, long written, long reasoning)
    {
        await _intake.SendLogs(Otlp.Logs(QwenResource, "qwen-code", Bodies.GeminiEvent(
            name, At, "model", "qwen3-coder-plus", "response_id", "chatcmpl-1", "input_token_count", 900, "output_token_count", output,
            "cached_content_token_count", 600, "thoughts_token_count", thoughts, "total_token_count", total, "auth_type", "openai")));

        var call = Assert.Single(_intake.Ledger.Calls);
        Assert.Equal(
            (new CallOrigin("qwen-code", "", "qwen3-coder-plus"), new TokenUsage(300, 600, 0, 0, 0, written, reasoning), IngestHarness.Hash.Of("chatcmpl-1")),
            (call.Origin, call.Usage, call.Request));
    }

    [Fact]
    public async Task Export_ApiResponseOnVertex_NamesTheProvider()
    {
        await _intake.SendLogs(Bodies.GeminiLogs(Bodies.GeminiEvent(
            "gemini_cli.api_response", At, "model", "gemini-3-pro", "input_token_count", 1, "auth_type", "vertex-ai")));
        Assert.Equal("gcp.vertex_ai", Assert.Single(_intake.Ledger.Calls).Origin.Provider);
    }

    [Theory]
    [InlineData("write_file", "accept", true, SignalKind.EditAccepted, true)]
    [InlineData("replace", "modify", true, SignalKind.EditAccepted, true)]
    [InlineData("replace", "accept", false, SignalKind.EditAccepted, false)]
    [InlineData("replace", "reject", true, SignalKind.EditRejected, true)]
    [InlineData("run_shell_command", "auto_accept", true, SignalKind.ToolAccepted, false)]
    [InlineData("run_shell_command", "reject", true, SignalKind.ToolRejected, true)]
    public async Task Export_ToolCall_IsADecision(string tool, string decision, bool interactive, SignalKind kind, bool byHuman)
    {
        await _intake.SendLogs(Bodies.GeminiLogs(Bodies.GeminiEvent(
            "gemini_cli.tool_call", At, "interactive", interactive, "function_name", tool, "decision", decision, "duration_ms", 31)));
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((kind, byHuman, "gemini-cli"), (act.Kind, act.ByHuman, act.Agent));
    }

    [Fact]
    public async Task Export_ToolCallsOfOneMillisecond_AreTwoActs()
    {
        await _intake.SendLogs(Bodies.GeminiLogs(
            Bodies.GeminiEvent("gemini_cli.tool_call", At, "function_name", "read_file", "decision", "auto_accept", "duration_ms", 31),
            Bodies.GeminiEvent("gemini_cli.tool_call", At, "function_name", "read_file", "decision", "auto_accept", "duration_ms", 32),
            Bodies.GeminiEvent("gemini_cli.tool_call", At, "function_name", "read_file")));
        Assert.Equal(2, _intake.Ledger.Signals.Count);
    }

    [Fact]
    public async Task Export_UserPrompt_IsAPrompt()
    {
        await _intake.SendLogs(Bodies.GeminiLogs(Bodies.GeminiEvent("gemini_cli.user_prompt", At, "prompt_id", "p1", "prompt_length", 33)));
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((SignalKind.Prompt, false, IngestHarness.Hash.Of("p1")), (act.Kind, act.ByHuman, act.Ordinal));
    }

    [Theory]
    [InlineData("gemini-cli", "gemini_cli.token.usage", "input", CounterMeasure.InclusiveInputTokens)]
    [InlineData("gemini-cli", "gemini_cli.token.usage", "output", CounterMeasure.OutputTokens)]
    [InlineData("gemini-cli", "gemini_cli.token.usage", "cache", CounterMeasure.CacheReadTokens)]
    [InlineData("gemini-cli", "gemini_cli.token.usage", "thought", CounterMeasure.ExclusiveReasoningTokens)]
    [InlineData("gemini-cli", "gemini_cli.token.usage", "tool", CounterMeasure.UncachedInputTokens)]
    [InlineData("gemini-cli", "gemini_cli.lines.changed", "added", CounterMeasure.LinesAdded)]
    [InlineData("gemini-cli", "gemini_cli.lines.changed", "removed", CounterMeasure.LinesRemoved)]
    [InlineData("qwen-code", "qwen-code.token.usage", "thought", CounterMeasure.ReasoningTokens)]
    public async Task Export_Counter_IsACumulativePoint(string agent, string metric, string type, CounterMeasure measure)
    {
        await _intake.SendMetrics(Otlp.Metrics(["service.name", agent], agent, Otlp.Sum(metric, 2, Otlp.Point(
            At.AddSeconds(-60), At, 17L, "session.id", Bodies.Session, "model", "m", "type", type))));
        var point = Assert.Single(_intake.Ledger.Counters);
        Assert.Equal((Temporality.Cumulative, measure, 17L), (point.Temporality, point.Measure, point.Value));
    }

    [Fact]
    public async Task Export_CountersUnderConventionalNamesOrWithoutSession_AreIgnored()
    {
        var outcome = await _intake.SendMetrics(Otlp.Metrics(["service.name", "gemini-cli"], "gemini-cli",
            Otlp.Histogram("gen_ai.client.token.usage", 2, Otlp.HistogramPoint(
                At.AddSeconds(-60), At, 900, "session.id", Bodies.Session, "gen_ai.token.type", "input")),
            Otlp.Sum("gemini_cli.token.usage", 2, Otlp.Point(At.AddSeconds(-60), At, 17L, "type", "input"))));
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Empty(_intake.Ledger.Counters);
    }
}
