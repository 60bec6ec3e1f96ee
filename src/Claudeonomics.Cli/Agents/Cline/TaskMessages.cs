using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Cline;

/// <summary>What a task showed: <c>tasks/TASK/ui_messages.json</c>, with a message for each request to the API.</summary>
/// <remarks>
/// <code>
/// [{"ts":1791194405000,"type":"say","say":"api_req_started","modelInfo":{"providerId":"anthropic","modelId":"claude-sonnet-4-5","mode":"act"},
///   "text":"{\"tokensIn\":40,\"tokensOut\":15,\"cacheReads\":7,\"cacheWrites\":3,\"cost\":0.05}"}]
/// </code>
/// <c>tokensIn</c> leaves caches out in Cline. In Roo Code and Kilo Code it does so up to October 2025 for Anthropic's protocol, and includes them from then
/// on and for all others. A file does not tell which: a request with more in caches than in <c>tokensIn</c> does, for its whole task.
/// </remarks>
internal sealed class TaskMessages(bool isDisjoint) : DocumentFormat
{
    private static readonly JsonFields Message = new("ts", "type", "say", "text", "modelInfo/modelId", "modelInfo/providerId");
    private static readonly JsonFields Item = new("workspace");

    private static readonly UsageShape Disjoint = Shape(false);
    private static readonly UsageShape Inclusive = Shape(true);

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!JsonWalker.IsWhole(document.Span) || document.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..] messages)
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var shape = isDisjoint || LeavesCachesOut(messages) ? Disjoint : Inclusive;
        var task = new TaskFolder(file, ReadItem(file.Path));
        foreach (var json in new JsonItems(messages))
        {
            if (!Message.TryRead(json, out var message))
            {
                unread.At(json, UnreadReason.NotJson);
            }
            else if (KindOf(message) is { } kind)
            {
                unread.At(json, Add(message, kind, shape, task, sink));
            }
        }
    }

    private static UnreadReason? Add(in JsonRecord message, Kind kind, UsageShape shape, TaskFolder task, CallSink sink)
    {
        var text = message.Text("text");
        var usage = shape.Read(text);
        if (!usage.IsCall)
        {
            // A request that was just begun has no counts, and one that failed may never get any.
            return usage.Problem;
        }

        var at = message.Time("ts");
        var model = message.Text("modelInfo/modelId");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = message.Text("modelInfo/providerId"),
            Model = model.IsEmpty ? task.ModelAt(at) : model,
            ConversationId = task.Id,
            Project = task.Workspace,
            ReportedCostMicros = usage.CostMicros,
            IsSum = kind is Kind.Sum,
            Key = at is null ? 0 : CallSink.Join(sink.Hash(task.Id), CallSink.Join((ulong)at.Value, (ulong)kind)),
        });
        return usage.Verdict(at);
    }

    private static bool LeavesCachesOut(ReadOnlySpan<byte> messages)
    {
        foreach (var json in new JsonItems(messages))
        {
            if (Message.TryRead(json, out var message) && KindOf(message) is Kind.Request)
            {
                var tokens = Disjoint.Read(message.Text("text")).Tokens;
                if (tokens.UncachedInputTokens < tokens.CacheReadTokens + tokens.CacheWriteTokens)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Kind? KindOf(in JsonRecord message) =>
        !message.Is("type", "say"u8) ? null
        : message.Is("say", "api_req_started"u8) ? Kind.Request
        : message.Is("say", "deleted_api_reqs"u8) || message.Is("say", "subagent_usage"u8) ? Kind.Sum
        : null;

    private static byte[] ReadItem(string path)
    {
        var item = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, "history_item.json"));
        return item is { Exists: true, Length: < 1024 * 1024 } && Item.TryRead(File.ReadAllBytes(item.FullName), out var record)
            ? record.Text("workspace").ToArray()
            : [];
    }

    private static UsageShape Shape(bool includesCaches) => new()
    {
        Input = ["tokensIn"],
        CacheRead = ["cacheReads"],
        CacheWrite = ["cacheWrites"],
        Output = ["tokensOut"],
        CostUsd = ["cost"],
        InputIncludesCaches = includesCaches,
    };

    private enum Kind
    {
        Request = 1,

        /// <summary>Requests whose messages were deleted, and those of sub-agents, added up.</summary>
        Sum = 2,
    }
}
