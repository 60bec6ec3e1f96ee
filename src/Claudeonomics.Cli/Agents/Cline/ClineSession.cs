using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Cline;

/// <summary>A conversation of the command line: <c>sessions/SESSION/SESSION.messages.json</c>, with <c>SESSION.json</c> beside it.</summary>
/// <remarks>
/// <code>
/// {"version":1,"agent":"lead","sessionId":"1795910387857_mdihl","messages":[{"id":"msg_rJA3mPB5","role":"assistant","ts":1795910389367,
///  "modelInfo":{"id":"claude-sonnet-4-5","provider":"anthropic"},
///  "metrics":{"inputTokens":5681,"outputTokens":33,"cacheReadTokens":5248,"cacheWriteTokens":300,"cost":0.0035934}}]}
/// </code>
/// Input includes both caches, whoever answered.
/// </remarks>
internal sealed class ClineSession : DocumentFormat
{
    public const string Ending = ".messages.json";

    private static readonly JsonFields Session = new("sessionId", "messages");
    private static readonly JsonFields Message = new("id", "ts", "modelInfo/id", "modelInfo/provider", "metrics");
    private static readonly JsonFields Manifest = new("workspace_root", "cwd");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens"],
        CacheRead = ["cacheReadTokens"],
        CacheWrite = ["cacheWriteTokens"],
        Output = ["outputTokens"],
        CostUsd = ["cost"],
        InputIncludesCaches = true,
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Session.TryRead(document.Span, out var session))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var id = session.Text("sessionId").ToArray();
        var project = Workspace(file.Path[..^Ending.Length] + ".json");
        foreach (var json in session.Items("messages"))
        {
            unread.At(json, Add(json, id.Length > 0 ? id : file.NameWithout(Ending), project, sink));
        }
    }

    private static UnreadReason? Add(ReadOnlySpan<byte> json, byte[] session, byte[] project, CallSink sink)
    {
        if (!Message.TryRead(json, out var message))
        {
            return UnreadReason.NotJson;
        }

        var usage = Counts.Read(message.Raw("metrics"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = message.Time("ts");
        var id = message.Text("id");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = message.Text("modelInfo/provider"),
            Model = message.Text("modelInfo/id"),
            ConversationId = session,
            Project = project,
            ReportedCostMicros = usage.CostMicros,
            // A forked session begins with its parent's messages.
            Key = id.IsEmpty ? 0 : CallSink.Join(CallSink.Join(sink.Hash(id), (ulong)(at ?? 0)), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }

    private static byte[] Workspace(string manifest)
    {
        if (!File.Exists(manifest) || !Manifest.TryRead(File.ReadAllBytes(manifest), out var record))
        {
            return [];
        }

        var root = record.Text("workspace_root");
        return (root.IsEmpty ? record.Text("cwd") : root).ToArray();
    }
}
