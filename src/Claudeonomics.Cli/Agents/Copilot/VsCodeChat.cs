using System.Buffers.Text;
using System.Text;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Copilot;

/// <summary>A chat in VS Code: <c>workspaceStorage/WORKSPACE/chatSessions/SESSION.jsonl</c>.</summary>
internal sealed class VsCodeChat : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new VsCodeChatParser(file.NameWithout(".jsonl"), ProjectOf(file.Path));

    // Beside the folder of chats: {"folder":"file:///home/dev/app"}
    private static byte[] ProjectOf(string path)
    {
        var workspace = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, "..", "workspace.json"));
        if (workspace is not { Exists: true, Length: < 64 * 1024 } || !Folder.TryRead(File.ReadAllBytes(workspace.FullName), out var record))
        {
            return [];
        }

        var folder = Encoding.UTF8.GetString(record.Text("folder"));
        return Encoding.UTF8.GetBytes(Uri.TryCreate(folder, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : folder);
    }

    private static readonly JsonFields Folder = new("folder");
}

/// <summary>Follows the changes of a chat's requests, of which each has the counts of its last call.</summary>
/// <remarks>
/// <code>
/// {"kind":0,"v":{"sessionId":"...","requests":[]}}
/// {"kind":2,"k":["requests"],"v":[{"requestId":"request_1","timestamp":1783918304896,"modelId":"copilot/claude-sonnet-4.5"}]}
/// {"kind":1,"k":["requests",0,"promptTokens"],"v":42000}
/// {"kind":1,"k":["requests",0,"result"],"v":{"metadata":{"promptTokens":42000,"outputTokens":700,"resolvedModel":"claude-sonnet-4.5"}}}
/// </code>
/// The extension reports usage after each call of a request, for the widget that shows how full the context is, and each report replaces the one
/// before: what is left is the last call's. So the counts are true and not all.
/// </remarks>
internal sealed class VsCodeChatParser(byte[] session, byte[] project) : RecordParser(Fields)
{
    // A chat is a conversation of one person; a line that names a later request is a broken one.
    private const int MostRequests = 100_000;

    private static readonly JsonFields Fields = new("kind", "k", "v", "v/requests", "i");

    private static readonly JsonFields Request = new(
        "requestId", "timestamp", "modelId", "promptTokens", "completionTokens", "result/metadata/promptTokens", "result/metadata/outputTokens",
        "result/metadata/resolvedModel");

    private static readonly JsonFields Result = new("metadata/promptTokens", "metadata/outputTokens", "metadata/resolvedModel");

    private readonly List<Turn> _turns = [];

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("\"requests\""u8) >= 0;

    public override bool TrySave(Stream state) => false;

    public override void Finish(CallSink sink)
    {
        foreach (var turn in _turns)
        {
            var model = turn.Resolved.Length > 0 ? turn.Resolved : turn.Model.AsSpan().StartsWith("copilot/"u8) ? turn.Model["copilot/"u8.Length..] : null;
            if (model is null || turn.Input + turn.Output == 0)
            {
                continue;
            }

            sink.Add(new()
            {
                AtUnixMs = turn.AtUnixMs,
                Usage = new(turn.Input, 0, 0, 0, 0, turn.Output, 0),
                Model = model,
                ConversationId = session,
                Project = project,
                IsPartial = true,
                Key = CallSink.Join(sink.Hash(session), turn.Id),
                Family = CopilotFamily.Of(sink, session),
                Yields = CopilotFamily.Sum,
            });
        }
    }

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        var counts = default(Counts);
        switch (record.Number("kind"))
        {
            case [(byte)'0']:
                _turns.Clear();
                Append(record.Items("v/requests"), ref counts, sink);
                break;
            case [(byte)'1']:
                Change(record, ref counts);
                break;
            case [(byte)'2'] when record.Raw("k").Length < 16:
                if (Utf8Parser.TryParse(record.Number("i"), out int start, out _) && start >= 0 && start < _turns.Count)
                {
                    _turns.RemoveRange(start, _turns.Count - start);
                }

                Append(record.Items("v"), ref counts, sink);
                break;
        }

        return counts.Problem;
    }

    private void Append(JsonItems requests, ref Counts counts, CallSink sink)
    {
        foreach (var json in requests)
        {
            if (_turns.Count == MostRequests || !Request.TryRead(json, out var request))
            {
                continue;
            }

            var id = request.Text("requestId");
            _turns.Add(new()
            {
                Id = id.IsEmpty ? CallSink.Join((ulong)(request.Time("timestamp") ?? 0), (ulong)_turns.Count) : sink.Hash(id),
                AtUnixMs = request.Time("timestamp"),
                Model = request.Text("modelId").ToArray(),
                Resolved = request.Text("result/metadata/resolvedModel").ToArray(),
                Input = First(request, "promptTokens", "result/metadata/promptTokens", ref counts),
                Output = First(request, "completionTokens", "result/metadata/outputTokens", ref counts),
            });
        }
    }

    // "k":["requests",3,"result"]
    private void Change(in JsonRecord record, ref Counts counts)
    {
        var path = record.Walk("k");
        if (!path.TryEnterArray() || !path.NextItem() || !path.ReadText().SequenceEqual("requests"u8) || !path.NextItem()
            || !Utf8Parser.TryParse(path.ReadNumber(), out int index, out _) || index < 0 || index >= _turns.Count || !path.NextItem())
        {
            return;
        }

        var turn = _turns[index];
        switch (path.ReadText())
        {
            case var name when name.SequenceEqual("promptTokens"u8):
                turn.Input = Number(record, "v", ref counts);
                break;
            case var name when name.SequenceEqual("completionTokens"u8):
                turn.Output = Number(record, "v", ref counts);
                break;
            case var name when name.SequenceEqual("modelId"u8):
                turn.Model = record.Text("v").ToArray();
                break;
            case var name when name.SequenceEqual("result"u8) && Result.TryRead(record.Raw("v"), out var result):
                turn.Resolved = result.Text("metadata/resolvedModel").ToArray();
                turn.Input = turn.Input > 0 ? turn.Input : Number(result, "metadata/promptTokens", ref counts);
                turn.Output = turn.Output > 0 ? turn.Output : Number(result, "metadata/outputTokens", ref counts);
                break;
        }
    }

    private static long First(in JsonRecord record, string first, string second, ref Counts counts) =>
        Number(record, first, ref counts) is > 0 and var count ? count : Number(record, second, ref counts);

    private static long Number(in JsonRecord record, string path, ref Counts counts) =>
        record.Number(path) is { IsEmpty: false } number ? counts.Parse(number) : 0;

    private sealed class Turn
    {
        public required ulong Id { get; init; }

        public required long? AtUnixMs { get; init; }

        public required byte[] Model { get; set; }

        public required byte[] Resolved { get; set; }

        public required long Input { get; set; }

        public required long Output { get; set; }
    }
}
