using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Devin;

/// <summary>Answers: rows of <c>message_nodes</c> whose message has metrics.</summary>
/// <remarks>
/// <code>
/// {"role":"assistant","content":"...","metadata":{"num_tokens":147,"generation_model":"glm-5-2-max-1m",
///  "metrics":{"input_tokens":31134,"output_tokens":147,"cache_read_tokens":8,"cache_creation_tokens":null,"total_time_ms":2846}}}
/// </code>
/// </remarks>
internal sealed class DevinDatabase : DatabaseFormat
{
    private const string Messages = "message_nodes";
    private const string Sessions = "sessions";

    private static readonly JsonFields Message = new("role", "metadata/generation_model", "metadata/metrics");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_tokens"],
        CacheRead = ["cache_read_tokens"],
        CacheWrite = ["cache_creation_tokens"],
        Output = ["output_tokens"],
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Messages) || !database.HasTable(Sessions))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        database.Query(
            $"""
            SELECT m.rowid, m.session_id, m.created_at, {database.FirstColumn(Sessions, "s", "working_directory")}, {database.FirstColumn(Sessions, "s", "model")},
                m.chat_message, {database.FirstColumn(Messages, "m", "node_id")}
            FROM {Messages} m LEFT JOIN {Sessions} s ON s.id = m.session_id WHERE instr(m.chat_message, '"metrics"') > 0
            """,
            (in row) =>
            {
                if (Add(row, sink) is { } problem)
                {
                    unread(row.Number(0), problem);
                }
            });
    }

    private static UnreadReason? Add(in DatabaseRow row, CallSink sink)
    {
        if (!Message.TryRead(row.Text(5), out var message))
        {
            return UnreadReason.NotJson;
        }

        var usage = Counts.Read(message.Raw("metadata/metrics"));
        if (!usage.IsCall || !message.Is("role", "assistant"u8))
        {
            return usage.Problem;
        }

        var at = row.Time(2);
        var model = message.Text("metadata/generation_model");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = model.IsEmpty ? ModelOf(row.Text(4)) : model,
            ConversationId = row.Text(1),
            Project = row.Text(3),
            Key = CallSink.Join(CallSink.Join(sink.Hash(row.Text(1)), row.KeyPart(row.IsNull(6) ? 0 : 6)), (ulong)(at ?? 0)),
        });
        return usage.Verdict(at);
    }

    // A way of choosing models, not a model.
    private static ReadOnlySpan<byte> ModelOf(ReadOnlySpan<byte> model) => model.SequenceEqual("adaptive"u8) ? default : model;
}
