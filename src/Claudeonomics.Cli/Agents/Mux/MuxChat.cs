using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Mux;

/// <summary>What a workspace said: <c>sessions/WORKSPACE/chat.jsonl</c>, before its last compaction <c>chat-archive.jsonl</c>, and what was asked on the side
/// <c>headless-usage.jsonl</c>.</summary>
internal sealed class MuxChat : LineFormat
{
    /// <summary>What a workspace's chat tells goes before what its totals tell (<see cref="LogCall.Yields"/>).</summary>
    public const byte Calls = 0;

    public const byte Totals = 1;

    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new MuxChatParser(file.FolderName(1));
}

/// <summary>Reads answers, each the sum of its steps, and what tools asked of models meanwhile.</summary>
/// <remarks>
/// <code>
/// {"id":"assistant-1","role":"assistant","parts":[...],"metadata":{"timestamp":1791194400000,"duration":5000,"model":"anthropic:claude-opus-4-6",
///  "usage":{"inputTokens":5300,"outputTokens":300,"totalTokens":5600,"reasoningTokens":40,"cachedInputTokens":5000},
///  "providerMetadata":{"anthropic":{"cacheCreationInputTokens":200}},
///  "toolModelUsages":[{"toolName":"advisor","toolCallId":"t1","timestamp":1791194402000,"model":"openai:gpt-5","usage":{...}}]}}
/// {"timestamp":1791194409000,"source":"status","model":"anthropic:claude-haiku-4-5","usage":{...},"providerMetadata":{...}}
/// </code>
/// </remarks>
internal sealed class MuxChatParser(byte[] workspace) : RecordParser(Line)
{
    private static readonly JsonFields Line = new(
        "id", "role", "metadata", "metadata/timestamp", "metadata/duration", "metadata/model", "metadata/usage", "metadata/toolModelUsages",
        "timestamp", "source", "model", "usage");

    private static readonly JsonFields Tool = new("toolCallId", "timestamp", "model");

    // Paths begin where the usage and the provider's metadata stand side by side.
    private static readonly UsageShape Counts = new()
    {
        Input = ["usage/inputTokens"],
        CacheRead = ["usage/cachedInputTokens", "usage/inputTokenDetails/cacheReadTokens"],
        CacheWrite = ["providerMetadata/anthropic/cacheCreationInputTokens", "usage/inputTokenDetails/cacheWriteTokens"],
        Output = ["usage/outputTokens"],
        Reasoning = ["usage/reasoningTokens", "usage/outputTokenDetails/reasoningTokens"],
        Total = ["usage/totalTokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"inputTokens\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        if (record.HasObject("usage") && !record.Raw("source").IsEmpty)
        {
            var asked = record.Time("timestamp");
            return Add(record.Whole, asked, record.Text("model"), isSum: false, key: 0, sink);
        }

        if (!record.Is("role", "assistant"u8))
        {
            return null;
        }

        // The time is when the answer began.
        var at = record.Time("metadata/timestamp") + Duration(record);
        var id = sink.Hash(record.Text("id"));
        var problem = record.HasObject("metadata/usage") ? Add(record.Raw("metadata"), at, record.Text("metadata/model"), isSum: true, id, sink) : null;
        var number = 0UL;
        foreach (var json in record.Items("metadata/toolModelUsages"))
        {
            number++;
            problem = Tool.TryRead(json, out var tool)
                ? Add(json, tool.Time("timestamp") ?? at, tool.Text("model"), isSum: true, CallSink.Join(CallSink.Join(id, number), sink.Hash(tool.Text("toolCallId"))), sink) ?? problem
                : UnreadReason.NotJson;
        }

        return problem;
    }

    private UnreadReason? Add(ReadOnlySpan<byte> usageHolder, long? at, ReadOnlySpan<byte> model, bool isSum, ulong key, CallSink sink)
    {
        var usage = Counts.Read(usageHolder);
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var named = ModelRoute.Of(model, (byte)':');
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = named.Provider,
            Model = named.Name,
            ConversationId = workspace,
            IsSum = isSum,
            Key = key,
            Family = sink.Hash(workspace),
            Yields = MuxChat.Calls,
        });
        return usage.Verdict(at);
    }

    private static long Duration(in JsonRecord record)
    {
        var counts = default(Counts);
        var number = record.Number("metadata/duration");
        return number.IsEmpty ? 0 : counts.Parse(number);
    }
}
