using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Fx;

/// <summary>What a session used so far: <c>sessions/SESSION/usage-v2.json</c>, with <c>session.json</c> beside it.</summary>
/// <remarks>
/// <code>
/// {"schema_version":1,"session_id":"1787157077624-abc","snapshot":{"total_cost":0.005,"input_tokens":167841,"output_tokens":2434,
///  "models":[{"model":"zai/glm-5.2","total_cost":0.005,"input_tokens":167841,"output_tokens":2434,"cache_read_tokens":153408,
///             "cache_write_tokens":0,"reasoning_tokens":40,"request_count":9}]}}
/// </code>
/// </remarks>
internal sealed class FxUsage : DocumentFormat
{
    private static readonly JsonFields Usage = new("session_id", "snapshot", "snapshot/models");
    private static readonly JsonFields Model = new("model");
    private static readonly JsonFields Session = new("updated_at_ms", "created_at_ms", "workspace_root");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_tokens"],
        CacheRead = ["cache_read_tokens"],
        CacheWrite = ["cache_write_tokens"],
        Output = ["output_tokens"],
        Reasoning = ["reasoning_tokens"],
        CostUsd = ["total_cost"],
        InputIncludesCaches = true,
        OutputIncludesReasoning = true,
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Usage.TryRead(document.Span, out var record))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var beside = Path.Combine(Path.GetDirectoryName(file.Path)!, "session.json");
        _ = Session.TryRead(File.Exists(beside) ? File.ReadAllBytes(beside) : [], out var session);
        var at = session.Time("updated_at_ms") ?? session.Time("created_at_ms");
        var id = record.Text("session_id");
        var conversation = id.IsEmpty ? file.FolderName(1) : id;
        var hasModels = false;
        foreach (var json in record.Items("snapshot/models"))
        {
            hasModels = true;
            unread.At(json, Add(json, at, conversation, session.Text("workspace_root"), sink));
        }

        if (!hasModels)
        {
            unread.At(record.Raw("snapshot"), Add(record.Raw("snapshot"), at, conversation, session.Text("workspace_root"), sink));
        }
    }

    private static UnreadReason? Add(ReadOnlySpan<byte> json, long? at, ReadOnlySpan<byte> conversation, ReadOnlySpan<byte> folder, CallSink sink)
    {
        var usage = Counts.Read(json);
        if (!usage.IsCall || !Model.TryRead(json, out var record))
        {
            return usage.Problem;
        }

        var model = ModelRoute.Of(record.Text("model"), (byte)'/');
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = model.Provider,
            Model = model.Name,
            ConversationId = conversation,
            Project = folder,
            ReportedCostMicros = usage.CostMicros,
            IsSum = true,
            Key = CallSink.Join(sink.Hash(conversation), sink.Hash(record.Text("model"))),
        });
        return usage.Verdict(at);
    }
}
