using System.Text;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.GrokBuild;

/// <summary>What a session told its screen: <c>sessions/FOLDER/SESSION/updates.jsonl</c>.</summary>
internal sealed class GrokUpdates : LineFormat
{
    /// <summary>What the log of calls tells of a session goes before what its turns tell (<see cref="LogCall.Yields"/>).</summary>
    public const byte Call = 0;

    public const byte Turn = 1;

    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new GrokUpdatesParser(file);
}

/// <summary>Reads what turns used, each a sum.</summary>
/// <remarks>
/// <code>
/// {"timestamp":1791194405,"method":"session/update","params":{"sessionId":"s-1","update":{"sessionUpdate":"turn_completed","usage":{"inputTokens":100,
///  "outputTokens":25,"totalTokens":125,"cachedReadTokens":60,"reasoningTokens":5,"costUsdTicks":120000,"modelUsage":{"grok-4.5":{...}}}},
///  "_meta":{"eventId":"e1","agentTimestampMs":1791194405000}}}
/// </code>
/// </remarks>
internal sealed class GrokUpdatesParser(LogFile file) : RecordParser(Fields)
{
    // A tick is a ten thousand millionth of a dollar.
    private const long TicksPerMicro = 10_000;

    private const int Model = 0;

    private static readonly JsonFields Fields = new(
        "timestamp", "params/timestamp", "params/sessionId", "params/_meta/eventId", "params/_meta/agentTimestampMs", "params/_meta/modelId",
        "params/update/_meta/modelId", "params/update/usage", "params/update/usage/modelUsage", "params/update/usage/costUsdTicks");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens", "input_tokens", "promptTokens"],
        CacheRead = ["cachedReadTokens", "cacheReadTokens", "cache_read_input_tokens"],
        CacheWrite = ["cachedWriteTokens", "cacheWriteTokens", "cache_creation_input_tokens"],
        Output = ["outputTokens", "output_tokens", "completionTokens"],
        Reasoning = ["reasoningTokens", "thoughtTokens", "thinkingTokens"],
        Total = ["totalTokens", "total_tokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    private readonly byte[] _session = file.FolderName(1);
    private readonly byte[] _folder = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Encoding.UTF8.GetString(file.FolderName(2))));

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("\"modelId\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var model = record.Text("params/update/_meta/modelId");
        Keep(Model, model.IsEmpty ? record.Text("params/_meta/modelId") : model);
        var usage = Counts.Read(record.Raw("params/update/usage"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("params/_meta/agentTimestampMs") ?? record.Time("params/timestamp") ?? record.Time("timestamp");
        var conversation = record.Text("params/sessionId");
        var session = conversation.IsEmpty ? _session : conversation;
        var id = record.Text("params/_meta/eventId");
        var ticks = record.Number("params/update/usage/costUsdTicks");
        var counts = default(Counts);
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = "xai"u8,
            Model = ModelOf(record),
            ConversationId = session,
            Project = _folder,
            ReportedCostMicros = ticks.IsEmpty ? null : counts.Parse(ticks) / TicksPerMicro,
            IsSum = true,
            Key = CallSink.Join(CallSink.Join(sink.Hash(session), id.IsEmpty ? (ulong)(at ?? 0) : sink.Hash(id)), CallSink.Of(usage.Tokens)),
            Family = sink.Hash(session),
            Yields = GrokUpdates.Turn,
        });
        return usage.Verdict(at);
    }

    // The model that the turn says it used, when it is one; else the one that the session was set to.
    private ReadOnlySpan<byte> ModelOf(in JsonRecord record)
    {
        ReadOnlySpan<byte> only = default;
        foreach (var member in record.Members("params/update/usage/modelUsage"))
        {
            if (!only.IsEmpty)
            {
                return Kept(Model);
            }

            only = member.Name;
        }

        return only.IsEmpty ? Kept(Model) : only;
    }
}
