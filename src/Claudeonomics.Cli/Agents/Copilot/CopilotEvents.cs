using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Copilot;

/// <summary>A session of the command line: <c>session-state/SESSION/events.jsonl</c>.</summary>
internal sealed class CopilotEvents : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new CopilotEventsParser(file.FolderName(1));
}

/// <summary>Reads the record of each call; of versions that had none, the sums at the end of a run.</summary>
/// <remarks>
/// <code>
/// {"type":"session.start","data":{"sessionId":"9247...","copilotVersion":"1.0.102","context":{"cwd":"/home/dev/work"}},"id":"...","timestamp":"..."}
/// {"type":"session.usage_record","data":{"usage":{"model":"gpt-4.1","inputTokens":5284,"outputTokens":91,"cacheReadTokens":4864,"cacheWriteTokens":0,
///  "reasoningTokens":17,"apiCallId":"chatcmpl-1","accounting":{"sourceSessionId":"9247...","sequence":2}}},"id":"...","timestamp":"..."}
/// {"type":"session.shutdown","data":{"modelMetrics":{"gpt-4.1":{"requests":{"count":3},"usage":{"inputTokens":15665,...}}}},"timestamp":"..."}
/// </code>
/// </remarks>
internal sealed class CopilotEventsParser(byte[] folder) : RecordParser(Fields)
{
    private const int Session = 0;
    private const int Cwd = 1;

    private static readonly JsonFields Fields = new(
        "type", "timestamp", "data/sessionId", "data/context/cwd", "data/usage", "data/usage/model", "data/usage/apiCallId",
        "data/usage/accounting/sourceSessionId", "data/modelMetrics");

    private static readonly JsonFields Metrics = new("usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens"],
        CacheRead = ["cacheReadTokens"],
        CacheWrite = ["cacheWriteTokens"],
        Output = ["outputTokens"],
        Reasoning = ["reasoningTokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"session."u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        Keep(Session, record.Text("data/sessionId"));
        Keep(Cwd, record.Text("data/context/cwd"));
        return record.Is("type", "session.usage_record"u8) ? Call(record, sink)
            : record.Is("type", "session.shutdown"u8) ? Sums(record, sink)
            : null;
    }

    private ReadOnlySpan<byte> SessionId => Kept(Session).IsEmpty ? folder : Kept(Session);

    private UnreadReason? Call(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Raw("data/usage"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        // A forked session begins with the records of its source.
        var source = record.Text("data/usage/accounting/sourceSessionId");
        var conversation = source.IsEmpty ? SessionId : source;
        var at = record.Time("timestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = record.Text("data/usage/model"),
            ConversationId = conversation,
            ResponseId = record.Text("data/usage/apiCallId"),
            Project = Kept(Cwd),
            Family = CopilotFamily.Of(sink, conversation),
            Yields = CopilotFamily.Call,
        });
        return usage.Verdict(at);
    }

    // Running totals of the whole session, resumed ones included, by model: each run's end repeats them, larger.
    private UnreadReason? Sums(in JsonRecord record, CallSink sink)
    {
        UnreadReason? problem = null;
        var at = record.Time("timestamp");
        foreach (var model in record.Members("data/modelMetrics"))
        {
            var usage = Metrics.TryRead(model.Value, out var metrics) ? Counts.Read(metrics.Raw("usage")) : default;
            if (!usage.IsCall)
            {
                problem = usage.Problem ?? problem;
                continue;
            }

            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Model = model.Name,
                ConversationId = SessionId,
                Project = Kept(Cwd),
                IsSum = true,
                Key = CallSink.Join(sink.Hash(SessionId), sink.Hash(model.Name)),
                Family = CopilotFamily.Of(sink, SessionId),
                Yields = CopilotFamily.Sum,
            });
            problem = usage.Verdict(at) ?? problem;
        }

        return problem;
    }
}

/// <summary>A session's sums give way to any single call of it, wherever that was found.</summary>
internal static class CopilotFamily
{
    public const byte Call = 0;
    public const byte Sum = 1;

    public static ulong Of(CallSink sink, ReadOnlySpan<byte> conversation) => conversation.IsEmpty ? 0 : CallSink.Join(sink.Hash(conversation), 1);
}
