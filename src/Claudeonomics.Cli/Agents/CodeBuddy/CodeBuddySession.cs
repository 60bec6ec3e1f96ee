using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.CodeBuddy;

/// <summary>A session: <c>projects/SLUG/SESSION.jsonl</c>.</summary>
internal sealed class CodeBuddySession : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new CodeBuddyParser(file.NameWithout(".jsonl"));
}

/// <summary>Reads answers. Each part of an answer, text or call of a tool, is a line with the answer's id and all of its counts.</summary>
/// <remarks>
/// <code>
/// {"id":"a1","timestamp":1780000000100,"type":"message","role":"assistant","status":"completed","sessionId":"s-1","cwd":"/home/dev/app",
///  "providerData":{"model":"glm-5.2","messageId":"msg-1"},"message":{"usage":{"input_tokens":24486,"output_tokens":3,"total_tokens":24489,"cache_read_input_tokens":14720}}}
/// {"id":"c1","timestamp":1780000000200,"type":"function_call","sessionId":"s-1","providerData":{"requestModelId":"glm-5.2","messageId":"msg-2",
///  "rawUsage":{"prompt_tokens":140732,"completion_tokens":635,"total_tokens":141367,"prompt_cache_hit_tokens":76032}}}
/// </code>
/// </remarks>
internal sealed class CodeBuddyParser(byte[] name) : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new(
        "id", "timestamp", "type", "role", "sessionId", "cwd", "message/model", "message/usage", "providerData/model", "providerData/requestModelId",
        "providerData/messageId", "providerData/traceId", "providerData/usage", "providerData/rawUsage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_tokens", "inputTokens", "prompt_tokens"],
        CacheRead = ["cache_read_input_tokens", "cacheReadInputTokens", "cacheTokens", "prompt_cache_hit_tokens", "cached_tokens"],
        CacheWrite = ["cache_creation_input_tokens", "cacheCreationInputTokens", "cachedWriteTokens", "prompt_cache_write_tokens"],
        Output = ["output_tokens", "outputTokens", "completion_tokens"],
        Reasoning = ["completion_thinking_tokens", "completionThinkingTokens", "reasoningTokens"],
        Total = ["total_tokens", "totalTokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("sage\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        if (!record.Is("type", "function_call"u8) && !(record.Is("type", "message"u8) && record.Is("role", "assistant"u8)))
        {
            return null;
        }

        var usage = First(record, "message/usage", "providerData/usage", "providerData/rawUsage");
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("timestamp");
        var session = FirstText(record, "sessionId");
        var id = FirstText(record, "providerData/messageId", "providerData/traceId", "id");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = FirstText(record, "providerData/model", "providerData/requestModelId", "message/model"),
            ConversationId = session.IsEmpty ? name : session,
            Project = record.Text("cwd"),
            Key = id.IsEmpty ? 0 : CallSink.Join(sink.Hash(session.IsEmpty ? name : session), sink.Hash(id)),
        });
        return usage.Verdict(at);
    }

    private static UsageCounts First(in JsonRecord record, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Counts.Read(record.Raw(path)) is var usage && (usage.IsCall || usage.Problem is not null))
            {
                return usage;
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> FirstText(in JsonRecord record, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (record.Text(path) is { IsEmpty: false } text)
            {
                return text;
            }
        }

        return default;
    }
}
