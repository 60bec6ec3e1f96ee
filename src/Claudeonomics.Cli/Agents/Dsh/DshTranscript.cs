using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Dsh;

/// <summary>A session: <c>sessions/FOLDER/SESSION/session.jsonl.zstd</c>, to which packed lines are appended, or <c>session.jsonl</c>.</summary>
internal sealed class DshTranscript : DocumentFormat
{
    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        // What is being appended is cut: what stands before it is whole, and the rest is read next time.
        UnreadReason? problem = null;
        var text = document.Span.StartsWith(Zstandard.Magic) ? Zstandard.Unpack(document.Span, out problem) : document;
        unread.Whole(problem is UnreadReason.TooLong ? problem : null);
        unread.Unpacked(text);
        var lines = text.Span;
        var parser = new DshParser(file.FolderName(1));
        var end = lines.LastIndexOf((byte)'\n') + 1;
        foreach (var range in lines[..end].Split((byte)'\n'))
        {
            var line = lines[range];
            if (parser.Matters(line))
            {
                unread.At(line, parser.Read(line, sink));
            }
        }
    }
}

/// <summary>Reads answers, attempts that failed after they cost something, and compactions.</summary>
/// <remarks>
/// <code>
/// {"type":"session","id":"s-1","createdAt":1791194400000,"cwd":"/home/dev/app"}
/// {"type":"request/header","data":{"header":{"config":{"provider":"deepseek","model":"deepseek-v4"}}}}
/// {"type":"assistant/message","seq":3,"time":1791194405000,"data":{"turn":1,"step":1,"usage":{"inputTokens":100,"outputTokens":50,"cacheReadTokens":1000,
///  "reasoningTokens":20},"message":{"id":"m1","source":{"provider":"deepseek","model":"deepseek-v4","replayState":{"response":{"responseModel":"deepseek-v4-0731"}}}}}}
/// {"type":"assistant/attempt","time":1791194406000,"data":{"attemptId":"a1","stream":[{"type":"chunk","chunk":{"type":"usage","usage":{...}}}]}}
/// {"type":"compaction/summary","time":1791194407000,"data":{"compactionId":"c1","usage":{...},"message":{"source":{...}}}}
/// </code>
/// </remarks>
internal sealed class DshParser(byte[] name) : RecordParser(Fields)
{
    private const int Session = 0;
    private const int Folder = 1;
    private const int Provider = 2;
    private const int Model = 3;

    private static readonly JsonFields Fields = new(
        "type", "id", "cwd", "seq", "time", "data/header/config/provider", "data/header/config/model", "data/usage", "data/stream", "data/attemptId",
        "data/compactionId", "data/message/id", "data/message/source/provider", "data/message/source/model",
        "data/message/source/replayState/response/responseModel");

    private static readonly JsonFields Chunk = new("chunk/type", "chunk/usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens"],
        CacheRead = ["cacheReadTokens"],
        CacheWrite = ["cacheWriteTokens"],
        Output = ["outputTokens"],
        Reasoning = ["reasoningTokens"],
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("request/header"u8) >= 0 || line.IndexOf("\"session\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var type = record.Text("type");
        if (type.SequenceEqual("session"u8))
        {
            Keep(Session, record.Text("id"));
            Keep(Folder, record.Text("cwd"));
            return null;
        }

        if (type.SequenceEqual("request/header"u8))
        {
            Keep(Provider, record.Text("data/header/config/provider"));
            Keep(Model, record.Text("data/header/config/model"));
            return null;
        }

        return type.SequenceEqual("assistant/message"u8) || type.SequenceEqual("assistant/attempt"u8) || type.SequenceEqual("compaction/summary"u8)
            ? Call(record, sink)
            : null;
    }

    private UnreadReason? Call(in JsonRecord record, CallSink sink)
    {
        var usage = record.HasObject("data/usage") ? Counts.Read(record.Raw("data/usage")) : LastOf(record.Items("data/stream"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = record.Time("time");
        var provider = record.Text("data/message/source/provider");
        var answered = record.Text("data/message/source/replayState/response/responseModel");
        var asked = record.Text("data/message/source/model");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = provider.IsEmpty ? Kept(Provider) : provider,
            Model = !answered.IsEmpty ? answered : asked.IsEmpty ? Kept(Model) : asked,
            ConversationId = Kept(Session).IsEmpty ? name : Kept(Session),
            Project = Kept(Folder),

            // A session that was forked off begins with its parent's lines, ids and times kept.
            Key = CallSink.Join(CallSink.Join(IdOf(record, sink), (ulong)(at ?? 0)), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }

    private static ulong IdOf(in JsonRecord record, CallSink sink)
    {
        var id = record.Text("data/message/id");
        id = id.IsEmpty ? record.Text("data/compactionId") : id;
        id = id.IsEmpty ? record.Text("data/attemptId") : id;
        return sink.Hash(id.IsEmpty ? record.Raw("seq") : id);
    }

    // Earlier counts of a stream are what there was until then.
    private static UsageCounts LastOf(JsonItems stream)
    {
        var last = default(UsageCounts);
        foreach (var json in stream)
        {
            if (Chunk.TryRead(json, out var chunk) && chunk.Is("chunk/type", "usage"u8))
            {
                last = Counts.Read(chunk.Raw("chunk/usage"));
            }
        }

        return last;
    }
}
