using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.OpenClaw;

/// <summary>A transcript as a file of lines: <c>agents/AGENT/sessions/SESSION.jsonl</c>.</summary>
internal sealed class OpenClawTranscript : LineFormat
{
    public const string Ending = ".jsonl";

    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new OpenClawParser(file.NameWithout(Ending));
}

/// <summary>A transcript that was put away, compressed.</summary>
internal sealed class OpenClawArchive : DocumentFormat
{
    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (Zstandard.TryUnpack(document.Span, out var problem) is not { } lines)
        {
            unread.Whole(problem);
            return;
        }

        unread.Unpacked(lines);
        var parser = new OpenClawParser(file.NameWithout(OpenClawTranscript.Ending));
        foreach (var range in lines.AsSpan().Split((byte)'\n'))
        {
            var line = lines.AsSpan(range);
            if (parser.Matters(line))
            {
                unread.At(line, parser.Read(line, sink));
            }
        }
    }
}

/// <summary>All transcripts of an agent: <c>agents/AGENT/agent/openclaw-agent.sqlite</c>, an event a row.</summary>
internal sealed class OpenClawDatabase : DatabaseFormat
{
    private const string Events = "transcript_events";

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Events))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        byte[] session = [];
        var parser = new OpenClawParser(session);
        database.Query(
            $"SELECT e.rowid, e.session_id, e.event_json FROM {Events} e ORDER BY e.session_id, e.seq",
            (in row) =>
            {
                if (!row.Text(1).SequenceEqual(session))
                {
                    session = row.Text(1).ToArray();
                    parser = new(session);
                }

                var line = row.Text(2);
                if (parser.Matters(line) && parser.Read(line, sink) is { } problem)
                {
                    unread(row.Number(0), problem);
                }
            });
    }
}

/// <summary>Reads answers.</summary>
/// <remarks>
/// <code>
/// {"type":"session","id":"s-1","cwd":"/home/dev/app"}
/// {"type":"model_change","id":"e1","provider":"anthropic","modelId":"claude-sonnet-4-5"}
/// {"type":"custom","customType":"model-snapshot","data":{"provider":"anthropic","modelId":"claude-sonnet-4-5"}}
/// {"type":"message","id":"e2","message":{"role":"assistant","provider":"anthropic","model":"claude-sonnet-4-5","timestamp":1791194405000,
///  "usage":{"input":10,"output":50,"cacheRead":200,"cacheWrite":5,"totalTokens":265,"cost":{"total":0.01}}}}
/// </code>
/// </remarks>
internal sealed class OpenClawParser(byte[] session) : RecordParser(Fields)
{
    private const int Provider = 0;
    private const int Model = 1;
    private const int Folder = 2;

    private static readonly JsonFields Fields = new(
        "type", "id", "timestamp", "cwd", "customType", "provider", "modelId", "data/provider", "data/modelId",
        "message/role", "message/provider", "message/model", "message/timestamp", "message/api", "message/idempotencyKey", "message/usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input"],
        CacheRead = ["cacheRead"],
        CacheWrite = ["cacheWrite"],
        Output = ["output"],
        Total = ["totalTokens"],
        CostUsd = ["cost/total"],
    };

    public override bool Matters(ReadOnlySpan<byte> line) =>
        line.IndexOf("\"usage\""u8) >= 0 || line.IndexOf("\"modelId\""u8) >= 0 || line.IndexOf("\"cwd\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var type = record.Text("type");
        if (type.SequenceEqual("message"u8))
        {
            return Answer(record, sink);
        }

        if (type.SequenceEqual("session"u8))
        {
            Keep(Folder, record.Text("cwd"));
        }
        else if (type.SequenceEqual("model_change"u8))
        {
            Keep(Provider, record.Text("provider"));
            Keep(Model, record.Text("modelId"));
        }
        else if (record.Is("customType", "model-snapshot"u8))
        {
            Keep(Provider, record.Text("data/provider"));
            Keep(Model, record.Text("data/modelId"));
        }

        return null;
    }

    private UnreadReason? Answer(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Raw("message/usage"));
        if (!usage.IsCall || !record.Is("message/role", "assistant"u8))
        {
            return usage.Problem;
        }

        // A turn that Codex carried out is in Codex's rollout, answer by answer; here stands a copy of its last one.
        if (record.Text("message/idempotencyKey").StartsWith("codex-app-server:"u8))
        {
            return null;
        }

        var at = record.Time("message/timestamp") ?? record.Time("timestamp");
        var provider = record.Text("message/provider");
        var model = record.Text("message/model");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = provider.IsEmpty ? Kept(Provider) : provider,
            Model = model.IsEmpty ? Kept(Model) : model,
            ConversationId = session,
            Project = Kept(Folder),
            ReportedCostMicros = usage.CostMicros,

            // The same event stands in the database, in the file that it was imported from, in archives and at the beginning of forks.
            Key = CallSink.Join(CallSink.Join(sink.Hash(record.Text("id")), (ulong)(at ?? 0)), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }
}
