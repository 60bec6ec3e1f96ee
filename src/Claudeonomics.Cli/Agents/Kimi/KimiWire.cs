using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Kimi;

/// <summary>Kimi CLI: <c>sessions/GROUP/SESSION/wire.jsonl</c>, sub-agents <c>sessions/GROUP/SESSION/subagents/AGENT/wire.jsonl</c>.</summary>
internal sealed class KimiWire : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new KimiWireParser(file);
}

/// <summary>Reads what each step used. Steps of sub-agents come in their parent's file too, wrapped.</summary>
/// <remarks>
/// <code>
/// {"type":"metadata","protocol_version":"1.3"}
/// {"timestamp":1791194405.25,"message":{"type":"StatusUpdate","payload":{"context_usage":0.1,"message_id":"chatcmpl-1",
///  "token_usage":{"input_other":100,"output":50,"input_cache_read":1000,"input_cache_creation":0}}}}
/// {"timestamp":1791194406.5,"message":{"type":"SubagentEvent","payload":{"agent_id":"a1","event":{"type":"StatusUpdate","payload":{...}}}}}
/// </code>
/// </remarks>
internal sealed class KimiWireParser : RecordParser
{
    // Sub-agents of sub-agents; deeper ones are not known.
    private const int MostNested = 4;

    private static readonly JsonFields Line = new("timestamp", "message");
    private static readonly JsonFields Message = new("payload/token_usage", "payload/message_id", "payload/event");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_other"],
        CacheRead = ["input_cache_read"],
        CacheWrite = ["input_cache_creation"],
        Output = ["output"],
    };

    private readonly byte[] _session;
    private readonly byte[] _group;
    private readonly byte[] _model;

    public KimiWireParser(LogFile file)
        : base(Line)
    {
        var isSubAgent = file.FolderName(2).AsSpan().SequenceEqual("subagents"u8);
        _session = file.FolderName(isSubAgent ? 3 : 1);
        _group = file.FolderName(isSubAgent ? 4 : 2);
        _model = KimiConfig.DefaultModel(file.Path);
    }

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"token_usage\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var message = record;
        var raw = record.Raw("message");
        for (var depth = 0; depth < MostNested && Message.TryRead(raw, out message); depth++)
        {
            if (message.Raw("payload/event").IsEmpty)
            {
                return Add(record.Time("timestamp"), message, sink);
            }

            raw = message.Raw("payload/event");
        }

        return null;
    }

    private UnreadReason? Add(long? at, in JsonRecord message, CallSink sink)
    {
        var usage = Counts.Read(message.Raw("payload/token_usage"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        // A message's status may come again with more output; a gateway that gives all answers one id gives them other contexts.
        var id = message.Text("payload/message_id");
        var context = CallSink.Join(
            (ulong)usage.Tokens.UncachedInputTokens, CallSink.Join((ulong)usage.Tokens.CacheReadTokens, (ulong)usage.Tokens.CacheWriteTokens));
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = _model,
            ConversationId = _session,
            ResponseId = id,
            Project = _group,
            Key = id.IsEmpty ? 0 : CallSink.Join(sink.Hash(id), context),
        });
        return usage.Verdict(at);
    }
}
