using System.Text;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.GrokBuild;

/// <summary>What all sessions did: <c>logs/unified.jsonl</c>.</summary>
internal sealed class GrokLog : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new GrokLogParser();
}

/// <summary>Reads calls, and which model a session had at the time.</summary>
/// <remarks>
/// <code>
/// {"ts":"2026-10-05T10:00:00Z","pid":17,"msg":"model catalog: notifying clients","ctx":{"current_model_id":"grok-4.5"}}
/// {"ts":"2026-10-05T10:00:01Z","pid":17,"sid":"s-1","msg":"model changed","ctx":{"model":"grok-code-fast"}}
/// {"ts":"2026-10-05T10:00:02Z","pid":17,"msg":"subagent spawn credentials","ctx":{"subagent_id":"s-2","effective_model":"grok-4.5"}}
/// {"ts":"2026-10-05T10:00:05Z","pid":17,"sid":"s-1","msg":"shell.turn.inference_done","ctx":{"loop_index":1,"prompt_tokens":100,
///  "cached_prompt_tokens":60,"completion_tokens":25,"reasoning_tokens":5,"request_id":"r1"}}
/// </code>
/// </remarks>
internal sealed class GrokLogParser : LineParser
{
    // Sessions and processes whose model is kept. With more of them the file is read from its beginning when it grows.
    private const int MostModels = 256;

    private static readonly JsonFields Fields = new(
        "ts", "pid", "sid", "msg", "ctx", "ctx/model", "ctx/current_model_id", "ctx/subagent_id", "ctx/effective_model", "ctx/request_id", "ctx/loop_index");

    private static readonly UsageShape Counts = new()
    {
        Input = ["prompt_tokens"],
        CacheRead = ["cached_prompt_tokens"],
        Output = ["completion_tokens"],
        Reasoning = ["reasoning_tokens"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    private readonly Dictionary<string, byte[]> _models = new(StringComparer.Ordinal);

    public override bool Matters(ReadOnlySpan<byte> line) =>
        line.IndexOf("inference_done"u8) >= 0 || line.IndexOf("\"current_model_id\""u8) >= 0 || line.IndexOf("\"model changed\""u8) >= 0
        || line.IndexOf("\"effective_model\""u8) >= 0;

    public override UnreadReason? Read(ReadOnlySpan<byte> line, CallSink sink)
    {
        if (!Fields.TryRead(line, out var record))
        {
            return UnreadReason.NotJson;
        }

        if (record.Is("msg", "shell.turn.inference_done"u8))
        {
            return Call(record, sink);
        }

        Keep("pid ", record.Raw("pid"), record.Text("ctx/current_model_id"));
        Keep("", record.Text("ctx/subagent_id"), record.Text("ctx/effective_model"));
        if (record.Is("msg", "model changed"u8))
        {
            Keep("", record.Text("sid"), record.Text("ctx/model"));
        }

        return null;
    }

    public override bool TrySave(Stream state)
    {
        using var writer = new BinaryWriter(state, Encoding.UTF8, leaveOpen: true);
        writer.Write(_models.Count);
        foreach (var (whose, model) in _models)
        {
            writer.Write(whose);
            writer.Write7BitEncodedInt(model.Length);
            writer.Write(model);
        }

        return _models.Count <= MostModels && _models.Sum(static kept => kept.Key.Length + kept.Value.Length) < 32 * 1024;
    }

    public override void Restore(Stream state)
    {
        using var reader = new BinaryReader(state, Encoding.UTF8, leaveOpen: true);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var whose = reader.ReadString();
            _models[whose] = reader.ReadBytes(reader.Read7BitEncodedInt());
        }
    }

    private UnreadReason? Call(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Raw("ctx"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("ts");
        var session = record.Text("sid");
        var request = record.Text("ctx/request_id");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = "xai"u8,
            Model = ModelOf("", session) is { Length: > 0 } model ? model : ModelOf("pid ", record.Raw("pid")),
            ConversationId = session,
            RequestId = request,
            Key = CallSink.Join(
                CallSink.Join(sink.Hash(session), request.IsEmpty ? (ulong)(at ?? 0) : sink.Hash(request)),
                CallSink.Join(CallSink.Of(usage.Tokens), sink.Hash(record.Raw("ctx/loop_index")))),
            Family = sink.Hash(session),
            Yields = GrokUpdates.Call,
        });
        return usage.Verdict(at);
    }

    private void Keep(string kind, ReadOnlySpan<byte> whose, ReadOnlySpan<byte> model)
    {
        if (!whose.IsEmpty && !model.IsEmpty)
        {
            _models[kind + Encoding.UTF8.GetString(whose)] = model.ToArray();
        }
    }

    private byte[]? ModelOf(string kind, ReadOnlySpan<byte> whose) => _models.GetValueOrDefault(kind + Encoding.UTF8.GetString(whose));
}
