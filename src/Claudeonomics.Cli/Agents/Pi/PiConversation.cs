using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Pi;

/// <summary>A conversation: <c>sessions/FOLDER/TIME_ID.jsonl</c>.</summary>
internal sealed class PiConversation : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new PiParser(file.NameWithout(".jsonl"));
}

/// <summary>Reads answers.</summary>
/// <remarks>
/// <code>
/// {"type":"session","version":3,"id":"01a2...","timestamp":"...","cwd":"/home/dev/app","parentSession":"..."}
/// {"type":"message","id":"2f72e28a","parentId":"a1de6896","timestamp":"2026-11-28T23:55:23.036Z","message":{"role":"assistant","api":"anthropic-messages",
///  "provider":"anthropic","model":"claude-sonnet-4-5","usage":{"input":133,"output":33,"cacheRead":5248,"cacheWrite":300,"totalTokens":5714,
///  "cost":{"total":0.0035934}},"stopReason":"stop","timestamp":1795910122872,"responseId":"msg_4"}}
/// {"type":"child_usage_attributed","targetId":"2f72e28a","childUsage":{...},"aggregateUsage":{...}}
/// </code>
/// The line's time is when the answer had ended, the message's when it was asked for. Attributed usage is that of other files.
/// </remarks>
internal sealed class PiParser(byte[] name) : RecordParser(Fields)
{
    private const int Session = 0;
    private const int Cwd = 1;

    private static readonly JsonFields Fields = new(
        "type", "id", "timestamp", "cwd", "message/role", "message/provider", "message/model", "message/responseId", "message/timestamp", "message/usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input"],
        CacheRead = ["cacheRead"],
        CacheWrite = ["cacheWrite"],
        CacheWrite1h = ["cacheWrite1h"],
        Output = ["output"],
        Reasoning = ["reasoning"],
        Total = ["totalTokens"],
        CostUsd = ["cost/total"],
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("\"session\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        if (record.Is("type", "session"u8))
        {
            Keep(Session, record.Text("id"));
            Keep(Cwd, record.Text("cwd"));
            return null;
        }

        var usage = Counts.Read(record.Raw("message/usage"));
        if (!usage.IsCall || !record.Is("message/role", "assistant"u8))
        {
            return usage.Problem;
        }

        var at = record.Time("timestamp") ?? record.Time("message/timestamp");
        var response = record.Text("message/responseId");
        var id = response.IsEmpty ? CallSink.Join(sink.Hash(record.Text("id")), (ulong)(at ?? 0)) : sink.Hash(response);
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = record.Text("message/provider"),
            Model = record.Text("message/model"),
            ConversationId = Kept(Session).IsEmpty ? name : Kept(Session),
            ResponseId = response,
            Project = Kept(Cwd),
            ReportedCostMicros = usage.CostMicros,
            // A forked conversation begins with a copy. Ids of lines are eight digits, and a gateway may give all answers the same id.
            Key = CallSink.Join(id, CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }
}
