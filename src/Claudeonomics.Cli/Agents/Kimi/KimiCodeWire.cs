using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Kimi;

/// <summary>Kimi Code: <c>sessions/WORKSPACE/SESSION/agents/AGENT/wire.jsonl</c>.</summary>
internal sealed class KimiCodeWire : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new KimiCodeWireParser(file);
}

/// <summary>Reads usage records. Those of scope <c>turn</c> are steps, those of scope <c>session</c> are calls outside of turns, such as a
/// compaction; both are one call each.</summary>
/// <remarks>
/// <code>
/// {"type":"llm.request","model":"kimi-for-coding","time":1791194404000}
/// {"type":"usage.record","model":"kimi-code/kimi-for-coding","usage":{"inputOther":100,"output":50,"inputCacheRead":1000,"inputCacheCreation":0},
///  "usageScope":"turn","time":1791194405000}
/// </code>
/// Records have no ids, and a forked session begins with a copy of them: moment, model and counts tell copies. The usage of <c>step.end</c> is that of the
/// record beside it.
/// </remarks>
internal sealed class KimiCodeWireParser(LogFile file) : RecordParser(Fields)
{
    private const int Requested = 0;

    private static readonly JsonFields Fields = new("type", "model", "usage", "time");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputOther"],
        CacheRead = ["inputCacheRead"],
        CacheWrite = ["inputCacheCreation"],
        Output = ["output"],
    };

    private readonly byte[] _session = file.FolderName(3);
    private readonly byte[] _workspace = file.FolderName(4);

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"usage.record\""u8) >= 0 || line.IndexOf("\"llm.request\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var model = record.Text("model");
        var isName = !model.StartsWith("__"u8);
        if (record.Is("type", "llm.request"u8))
        {
            Keep(Requested, isName ? model : default);
            return null;
        }

        var usage = Counts.Read(record.Raw("usage"));
        if (!usage.IsCall || !record.Is("type", "usage.record"u8))
        {
            return usage.Problem;
        }

        // __kimi_env_model__ stands for a model that an environment variable named: the request before says which.
        var called = KimiConfig.Named(isName && !model.IsEmpty ? model : Kept(Requested));
        var at = record.Time("time");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = called,
            ConversationId = _session,
            Project = _workspace,
            Key = at is null ? 0 : CallSink.Join(CallSink.Join((ulong)at.Value, sink.Hash(called)), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }
}
