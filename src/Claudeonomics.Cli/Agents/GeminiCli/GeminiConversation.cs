using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.GeminiCli;

/// <summary>What is common to both kinds of files: the messages, and whose they are.</summary>
/// <remarks>
/// <code>
/// {"id":"a378...","timestamp":"2026-11-28T22:58:56.714Z","type":"gemini","content":"...","model":"gemini-3.1-pro-preview",
///  "tokens":{"input":5264,"output":74,"cached":4864,"thoughts":17,"tool":20,"total":5375}}
/// </code>
/// A message is written again when its tool calls have ended, and whole histories after a compression: copies have the message's id.
/// </remarks>
internal sealed class GeminiConversation
{
    private static readonly JsonFields Message = new("id", "timestamp", "model", "tokens");

    private static readonly UsageShape Tokens = new()
    {
        Input = ["input"],
        Tool = ["tool"],
        CacheRead = ["cached"],
        Output = ["output"],
        Reasoning = ["thoughts"],
        Total = ["total"],
        InputIncludesCaches = true,
    };

    private readonly byte[] _parent;
    private readonly byte[] _project;

    public GeminiConversation(LogFile file)
    {
        // A sub-agent's file is in a folder named as its parent: chats/PARENT/OWN.jsonl. Telemetry tells of its calls under the parent's id.
        var isMain = Path.GetFileName(Path.GetDirectoryName(file.Path)) is "chats";
        _parent = isMain ? [] : file.FolderName(1);
        _project = ProjectOf(file, isMain ? 2 : 3);
    }

    /// <summary>Hands a message over if it has tokens.</summary>
    public UnreadReason? Add(ReadOnlySpan<byte> sessionId, ReadOnlySpan<byte> json, CallSink sink)
    {
        if (!Message.TryRead(json, out var message))
        {
            return UnreadReason.NotJson;
        }

        var usage = Tokens.Read(message.Raw("tokens"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var id = message.Text("id");
        var at = message.Time("timestamp");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = message.Text("model"),
            ConversationId = _parent.Length > 0 ? _parent : sessionId,
            Project = _project,
            Key = id.IsEmpty ? 0 : CallSink.Join(sink.Hash(sessionId), sink.Hash(id)),
        });
        return usage.Verdict(at);
    }

    // tmp/PROJECT/chats/...: a short name with the folder's path in a file beside, or (before 2026) the SHA-256 of the path.
    private static byte[] ProjectOf(LogFile file, int up)
    {
        var folder = Path.GetDirectoryName(file.Path)!;
        for (var level = 1; level < up; level++)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var root = new FileInfo(Path.Combine(folder, ".project_root"));
        return root is { Exists: true, Length: < 4096 } ? File.ReadAllBytes(root.FullName).AsSpan().Trim("\r\n "u8).ToArray() : file.FolderName(up);
    }
}
