using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.ZCode;

/// <summary>Calls: <c>model_usage</c>, with the folder of their <c>session</c>.</summary>
internal sealed class ZCodeDatabase : DatabaseFormat
{
    private const string Usage = "model_usage";
    private const string Session = "session";

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Usage))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        string Column(string name) => database.FirstColumn(Usage, "u", name);
        var (folder, join) = database.HasTable(Session)
            ? (database.FirstColumn(Session, "s", "directory", "path"), $"LEFT JOIN {Session} s ON s.id = u.session_id")
            : ("NULL", "");
        database.Query(
            $"""
            SELECT u.rowid, u.id, u.session_id, COALESCE({Column("completed_at")}, u.started_at), {folder}, u.model_id, u.input_tokens,
                u.cache_read_input_tokens, u.cache_creation_input_tokens, u.output_tokens, u.reasoning_tokens, {Column("computed_total_tokens")},
                {Column("provider_id")}
            FROM {Usage} u {join}
            """,
            (in row) => Add(row, sink, unread));
    }

    private static void Add(in DatabaseRow row, CallSink sink, Action<int, UnreadReason> unread)
    {
        var counts = default(Counts);
        var raw = new RawCounts
        {
            Input = row.Count(6, ref counts),
            CacheRead = row.Count(7, ref counts),
            CacheWrite = row.Count(8, ref counts),
            Output = row.Count(9, ref counts),
            Reasoning = row.Count(10, ref counts),
            Total = row.Count(11, ref counts),
            InputIncludesCaches = true,
            OutputIncludesReasoning = true,
        };
        var usage = UsageCounts.Of(raw, counts, null);
        var at = row.Time(3);
        if (usage.IsCall)
        {
            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Provider = row.Text(12),
                Model = row.Text(5),
                ConversationId = row.Text(2),
                Project = row.Text(4),
                Key = row.IsNull(1) ? 0 : CallSink.Join(sink.Hash(row.Text(2)), sink.Hash(row.Text(1))),
            });
        }

        if ((usage.IsCall ? usage.Verdict(at) : usage.Problem) is { } problem)
        {
            unread(row.Number(0), problem);
        }
    }
}
