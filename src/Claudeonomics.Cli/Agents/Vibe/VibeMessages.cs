using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Vibe;

/// <summary>What a session said: <c>logs/session/SESSION/messages.jsonl</c>, sub-agents <c>SESSION/agents/SESSION/messages.jsonl</c>.</summary>
internal sealed class VibeMessages : LineFormat
{
    public const string Name = "messages.jsonl";

    /// <summary>Messages go before the session's sums (<see cref="LogCall.Yields"/>).</summary>
    public const byte Calls = 0;

    public const byte Sums = 1;

    public override byte Revision => 1;

    public override LineParser Start(LogFile file)
    {
        var path = Path.Combine(Path.GetDirectoryName(file.Path)!, VibeSession.Name);
        return new VibeParser(VibeMeta.Read(File.Exists(path) ? File.ReadAllBytes(path) : [], file.FolderName(1)));
    }
}

/// <summary>Reads answers.</summary>
/// <remarks>
/// <code>
/// {"role":"assistant","content":"...","message_id":"m1","model":"devstral-2","timestamp":"2026-10-05T10:00:05+00:00",
///  "usage":{"prompt_tokens":1500,"completion_tokens":120,"cached_tokens":500},"cost":0.001}
/// </code>
/// </remarks>
internal sealed class VibeParser(VibeMeta session) : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new("role", "message_id", "model", "timestamp", "usage", "cost");

    private static readonly UsageShape Counts = new()
    {
        Input = ["prompt_tokens"],
        CacheRead = ["cached_tokens"],
        Output = ["completion_tokens"],
        InputIncludesCaches = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"prompt_tokens\""u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var usage = Counts.Read(record.Raw("usage"));
        if (!usage.IsCall || !record.Is("role", "assistant"u8))
        {
            return usage.Problem;
        }

        var at = record.Time("timestamp") ?? session.BegunUnixMs;
        var id = record.Text("message_id");
        var model = record.Text("model");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = model.IsEmpty ? session.Model : model,
            ConversationId = session.Id,
            Project = session.Folder,
            ReportedCostMicros = Json.Counts.MicrosOf(record.Number("cost")),

            // A forked session begins with its parent's messages.
            Key = id.IsEmpty ? 0 : CallSink.Join(CallSink.Join(sink.Hash(id), (ulong)(at ?? 0)), CallSink.Of(usage.Tokens)),
            Family = sink.Hash(session.Id),
            Yields = VibeMessages.Calls,
        });
        return usage.Verdict(at);
    }
}
