using System.Buffers.Text;
using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Amp;

/// <summary>A thread: <c>threads/T-ID.json</c>. A ledger has the moment of each call, messages have its caches; each may lack what the other has.</summary>
/// <remarks>
/// <code>
/// {"id":"T-1","created":1791194400000,
///  "messages":[{"role":"assistant","messageId":1,"usage":{"model":"claude-sonnet-4-5","inputTokens":10,"outputTokens":200,
///               "cacheReadInputTokens":9000,"cacheCreationInputTokens":500,"timestamp":"2026-10-05T10:00:05.000Z"}}],
///  "usageLedger":{"events":[{"id":"e1","timestamp":"2026-10-05T10:00:05.000Z","model":"claude-sonnet-4-5","credits":1.2,
///                            "tokens":{"input":10,"output":200},"operationType":"inference","fromMessageId":0,"toMessageId":1}]}}
/// </code>
/// </remarks>
internal sealed class AmpThread : DocumentFormat
{
    private static readonly JsonFields Thread = new("id", "messages", "usageLedger/events");
    private static readonly JsonFields Message = new("role", "messageId", "timestamp", "model", "usage", "usage/timestamp", "usage/model");
    private static readonly JsonFields Event = new("id", "timestamp", "model", "tokens", "toMessageId");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input", "inputTokens"],
        CacheRead = ["cacheReadInputTokens"],
        CacheWrite = ["cacheCreationInputTokens"],
        Output = ["output", "outputTokens"],
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Thread.TryRead(document.Span, out var thread))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var id = thread.Text("id").ToArray();
        var conversation = id.Length > 0 ? id : file.NameWithout(".json");
        var messages = Messages(thread.Items("messages"), unread);
        foreach (var json in thread.Items("usageLedger/events"))
        {
            unread.At(json, Add(json, messages, conversation, sink));
        }

        // What the ledger does not have.
        foreach (var message in messages.Where(static message => !message.IsInLedger))
        {
            sink.Add(Call(message, message.AtUnixMs, message.Tokens, message.Model, conversation, Key(sink, conversation, message)));
            unread.OnLine(message.Line, message.AtUnixMs is null ? UnreadReason.NoTime : null);
        }
    }

    private static List<Answer> Messages(JsonItems items, UnreadPlaces unread)
    {
        var messages = new List<Answer>();
        foreach (var json in items)
        {
            if (!Message.TryRead(json, out var message))
            {
                unread.At(json, UnreadReason.NotJson);
                continue;
            }

            var usage = Counts.Read(message.Raw("usage"));
            unread.At(json, usage.Problem);
            if (usage.IsCall && message.Is("role", "assistant"u8))
            {
                var model = message.Text("usage/model");
                messages.Add(new()
                {
                    Line = unread.LineOf(json),
                    Id = Number(message, "messageId"),
                    AtUnixMs = message.Time("usage/timestamp") ?? message.Time("timestamp"),
                    Model = (model.IsEmpty ? message.Text("model") : model).ToArray(),
                    Tokens = usage.Tokens,
                });
            }
        }

        return messages;
    }

    private static UnreadReason? Add(ReadOnlySpan<byte> json, List<Answer> messages, byte[] conversation, CallSink sink)
    {
        if (!Event.TryRead(json, out var entry))
        {
            return UnreadReason.NotJson;
        }

        var usage = Counts.Read(entry.Raw("tokens"));
        var model = entry.Text("model").ToArray();
        var message = Find(messages, Number(entry, "toMessageId"), model, usage.Tokens);
        if (!usage.IsCall && message is null)
        {
            return usage.Problem;
        }

        var tokens = usage.Tokens;
        if (message is not null)
        {
            message.IsInLedger = true;
            tokens = tokens.CacheReadTokens + tokens.CacheWriteTokens > 0 ? tokens : message.Tokens;
        }

        var at = entry.Time("timestamp") ?? message?.AtUnixMs;
        var id = entry.Text("id");
        var key = message is not null ? Key(sink, conversation, message)
            : id.IsEmpty ? 0 : CallSink.Join(sink.Hash(conversation), sink.Hash(id));
        sink.Add(Call(message, at, tokens, model.Length > 0 ? model : message?.Model ?? [], conversation, key));
        return usage.Verdict(at);
    }

    // The ledger names the message; older ones do not, and then model, input and output are the same.
    private static Answer? Find(List<Answer> messages, long? id, byte[] model, TokenUsage tokens) =>
        messages.Find(message => !message.IsInLedger && (id is not null
            ? message.Id == id
            : message.Model.AsSpan().SequenceEqual(model) && message.Tokens.UncachedInputTokens == tokens.UncachedInputTokens
                && message.Tokens.OutputTokens == tokens.OutputTokens));

    private static ulong Key(CallSink sink, byte[] conversation, Answer message) =>
        message.Id is { } id ? CallSink.Join(sink.Hash(conversation), (ulong)id) : 0;

    private static LogCall Call(Answer? message, long? at, in TokenUsage tokens, byte[] model, byte[] conversation, ulong key) => new()
    {
        AtUnixMs = at ?? message?.AtUnixMs,
        Usage = tokens,
        Model = model,
        ConversationId = conversation,
        Key = key,
    };

    private static long? Number(in JsonRecord record, string path) =>
        Utf8Parser.TryParse(record.Number(path), out long number, out _) && number >= 0 ? number : null;

    private sealed class Answer
    {
        public required int Line { get; init; }

        public required long? Id { get; init; }

        public required long? AtUnixMs { get; init; }

        public required byte[] Model { get; init; }

        public required TokenUsage Tokens { get; init; }

        public bool IsInLedger { get; set; }
    }
}
