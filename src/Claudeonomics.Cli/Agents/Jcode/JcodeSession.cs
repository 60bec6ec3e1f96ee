using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Jcode;

/// <summary>A session: <c>sessions/session_ID.json</c>.</summary>
/// <remarks>
/// <code>
/// {"id":"session_1","provider_key":"claude","model":"claude-sonnet-4-5","working_dir":"/home/dev/app","messages":[{"id":"message_1","role":"assistant",
///  "timestamp":"2026-10-05T10:00:05Z","token_usage":{"input_tokens":10,"output_tokens":50,"cache_read_input_tokens":200,"cache_creation_input_tokens":5}}]}
/// </code>
/// </remarks>
internal sealed class JcodeSession : DocumentFormat
{
    private static readonly JsonFields Fields = new("id", "provider_key", "model", "working_dir", "messages");

    public override byte Revision => 1;

    public override void Read(LogFile file, ReadOnlyMemory<byte> document, CallSink sink, UnreadPlaces unread)
    {
        if (!Fields.TryRead(document.Span, out var session))
        {
            unread.Whole(UnreadReason.NotJson);
            return;
        }

        var id = session.Text("id");
        var conversation = id.IsEmpty ? file.NameWithout(".json") : id;
        foreach (var message in session.Items("messages"))
        {
            unread.At(message, JcodeMessages.Add(
                message, conversation, session.Text("provider_key"), session.Text("model"), session.Text("working_dir"), sink));
        }
    }
}

/// <summary>What a session's document does not have yet: <c>sessions/session_ID.journal.jsonl</c>.</summary>
/// <remarks>
/// <code>
/// {"meta":{"provider_key":"openai","model":"gpt-5","working_dir":"/home/dev/app"},"append_messages":[{"id":"message_2",...}]}
/// </code>
/// </remarks>
internal sealed class JcodeJournal : LineFormat
{
    public const string Ending = ".journal.jsonl";

    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new JcodeJournalParser(file.NameWithout(Ending));
}

internal sealed class JcodeJournalParser(byte[] session) : RecordParser(Fields)
{
    private const int Provider = 0;
    private const int Model = 1;
    private const int Folder = 2;

    private static readonly JsonFields Fields = new("meta/provider_key", "meta/model", "meta/working_dir", "append_messages");

    public override bool Matters(ReadOnlySpan<byte> line) => true;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        Keep(Provider, record.Text("meta/provider_key"));
        Keep(Model, record.Text("meta/model"));
        Keep(Folder, record.Text("meta/working_dir"));
        UnreadReason? problem = null;
        foreach (var message in record.Items("append_messages"))
        {
            problem = JcodeMessages.Add(message, session, Kept(Provider), Kept(Model), Kept(Folder), sink) ?? problem;
        }

        return problem;
    }
}

/// <summary>Messages, which are alike in both. A message keeps its id in a session that was split off, where it stands too.</summary>
internal static class JcodeMessages
{
    private static readonly JsonFields Message = new("id", "timestamp", "token_usage", "token_usage/cache_creation_input_tokens");

    private static readonly UsageShape Disjoint = Shape(false);
    private static readonly UsageShape Inclusive = Shape(true);

    public static UnreadReason? Add(
        ReadOnlySpan<byte> json, ReadOnlySpan<byte> session, ReadOnlySpan<byte> provider, ReadOnlySpan<byte> model, ReadOnlySpan<byte> folder, CallSink sink)
    {
        if (!Message.TryRead(json, out var message))
        {
            return UnreadReason.NotJson;
        }

        var usage = ShapeOf(message, provider).Read(message.Raw("token_usage"));
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = message.Time("timestamp");
        var id = message.Text("id");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = provider,
            Model = model,
            ConversationId = session,
            Project = folder,
            Key = id.IsEmpty ? 0 : CallSink.Join(sink.Hash(id), (ulong)(at ?? 0)),
        });
        return usage.Verdict(at);
    }

    // Counts are the provider's: Anthropic's leave caches out, everybody else's include them. Only Anthropic tells of writes.
    private static UsageShape ShapeOf(in JsonRecord message, ReadOnlySpan<byte> provider) =>
        provider.IndexOf("claude"u8) >= 0 || provider.IndexOf("anthropic"u8) >= 0 || message.Number("token_usage/cache_creation_input_tokens") is [>= (byte)'1', ..]
            ? Disjoint
            : Inclusive;

    private static UsageShape Shape(bool includesCaches) => new()
    {
        Input = ["input_tokens"],
        CacheRead = ["cache_read_input_tokens"],
        CacheWrite = ["cache_creation_input_tokens"],
        Output = ["output_tokens"],
        InputIncludesCaches = includesCaches,
    };
}
