using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Codebuff;

/// <summary>A chat: <c>projects/PROJECT/chats/CHAT/chat-messages.json</c>.</summary>
/// <remarks>
/// <code>
/// [{"id":"m1","variant":"ai","timestamp":"2026-10-05T10:00:05.000Z","credits":3,"metadata":{"model":"claude-sonnet-4-5",
///   "usage":{"inputTokens":10,"outputTokens":50,"cacheReadInputTokens":200,"cacheCreationInputTokens":5}}},
///  {"id":"m2","variant":"ai","metadata":{"codebuff":{"usage":{"prompt_tokens":750,"completion_tokens":120,"prompt_tokens_details":{"cached_tokens":600}}}}}]
/// </code>
/// </remarks>
internal sealed class CodebuffChat : DocumentFormat
{
    private static readonly JsonFields Message = new(
        "id", "variant", "role", "timestamp", "createdAt", "metadata/timestamp", "metadata/model", "metadata/usage", "metadata/codebuff/usage",
        "metadata/codebuff/model", "metadata/runState/sessionState/mainAgentState/messageHistory");

    private static readonly JsonFields Answer = new(
        "role", "providerOptions/usage", "providerOptions/codebuff/usage", "providerOptions/codebuff/model");

    private static readonly JsonFields Kind = new("promptTokens", "prompt_tokens", "model");

    private static readonly UsageShape Disjoint = new()
    {
        Input = ["inputTokens", "input_tokens"],
        CacheRead = ["cacheReadInputTokens", "cache_read_input_tokens"],
        CacheWrite = ["cacheCreationInputTokens", "cache_creation_input_tokens", "cacheCreationTokens", "cache_creation_tokens"],
        Output = ["outputTokens", "output_tokens"],
    };

    // OpenAI's names, and OpenAI's meaning: what was read from a cache is a part of the prompt.
    private static readonly UsageShape Inclusive = new()
    {
        Input = ["promptTokens", "prompt_tokens"],
        CacheRead = ["promptTokensDetails/cachedTokens", "prompt_tokens_details/cached_tokens", "cacheReadInputTokens", "cache_read_input_tokens"],
        Output = ["completionTokens", "completion_tokens"],
        InputIncludesCaches = true,
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!JsonWalker.IsWhole(document.Span) || document.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..] messages)
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var (chat, project) = (file.FolderName(1), file.FolderName(3));
        foreach (var json in new JsonItems(messages))
        {
            unread.At(json, Message.TryRead(json, out var message) ? Add(message, chat, project, sink) : UnreadReason.NotJson);
        }
    }

    private static UnreadReason? Add(in JsonRecord message, byte[] chat, byte[] project, CallSink sink)
    {
        if (!IsAnswer(message))
        {
            return null;
        }

        var (usage, model) = FirstOf(message.Raw("metadata/usage"), message.Raw("metadata/codebuff/usage"));
        if (!usage.IsCall && usage.Problem is null)
        {
            (usage, model) = LastOf(message.Items("metadata/runState/sessionState/mainAgentState/messageHistory"));
        }

        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var named = message.Text("metadata/model");
        named = named.IsEmpty ? message.Text("metadata/codebuff/model") : named;
        var at = message.Time("timestamp") ?? message.Time("createdAt") ?? message.Time("metadata/timestamp");
        var id = message.Text("id");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = named.IsEmpty ? model : named,
            ConversationId = chat,
            Project = project,
            Key = id.IsEmpty ? 0 : CallSink.Join(CallSink.Join(sink.Hash(id), (ulong)(at ?? 0)), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }

    private static bool IsAnswer(in JsonRecord message)
    {
        var kind = message.Text("variant");
        kind = kind.IsEmpty ? message.Text("role") : kind;
        return kind.SequenceEqual("ai"u8) || kind.SequenceEqual("agent"u8) || kind.SequenceEqual("assistant"u8);
    }

    // What OpenRouter answered is only in the state of the run.
    private static (UsageCounts Usage, byte[] Model) LastOf(JsonItems history)
    {
        var last = (Usage: default(UsageCounts), Model: (byte[])[]);
        foreach (var json in history)
        {
            if (!Answer.TryRead(json, out var answer) || !answer.Is("role", "assistant"u8))
            {
                continue;
            }

            var (usage, model) = FirstOf(answer.Raw("providerOptions/usage"), answer.Raw("providerOptions/codebuff/usage"));
            if (usage.IsCall || usage.Problem is not null)
            {
                last = (usage, model.Length > 0 ? model : answer.Text("providerOptions/codebuff/model").ToArray());
            }
        }

        return last;
    }

    private static (UsageCounts Usage, byte[] Model) FirstOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var usage = Read(first, out var model);
        return usage.IsCall || usage.Problem is not null ? (usage, model) : (Read(second, out model), model);
    }

    private static UsageCounts Read(ReadOnlySpan<byte> json, out byte[] model)
    {
        model = [];
        if (json is not [(byte)'{', ..] || !Kind.TryRead(json, out var kind))
        {
            return default;
        }

        model = kind.Text("model").ToArray();
        return (kind.Raw("promptTokens").IsEmpty && kind.Raw("prompt_tokens").IsEmpty ? Disjoint : Inclusive).Read(json);
    }
}
