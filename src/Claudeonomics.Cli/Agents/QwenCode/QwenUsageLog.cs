using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.QwenCode;

/// <summary>A month of answers without their conversations: <c>usage/token-usage-2026-11.jsonl</c>.</summary>
internal sealed class QwenUsageLog : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new QwenUsageLogParser();
}

/// <summary>Reads a month's records. They have an id of their own, so one gives way to the conversation's record of the same counts.</summary>
/// <remarks>
/// <code>
/// {"schemaVersion":1,"id":"...","timestamp":"...","localDate":"2026-11-28","localMonth":"2026-11","sessionId":"b2ae...","model":"qwen3-coder-plus",
///  "authType":"openai","source":"main","inputTokens":5284,"outputTokens":91,"cachedTokens":4864,"thoughtsTokens":17,"totalTokens":5375,"apiDurationMs":75}
/// </code>
/// </remarks>
internal sealed class QwenUsageLogParser() : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new("id", "timestamp", "sessionId", "model");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens"],
        CacheRead = ["cachedTokens"],
        Output = ["outputTokens"],
        Reasoning = ["thoughtsTokens"],
        Total = ["totalTokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"inputTokens\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Whole);
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var conversation = record.Text("sessionId");
        var at = record.Time("timestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = record.Text("model"),
            ConversationId = conversation,
            Key = sink.Hash(record.Text("id")),
            Family = QwenAnswer.Family(sink, conversation, usage.Tokens),
            Yields = QwenAnswer.UsageLog,
        });
        return usage.Verdict(at);
    }
}
