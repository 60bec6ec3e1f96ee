using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Everybody else who follows OpenTelemetry's GenAI conventions: spans, events and metrics, old names and new.</summary>
/// <remarks>The agent is the resource's <c>service.name</c>. Spans and events of one call are matched in the fold, metrics are masked by either.</remarks>
internal sealed class GenAiMapper : AgentMapper
{
    private readonly GenAiAttributes _genAi;
    private readonly AttributeName _service;
    private readonly AttributeName _tokenType;
    private readonly AttributeName _codexTotal;

    public GenAiMapper(AttributeNames ask, CommonNames names)
        : base("", "")
    {
        _genAi = new(ask);
        _service = names.ServiceName;
        _tokenType = ask.Ask("gen_ai.token.type");
        _codexTotal = ask.Ask("codex.usage.total_tokens");
        Logs = new(("gen_ai.client.inference.operation.details", Call));
        Metrics = new(
            ("gen_ai.client.token.usage", TokensByType),
            ("gen_ai.client.inference.usage.input_tokens", Counter(CounterMeasure.InclusiveInputTokens)),
            ("gen_ai.client.inference.usage.output_tokens", Counter(CounterMeasure.OutputTokens)),
            ("gen_ai.client.inference.usage.cache_read.input_tokens", Counter(CounterMeasure.CacheReadTokens)),
            ("gen_ai.client.inference.usage.cache_write.input_tokens", Counter(CounterMeasure.CacheWriteTokens)),
            ("gen_ai.client.inference.usage.reasoning.output_tokens", Counter(CounterMeasure.ReasoningTokens)));
    }

    public override bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service) => true;

    // A span's name is its operation and its model, so only its attributes tell.
    public override RecordRule SpanRule(ReadOnlySpan<byte> name) => Call;

    // Codex's spans repeat its events, and the service is named after whatever program embeds it.
    private Verdict Call(in Record record, FactSink sink) =>
        _genAi.HasUsage(record) && IsModelCall(_genAi.Operation(record)) && !record.Has(_codexTotal)
            ? _genAi.Call(record, sink, Service(record))
            : Verdict.Ignored;

    // invoke_agent, invoke_workflow and the like repeat the sums of the calls below them. Instrumentations from before the
    // attribute existed only wrote usage on calls.
    private static bool IsModelCall(ReadOnlySpan<byte> operation) =>
        operation.IsEmpty || operation.SequenceEqual("chat"u8) || operation.SequenceEqual("generate_content"u8)
        || operation.SequenceEqual("text_completion"u8) || operation.SequenceEqual("embeddings"u8);

    private Verdict TokensByType(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_tokenType);
        return type.SequenceEqual("input"u8) ? Point(record, point, sink, CounterMeasure.InclusiveInputTokens)
            : type.SequenceEqual("output"u8) || type.SequenceEqual("completion"u8)
                ? Point(record, point, sink, CounterMeasure.OutputTokens)
            : Verdict.Ignored;
    }

    private PointRule Counter(CounterMeasure measure) =>
        (in Record record, in PointReading point, FactSink sink) => Point(record, point, sink, measure);

    private Verdict Point(in Record record, in PointReading point, FactSink sink, CounterMeasure measure) =>
        sink.Add(record, point, measure, Service(record), _genAi.Provider(record), _genAi.Model(record), _genAi.Traits(record));

    // The SDKs say unknown_service:node when nobody named it.
    private ReadOnlySpan<byte> Service(in Record record)
    {
        var service = record.Text(_service);
        return service.StartsWith("unknown_service"u8) ? default : service;
    }
}
