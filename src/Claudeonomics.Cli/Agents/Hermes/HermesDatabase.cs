using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Hermes;

/// <summary>What sessions used so far: by model in <c>session_model_usage</c>, in releases before it in <c>sessions</c>.</summary>
internal sealed class HermesDatabase : DatabaseFormat
{
    private const string Sessions = "sessions";
    private const string ByModel = "session_model_usage";

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Sessions))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        var hasByModel = database.HasTable(ByModel);
        if (hasByModel)
        {
            ReadByModel(database, sink, unread);
        }

        ReadSessions(database, hasByModel, sink, unread);
    }

    // A session may use a model for several tasks of its own (titles, compressions), from several providers.
    private static void ReadByModel(LogDatabase database, CallSink sink, Action<int, UnreadReason> unread)
    {
        string Column(string name) => database.FirstColumn(ByModel, "u", name);
        database.Query(
            $"""
            SELECT u.rowid, u.session_id, COALESCE({Column("last_seen")}, {Column("first_seen")}, s.started_at), {Folder(database)}, u.model,
                {Column("billing_provider")}, u.input_tokens, u.cache_read_tokens, u.cache_write_tokens, u.output_tokens, {Column("reasoning_tokens")},
                COALESCE(NULLIF({Column("actual_cost_usd")}, 0), {Column("estimated_cost_usd")}),
                {Column("task")}, {Column("billing_base_url")}, {Column("billing_mode")}
            FROM {ByModel} u LEFT JOIN {Sessions} s ON s.id = u.session_id
            """,
            (in row) =>
            {
                var key = sink.Hash(row.Text(1));
                foreach (var column in (ReadOnlySpan<int>)[4, 5, 12, 13, 14])
                {
                    key = CallSink.Join(key, sink.Hash(row.Text(column)));
                }

                Add(row, key, yields: 0, sink, unread);
            });
    }

    // The session's own counts are those of its conversation, without the tasks beside it.
    private static void ReadSessions(LogDatabase database, bool hasByModel, CallSink sink, Action<int, UnreadReason> unread)
    {
        string Column(string name) => database.FirstColumn(Sessions, "s", name);
        var condition = !hasByModel
            ? ""
            : $"WHERE NOT EXISTS (SELECT 1 FROM {ByModel} u WHERE u.session_id = s.id AND COALESCE({database.FirstColumn(ByModel, "u", "task")}, '') = '')";
        database.Query(
            $"""
            SELECT s.rowid, s.id, COALESCE({Column("ended_at")}, s.started_at), {Folder(database)}, s.model, {Column("billing_provider")}, s.input_tokens,
                {Column("cache_read_tokens")}, {Column("cache_write_tokens")}, s.output_tokens, {Column("reasoning_tokens")},
                COALESCE(NULLIF({Column("actual_cost_usd")}, 0), {Column("estimated_cost_usd")}), NULL
            FROM {Sessions} s {condition}
            """,
            (in row) => Add(row, sink.Hash(row.Text(1)), yields: 1, sink, unread));
    }

    private static string Folder(LogDatabase database) => database.FirstColumn(Sessions, "s", "cwd", "working_dir");

    private static void Add(in DatabaseRow row, ulong key, byte yields, CallSink sink, Action<int, UnreadReason> unread)
    {
        var counts = default(Counts);
        var raw = new RawCounts
        {
            Input = row.Count(6, ref counts),
            CacheRead = row.Count(7, ref counts),
            CacheWrite = row.Count(8, ref counts),
            Output = row.Count(9, ref counts),
            Reasoning = row.Count(10, ref counts),
            OutputIncludesReasoning = true,
        };
        var usage = UsageCounts.Of(raw, counts, row.Micros(11));
        var at = row.Time(2);
        if (usage.IsCall)
        {
            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Provider = row.Text(5),
                Model = row.Text(4),
                ConversationId = row.Text(1),
                Project = row.Text(3),
                ReportedCostMicros = usage.CostMicros,
                IsSum = true,
                Key = key,

                // A release that began to tell by model also tells what its sessions had before: the session as a whole gives way.
                Family = row.Text(12).IsEmpty ? CallSink.Join(sink.Hash(row.Text(1)), sink.Hash("session"u8)) : 0,
                Yields = yields,
            });
        }

        if ((usage.IsCall ? usage.Verdict(at) : usage.Problem) is { } problem)
        {
            unread(row.Number(0), problem);
        }
    }
}
