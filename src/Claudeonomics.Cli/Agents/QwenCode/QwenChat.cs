using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.QwenCode;

/// <summary>A conversation: <c>projects/SLUG/chats/SESSION.jsonl</c>, or a sub-agent's: <c>projects/SLUG/subagents/SESSION/agent-ID.jsonl</c>.</summary>
internal sealed class QwenChat : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new QwenChatParser();
}

/// <summary>Reads what the API answered, and messages of which no such record is left.</summary>
/// <remarks>
/// <code>
/// {"uuid":"c969...","sessionId":"b2ae...","timestamp":"...","type":"system","cwd":"/home/dev/work","subtype":"ui_telemetry","systemPayload":{"uiEvent":
///  {"event.name":"qwen-code.api_response","event.timestamp":"2026-11-28T22:59:13.998Z","response_id":"chatcmpl-1","model":"qwen3-coder-plus",
///   "input_token_count":5284,"output_token_count":91,"cached_content_token_count":4864,"thoughts_token_count":17,"total_token_count":5375}}}
/// {"uuid":"abc7...","sessionId":"b2ae...","timestamp":"...","type":"assistant","cwd":"/home/dev/work","model":"qwen3-coder-plus","message":{...},
///  "usageMetadata":{"promptTokenCount":5284,"candidatesTokenCount":91,"thoughtsTokenCount":17,"totalTokenCount":5375,"cachedContentTokenCount":4864}}
/// </code>
/// A branched conversation is a copy under a new session id, each record with its own uuid and <c>"forkedFrom":{"sessionId":"..."}</c>.
/// </remarks>
internal sealed class QwenChatParser() : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new(
        "uuid", "sessionId", "forkedFrom/sessionId", "timestamp", "cwd", "model", "usageMetadata", "systemPayload/uiEvent");

    private static readonly JsonFields Event = new("event.name", "event.timestamp", "response_id", "model");

    private static readonly UsageShape EventCounts = new()
    {
        Input = ["input_token_count"],
        Tool = ["tool_token_count"],
        CacheRead = ["cached_content_token_count"],
        Output = ["output_token_count"],
        Reasoning = ["thoughts_token_count"],
        Total = ["total_token_count"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    private static readonly UsageShape MessageCounts = new()
    {
        Input = ["promptTokenCount"],
        Tool = ["toolUsePromptTokenCount"],
        CacheRead = ["cachedContentTokenCount"],
        Output = ["candidatesTokenCount"],
        Reasoning = ["thoughtsTokenCount"],
        Total = ["totalTokenCount"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"usageMetadata\""u8) >= 0 || line.IndexOf("qwen-code.api_response"u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var forkedFrom = record.Text("forkedFrom/sessionId");
        var conversation = forkedFrom.IsEmpty ? record.Text("sessionId") : forkedFrom;
        var raw = record.Raw("systemPayload/uiEvent");
        if (raw.IsEmpty)
        {
            return Message(record, conversation, sink);
        }

        return Event.TryRead(raw, out var answer) ? Response(record, answer, conversation, sink) : UnreadReason.NotJson;
    }

    private static UnreadReason? Response(in JsonRecord record, in JsonRecord answer, ReadOnlySpan<byte> conversation, CallSink sink)
    {
        var usage = EventCounts.Read(answer.Whole);
        if (!usage.IsCall || !answer.Is("event.name", "qwen-code.api_response"u8))
        {
            return usage.Problem;
        }

        var id = answer.Text("response_id");
        var at = answer.Time("event.timestamp") ?? record.Time("timestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = answer.Text("model"),
            ConversationId = conversation,
            ResponseId = id,
            Project = record.Text("cwd"),
            // A gateway may give every answer the same id, but not the same counts.
            Key = CallSink.Join(sink.Hash(id.IsEmpty ? record.Text("uuid") : id), CallSink.Of(usage.Tokens)),
            Family = QwenAnswer.Family(sink, conversation, usage.Tokens),
            Yields = QwenAnswer.Response,
        });
        return usage.Verdict(at);
    }

    private static UnreadReason? Message(in JsonRecord record, ReadOnlySpan<byte> conversation, CallSink sink)
    {
        var usage = MessageCounts.Read(record.Raw("usageMetadata"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("timestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = record.Text("model"),
            ConversationId = conversation,
            Project = record.Text("cwd"),
            Key = sink.Hash(record.Text("uuid")),
            Family = QwenAnswer.Family(sink, conversation, usage.Tokens),
            Yields = QwenAnswer.Message,
        });
        return usage.Verdict(at);
    }
}
