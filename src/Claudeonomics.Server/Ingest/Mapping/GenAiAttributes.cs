using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>OpenTelemetry's GenAI attributes, newest name first: the conventions keep renaming them and senders lag behind.</summary>
/// <remarks>
/// Input includes what was read from and written to caches; output includes reasoning.
/// Source: open-telemetry/semantic-conventions-genai, and before version 1.42 open-telemetry/semantic-conventions.
/// </remarks>
internal sealed class GenAiAttributes(AttributeNames ask)
{
    private readonly AttributeName _input = ask.Ask("gen_ai.usage.input_tokens");
    private readonly AttributeName _inputBefore = ask.Ask("gen_ai.usage.prompt_tokens");
    private readonly AttributeName _inputOpenLlmetry = ask.Ask("llm.usage.prompt_tokens");
    private readonly AttributeName _output = ask.Ask("gen_ai.usage.output_tokens");
    private readonly AttributeName _outputBefore = ask.Ask("gen_ai.usage.completion_tokens");
    private readonly AttributeName _outputOpenLlmetry = ask.Ask("llm.usage.completion_tokens");
    private readonly AttributeName _cacheRead = ask.Ask("gen_ai.usage.cache_read.input_tokens");
    private readonly AttributeName _cacheReadBefore = ask.Ask("gen_ai.usage.cache_read_input_tokens");
    private readonly AttributeName _cacheWrite = ask.Ask("gen_ai.usage.cache_write.input_tokens");
    private readonly AttributeName _cacheCreation = ask.Ask("gen_ai.usage.cache_creation.input_tokens");
    private readonly AttributeName _cacheCreationBefore = ask.Ask("gen_ai.usage.cache_creation_input_tokens");
    private readonly AttributeName _reasoning = ask.Ask("gen_ai.usage.reasoning.output_tokens");
    private readonly AttributeName _responseModel = ask.Ask("gen_ai.response.model");
    private readonly AttributeName _requestModel = ask.Ask("gen_ai.request.model");
    private readonly AttributeName _responseId = ask.Ask("gen_ai.response.id");
    private readonly AttributeName _provider = ask.Ask("gen_ai.provider.name");
    private readonly AttributeName _system = ask.Ask("gen_ai.system");
    private readonly AttributeName _operation = ask.Ask("gen_ai.operation.name");
    private readonly AttributeName _tier = ask.Ask("openai.response.service_tier");
    private readonly AttributeName _tierBefore = ask.Ask("gen_ai.openai.response.service_tier");

    /// <summary>What the record is about: <c>chat</c>, <c>embeddings</c>, <c>invoke_agent</c>, ...; empty when not said.</summary>
    public ReadOnlySpan<byte> Operation(in Record record) => record.Text(_operation);

    /// <summary>The model that answered, else the one that was asked.</summary>
    public ReadOnlySpan<byte> Model(in Record record) => record.Text(_responseModel, _requestModel);

    public ReadOnlySpan<byte> Provider(in Record record) => Renamed(record.Text(_provider, _system));

    public bool HasUsage(in Record record) =>
        record.Has(_input) || record.Has(_output) || record.Has(_inputBefore) || record.Has(_outputBefore)
        || record.Has(_inputOpenLlmetry) || record.Has(_outputOpenLlmetry);

    /// <summary>Reads one call.</summary>
    /// <param name="agent">UTF-8.</param>
    public Verdict Call(in Record record, FactSink sink, ReadOnlySpan<byte> agent)
    {
        var counts = new Counts(record);
        var usage = TokenUsage.FromInclusiveInput(
            counts.TryRead(_input, 1) ?? counts.Of(_inputBefore, _inputOpenLlmetry),
            counts.Of(_cacheRead, _cacheReadBefore),
            counts.TryRead(_cacheWrite, 1) ?? counts.Of(_cacheCreation, _cacheCreationBefore),
            counts.TryRead(_output, 1) ?? counts.Of(_outputBefore, _outputOpenLlmetry),
            counts.Of(_reasoning));
        return counts.Problem is { } problem
            ? Verdict.Rejected(problem)
            : sink.Add(record, new CallReading(usage, agent, Provider(record), Model(record))
            {
                Request = record.Text(_responseId),
                Ordinal = sink.HashOf(record.SpanId),
                Traits = Traits(record),
                TraceIsConversation = true,
            });
    }

    public CallTraits Traits(in Record record)
    {
        var tier = record.Text(_tier, _tierBefore);
        return tier.SequenceEqual("batch"u8) ? new(default, ServiceTier.Batch, default)
            : tier.SequenceEqual("flex"u8) ? new(default, ServiceTier.Flex, default)
            : tier.SequenceEqual("priority"u8) ? new(default, ServiceTier.Priority, default)
            : default;
    }

    // gen_ai.system said some providers' names otherwise.
    private static ReadOnlySpan<byte> Renamed(ReadOnlySpan<byte> provider) =>
        provider.SequenceEqual("xai"u8) ? "x_ai"u8
        : provider.SequenceEqual("az.ai.openai"u8) ? "azure.ai.openai"u8
        : provider.SequenceEqual("az.ai.inference"u8) ? "azure.ai.inference"u8
        : provider.SequenceEqual("vertex_ai"u8) ? "gcp.vertex_ai"u8
        : provider.SequenceEqual("gemini"u8) ? "gcp.gemini"u8
        : provider;
}
