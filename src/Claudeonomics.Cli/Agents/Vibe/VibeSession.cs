using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Vibe;

/// <summary>What a session used in all: <c>logs/session/SESSION/meta.json</c>, in the first releases <c>logs/session/session_ID.json</c>.</summary>
internal sealed class VibeSession : DocumentFormat
{
    public const string Name = "meta.json";

    private static readonly UsageShape Counts = new()
    {
        Input = ["session_prompt_tokens"],
        CacheRead = ["session_cached_tokens"],
        Output = ["session_completion_tokens"],
        InputIncludesCaches = true,
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!JsonWalker.IsWhole(document.Span))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var session = VibeMeta.Read(document.Span, Path.GetFileName(file.Path) is Name ? file.FolderName(1) : file.NameWithout(".json"));
        var usage = Counts.Read(session.Stats);
        if (!usage.IsCall)
        {
            unread.Whole(usage.Problem);
            return;
        }

        var at = session.EndedUnixMs ?? session.BegunUnixMs;
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = session.Model,
            ConversationId = session.Id,
            Project = session.Folder,
            IsSum = true,
            Key = CallSink.Join(sink.Hash(session.Id), sink.Hash("session"u8)),
            Family = sink.Hash(session.Id),
            Yields = VibeMessages.Sums,
        });
        unread.Whole(usage.Verdict(at));
    }
}

/// <summary>What a session says of itself.</summary>
/// <remarks>
/// <code>
/// {"session_id":"019e...","start_time":"2026-10-10T08:00:00Z","end_time":"2026-10-10T08:05:00Z","environment":{"working_directory":"/home/dev/app"},
///  "config":{"active_model":"devstral-2"},"stats":{"steps":3,"session_prompt_tokens":15000,"session_completion_tokens":1200,"session_cached_tokens":5000}}
/// </code>
/// The first releases had all of it under <c>metadata</c>.
/// </remarks>
internal sealed record VibeMeta(byte[] Id, long? BegunUnixMs, long? EndedUnixMs, byte[] Folder, byte[] Model, byte[] Stats)
{
    private static readonly JsonFields Wrapped = new("metadata");

    private static readonly JsonFields Fields = new(
        "session_id", "start_time", "end_time", "environment/working_directory", "config/active_model", "config/active_model/alias", "active_model", "stats");

    /// <param name="name">Stands for the session's id where it has none.</param>
    public static VibeMeta Read(ReadOnlySpan<byte> json, byte[] name)
    {
        if (Wrapped.TryRead(json, out var wrapped) && wrapped.HasObject("metadata"))
        {
            json = wrapped.Raw("metadata");
        }

        _ = Fields.TryRead(json, out var meta);
        var id = meta.Text("session_id");
        var model = meta.Text("config/active_model");
        model = model.IsEmpty ? meta.Text("config/active_model/alias") : model;
        return new(
            id.IsEmpty ? name : id.ToArray(), meta.Time("start_time"), meta.Time("end_time"), meta.Text("environment/working_directory").ToArray(),
            (model.IsEmpty ? meta.Text("active_model") : model).ToArray(), meta.Raw("stats").ToArray());
    }
}
