using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Copilot;

/// <summary>Telemetry that was told to go into a file: <c>~/.copilot/otel/*.jsonl</c> or any other name.</summary>
internal sealed class CopilotTelemetry : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new CopilotTelemetryParser();
}

/// <summary>Reads spans and events. One call shows itself in up to four of them, of which the nearest to the model is right.</summary>
/// <remarks>
/// <code>
/// {"type":"span","traceId":"8e6d...","spanId":"ab77...","name":"chat gpt-4.1","startTime":[1795909672,807000000],"endTime":[1795909672,857000000],
///  "attributes":{"gen_ai.operation.name":"chat","gen_ai.conversation.id":"1111...","gen_ai.response.id":"chatcmpl-1","gen_ai.response.model":"gpt-4.1",
///   "gen_ai.usage.input_tokens":5284,"gen_ai.usage.output_tokens":91,"gen_ai.usage.cache_read.input_tokens":4864}}
/// {"type":"span","traceId":"8e6d...","name":"invoke_agent","attributes":{"gen_ai.usage.input_tokens":15665,...}}
/// </code>
/// Sums (agent turns, invoked agents) end before or after the calls that they are of, so they wait for the end of the file: it cannot be read on
/// from the middle.
/// </remarks>
internal sealed class CopilotTelemetryParser() : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new(
        "type", "name", "traceId", "spanId", "spanContext/traceId", "spanContext/spanId", "_spanContext/traceId", "_spanContext/spanId", "startTime", "endTime", "hrTime", "_hrTime", "time",
        "timestamp", "body", "_body", "attributes");

    private static readonly JsonFields Attributes = new(
        "gen_ai.operation.name", "event.name", "gen_ai.response.id", "gen_ai.response.model", "gen_ai.request.model", "gen_ai.conversation.id",
        "copilot_chat.session_id", "copilot_chat.chat_session_id", "session.id");

    private static readonly UsageShape Tokens = new()
    {
        Input = ["gen_ai.usage.input_tokens"],
        CacheRead = ["gen_ai.usage.cache_read.input_tokens"],
        CacheWrite = ["gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens"],
        Output = ["gen_ai.usage.output_tokens"],
        Reasoning = ["gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    // Traces whose calls were seen, with what is nearest to the model there; one of each kind is all that a trace can have of interest.
    private readonly Dictionary<ulong, Kind> _nearest = [];

    private readonly HashSet<ulong> _answers = [];

    // Records that may repeat calls: as many as the file has calls and turns.
    private readonly List<Waiting> _waiting = [];

    private enum Kind : byte
    {
        ChatSpan,
        InferenceEvent,
        AgentTurnEvent,
        AgentSpan,
    }

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"gen_ai.usage."u8) >= 0;

    public override bool TrySave(Stream state) => false;

    public override void Finish(CallSink sink)
    {
        foreach (var waiting in _waiting)
        {
            // An event tells less of its call than the span does, so the two cannot be copies of one.
            var isTold = waiting.ResponseId.Length > 0 && waiting.Kind is Kind.InferenceEvent
                ? _answers.Contains(sink.Hash(waiting.ResponseId))
                : _nearest[waiting.Trace] != waiting.Kind;
            if (!isTold)
            {
                sink.Add(waiting.Call());
            }
        }
    }

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        if (!Attributes.TryRead(record.Raw("attributes"), out var attributes) || KindOf(record, attributes) is not { } kind)
        {
            return null;
        }

        var usage = Tokens.Read(attributes.Whole);
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var conversation = First(attributes.Text("gen_ai.conversation.id"), First(attributes.Text("copilot_chat.session_id"), attributes.Text("session.id")));
        var session = First(attributes.Text("copilot_chat.chat_session_id"), conversation);
        var trace = sink.Hash(First(First(record.Text("traceId"), record.Text("spanContext/traceId")), First(record.Text("_spanContext/traceId"), session)));
        if (!_nearest.TryGetValue(trace, out var nearest) || kind < nearest)
        {
            _nearest[trace] = kind;
        }

        var at = TimeOf(record);
        var span = sink.Hash(First(First(record.Text("spanId"), record.Text("spanContext/spanId")), record.Text("_spanContext/spanId")));
        var waiting = new Waiting(
            kind, trace, CallSink.Join(CallSink.Join(trace, span), CallSink.Join((ulong)(at ?? 0), CallSink.Of(usage.Tokens))), at, usage.Tokens,
            First(attributes.Text("gen_ai.response.model"), attributes.Text("gen_ai.request.model")).ToArray(), conversation.ToArray(),
            attributes.Text("gen_ai.response.id").ToArray(), CopilotFamily.Of(sink, session));
        if (kind is Kind.ChatSpan)
        {
            _answers.Add(sink.Hash(waiting.ResponseId));
            sink.Add(waiting.Call());
        }
        else
        {
            _waiting.Add(waiting);
        }

        return usage.Verdict(waiting.AtUnixMs);
    }

    private static Kind? KindOf(in JsonRecord record, in JsonRecord attributes)
    {
        // The command line says what a line is; VS Code writes the objects of its OpenTelemetry library as they are.
        if (record.Is("type", "span"u8) || (record.Text("type").IsEmpty && !record.Text("name").IsEmpty && !record.Raw("startTime").IsEmpty))
        {
            return attributes.Is("gen_ai.operation.name", "chat"u8) || record.Text("name").StartsWith("chat "u8) ? Kind.ChatSpan
                : attributes.Is("gen_ai.operation.name", "invoke_agent"u8) || record.Text("name").StartsWith("invoke_agent"u8) ? Kind.AgentSpan
                : null;
        }

        var body = First(record.Text("body"), record.Text("_body"));
        return attributes.Is("event.name", "gen_ai.client.inference.operation.details"u8) || body.StartsWith("GenAI inference:"u8) ? Kind.InferenceEvent
            : attributes.Is("event.name", "copilot_chat.agent.turn"u8) || body.StartsWith("copilot_chat.agent.turn"u8) ? Kind.AgentTurnEvent
            : null;
    }

    private static long? TimeOf(in JsonRecord record) =>
        Moment(record, "endTime") ?? Moment(record, "hrTime") ?? Moment(record, "_hrTime") ?? Moment(record, "time") ?? Moment(record, "startTime")
        ?? record.Time("timestamp");

    // [seconds, nanoseconds]
    private static long? Moment(in JsonRecord record, string field)
    {
        var parts = record.Walk(field);
        if (record.Raw(field) is not [(byte)'[', ..] || !parts.TryEnterArray() || !parts.NextItem() || LogTime.ParseNumber(parts.ReadNumber()) is not { } seconds)
        {
            return null;
        }

        var counts = default(Counts);
        return parts.NextItem() ? seconds + (counts.Read(ref parts) / 1_000_000) : seconds;
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => first.IsEmpty ? second : first;

    private sealed record Waiting(
        Kind Kind, ulong Trace, ulong Span, long? AtUnixMs, TokenUsage Tokens, byte[] Model, byte[] ConversationId, byte[] ResponseId, ulong Family)
    {
        public LogCall Call() => new()
        {
            AtUnixMs = AtUnixMs,
            Usage = Tokens,
            Model = Model,
            ConversationId = ConversationId,
            ResponseId = Kind is Kind.AgentSpan ? default : ResponseId,
            IsSum = Kind is Kind.AgentSpan,
            Key = ResponseId.Length > 0 && Kind is not Kind.AgentSpan ? 0 : Span,
            Family = Family,
            Yields = CopilotFamily.Call,
        };
    }
}
