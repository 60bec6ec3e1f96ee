using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class GenAiMapperTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private static readonly byte[] Trace = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private static readonly byte[] SpanId = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly object[] Service = ["service.name", "review-bot"];
    private readonly IngestHarness _intake = new();

    private static UsageEvent TheCall => new()
    {
        Identity = FakeGate.PersonalIdentity,
        Who = Who.Known,
        Source = Source.OtlpSpan,
        AtUnixMs = At.ToUnixTimeMilliseconds(),
        Conversation = IngestHarness.Hash.Of("conversation-1"),
        Request = IngestHarness.Hash.Of("resp_1"),
        Origin = new("review-bot", "openai", "gpt-5.4-2026-03-01"),
        Usage = new(250, 600, 0, 0, 50, 80, 30),
    };

    public void Dispose() => _intake.Dispose();

    public static TheoryData<string, object[]> Names() => new()
    {
        {
            "2026", [
                "gen_ai.provider.name", "openai", "gen_ai.usage.input_tokens", 900, "gen_ai.usage.cache_read.input_tokens", 600,
                "gen_ai.usage.cache_write.input_tokens", 50, "gen_ai.usage.output_tokens", 80, "gen_ai.usage.reasoning.output_tokens", 30]
        },
        {
            "2025", [
                "gen_ai.system", "openai", "gen_ai.usage.input_tokens", 900, "gen_ai.usage.cache_read_input_tokens", 600,
                "gen_ai.usage.cache_creation.input_tokens", 50, "gen_ai.usage.output_tokens", 80, "gen_ai.usage.reasoning.output_tokens", 30]
        },
        {
            "2024", [
                "gen_ai.system", "openai", "gen_ai.usage.prompt_tokens", 900, "gen_ai.usage.cache_read_input_tokens", 600,
                "gen_ai.usage.cache_creation_input_tokens", 50, "gen_ai.usage.completion_tokens", 80, "gen_ai.usage.reasoning.output_tokens", 30]
        },
        {
            "openllmetry", [
                "gen_ai.system", "openai", "llm.usage.prompt_tokens", 900, "gen_ai.usage.cache_read_input_tokens", 600,
                "gen_ai.usage.cache_creation_input_tokens", 50, "llm.usage.completion_tokens", 80, "gen_ai.usage.reasoning.output_tokens", 30]
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Export_ChatSpanInAnyYearsNames_IsACall(string year, object[] usage)
    {
        Assert.NotEmpty(year);
        var outcome = await _intake.SendTraces(Otlp.Traces(Service, "openai-instrumentation", Otlp.Span(
            "chat gpt-5.4", At, Trace, SpanId,
            [
                "gen_ai.operation.name", "chat", "gen_ai.conversation.id", "conversation-1", "gen_ai.response.id", "resp_1",
                "gen_ai.request.model", "gpt-5.4", "gen_ai.response.model", "gpt-5.4-2026-03-01", .. usage,
            ])));
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Equal([TheCall], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_OperationDetailsEvent_IsACall()
    {
        await _intake.SendLogs(Otlp.Logs(Service, "openai-instrumentation", Otlp.Log(At, null,
            "gen_ai.operation.name", "chat", "gen_ai.conversation.id", "conversation-1", "gen_ai.response.id", "resp_1",
            "gen_ai.response.model", "gpt-5.4-2026-03-01", "gen_ai.provider.name", "openai", "gen_ai.usage.input_tokens", 900,
            "gen_ai.usage.cache_read.input_tokens", 600, "gen_ai.usage.cache_write.input_tokens", 50,
            "gen_ai.usage.output_tokens", 80, "gen_ai.usage.reasoning.output_tokens", 30)
            .Add(12, "eventName", NodeKind.Text, "gen_ai.client.inference.operation.details")));
        Assert.Equal([TheCall with { Source = Source.OtlpEvent }], _intake.Ledger.Calls);
    }

    [Fact]
    public async Task Export_SpanWithoutConversationOrResponse_BelongsToItsTrace()
    {
        await _intake.SendTraces(Otlp.Traces(["service.name", "unknown_service:node"], "", Otlp.Span(
            "chat", At, Trace, SpanId, "gen_ai.usage.input_tokens", 5, "gen_ai.usage.output_tokens", 7)));
        Assert.Equal(
            [TheCall with
            {
                Conversation = IngestHarness.Hash.Of(Trace),
                Request = 0,
                Ordinal = IngestHarness.Hash.Of(SpanId),
                Origin = new("unknown", "", CallOrigin.UnknownModel),
                Usage = new(5, 0, 0, 0, 0, 7, 0),
            }],
            _intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("invoke_agent")]
    [InlineData("execute_tool")]
    [InlineData("invoke_workflow")]
    public async Task Export_SpanThatRepeatsCalls_IsIgnored(string operation)
    {
        var outcome = await _intake.SendTraces(Otlp.Traces(Service, "", Otlp.Span(
            operation, At, Trace, SpanId, "gen_ai.operation.name", operation, "gen_ai.usage.input_tokens", 5, "gen_ai.usage.output_tokens", 7)));
        Assert.Equal(new IngestOutcome(IngestOutcomeKind.Accepted), outcome);
        Assert.Empty(_intake.Ledger.Calls);
    }

    [Theory]
    [InlineData("batch", ServiceTier.Batch)]
    [InlineData("flex", ServiceTier.Flex)]
    [InlineData("priority", ServiceTier.Priority)]
    [InlineData("default", ServiceTier.Standard)]
    public async Task Export_ServiceTier_IsATrait(string tier, ServiceTier expected)
    {
        await _intake.SendTraces(Otlp.Traces(Service, "", Otlp.Span(
            "chat", At, Trace, SpanId, "gen_ai.usage.input_tokens", 5, "openai.response.service_tier", tier)));
        Assert.Equal(expected, Assert.Single(_intake.Ledger.Calls).Traits.ServiceTier);
    }

    [Theory]
    [InlineData("xai", "x_ai")]
    [InlineData("az.ai.openai", "azure.ai.openai")]
    [InlineData("vertex_ai", "gcp.vertex_ai")]
    [InlineData("gemini", "gcp.gemini")]
    [InlineData("aws.bedrock", "aws.bedrock")]
    [InlineData("two words", "")]
    public async Task Export_OldProviderName_IsTheNewOne(string sent, string expected)
    {
        await _intake.SendTraces(Otlp.Traces(Service, "", Otlp.Span(
            "chat", At, Trace, SpanId, "gen_ai.usage.input_tokens", 5, "gen_ai.system", sent)));
        Assert.Equal(expected, Assert.Single(_intake.Ledger.Calls).Origin.Provider);
    }

    [Theory]
    [InlineData("input", CounterMeasure.InclusiveInputTokens)]
    [InlineData("output", CounterMeasure.OutputTokens)]
    [InlineData("completion", CounterMeasure.OutputTokens)]
    public async Task Export_TokenHistogram_CountsItsSum(string type, CounterMeasure measure)
    {
        await _intake.SendMetrics(Otlp.Metrics(Service, "", Otlp.Histogram("gen_ai.client.token.usage", 2, Otlp.HistogramPoint(
            At.AddSeconds(-60), At, 900, "gen_ai.conversation.id", "conversation-1", "gen_ai.token.type", type, "gen_ai.request.model", "gpt-5.4"))));
        var point = Assert.Single(_intake.Ledger.Counters);
        Assert.Equal((measure, 900L, "gpt-5.4"), (point.Measure, point.Value, point.Origin.Model));
    }

    [Theory]
    [InlineData("gen_ai.client.inference.usage.input_tokens", CounterMeasure.InclusiveInputTokens)]
    [InlineData("gen_ai.client.inference.usage.output_tokens", CounterMeasure.OutputTokens)]
    [InlineData("gen_ai.client.inference.usage.cache_read.input_tokens", CounterMeasure.CacheReadTokens)]
    [InlineData("gen_ai.client.inference.usage.cache_write.input_tokens", CounterMeasure.CacheWriteTokens)]
    [InlineData("gen_ai.client.inference.usage.reasoning.output_tokens", CounterMeasure.ReasoningTokens)]
    public async Task Export_NewCounters_AreMeasures(string metric, CounterMeasure measure)
    {
        await _intake.SendMetrics(Otlp.Metrics(Service, "", Otlp.Sum(metric, 2, Otlp.Point(
            At.AddSeconds(-60), At, 900L, "gen_ai.conversation.id", "conversation-1"))));
        var point = Assert.Single(_intake.Ledger.Counters);
        Assert.Equal((measure, 900L), (point.Measure, point.Value));
    }

    // The .NET SDK sent startTimeUnixNano 1795321684193542600 and timeUnixNano 1795321684194192100, and within one millisecond just as well.
    [Theory]
    [InlineData(0, 0, 0L)]
    [InlineData(5, 0, 0L)]
    [InlineData(0, 6_495, 900L)]
    [InlineData(0, 9_999, 900L)]
    [InlineData(9_990, 10_010, 900L)]
    [InlineData(-600_000_000, 0, 900L)]
    public async Task Export_FirstPointOfASeries_CountsWhenItsStartIsBeforeIt(long startTicks, long atTicks, long counted)
    {
        await _intake.SendMetrics(Otlp.Metrics(Service, "", Otlp.Sum("gen_ai.client.inference.usage.output_tokens", 2, Otlp.Point(
            At.AddTicks(startTicks), At.AddTicks(atTicks), 900L, "gen_ai.conversation.id", "conversation-1"))));
        var tokens = new List<ResolvedCounter>();
        CounterResolver.Resolve([.. _intake.Ledger.Counters], [1], tokens, []);
        Assert.Equal(counted, tokens.Sum(counter => counter.Usage.OutputTokens));
    }

    [Fact]
    public async Task Export_CopilotTrace_CountsItsChatSpansOnly()
    {
        object[] usage = ["gen_ai.conversation.id", "conversation-1", "gen_ai.usage.input_tokens", 900, "gen_ai.usage.output_tokens", 80];
        object[] resource = ["service.name", "copilot-chat", "session.id", "a-window"];
        await _intake.SendTraces(Otlp.Traces(resource, "copilot-chat",
            Otlp.Span("chat gpt-4.1", At, Trace, SpanId, ["gen_ai.operation.name", "chat", "gen_ai.response.id", "r1", .. usage]),
            Otlp.Span("chat gpt-4.1", At, Trace, SpanId, ["gen_ai.operation.name", "chat", "gen_ai.response.id", "r2", .. usage]),
            Otlp.Span("execute_tool bash", At, Trace, SpanId, "gen_ai.operation.name", "execute_tool"),
            Otlp.Span("invoke_agent", At, Trace, SpanId, ["gen_ai.operation.name", "invoke_agent", .. usage])));
        await _intake.SendMetrics(Otlp.Metrics(resource, "copilot-chat", Otlp.Histogram("gen_ai.client.token.usage", 2,
            Otlp.HistogramPoint(At.AddSeconds(-60), At, 1800, "gen_ai.token.type", "input"))));

        Assert.Equal(
            [("github-copilot", IngestHarness.Hash.Of("conversation-1")), ("github-copilot", IngestHarness.Hash.Of("conversation-1"))],
            _intake.Ledger.Calls.Select(call => (call.Origin.Agent, call.Conversation)));
        Assert.Empty(_intake.Ledger.Counters);
    }
}
