using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Goose;

/// <summary>Goose's database: <c>usage_ledger</c> has a row a call, <c>sessions</c> what sessions of older releases used in all.</summary>
internal sealed class GooseDatabase : DatabaseFormat
{
    private const string Ledger = "usage_ledger";
    private const string Sessions = "sessions";

    private static readonly JsonFields ModelConfig = new("model_name");

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Sessions))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        var hasLedger = database.HasTable(Ledger);
        if (hasLedger)
        {
            ReadLedger(database, marks, sink, unread);
        }

        ReadSums(database, hasLedger ? $"WHERE NOT EXISTS (SELECT 1 FROM {Ledger} l WHERE l.session_id = s.id)" : "", sink, unread);
    }

    // What a session used before its release had a ledger is carried forward as a row without a model, and is the sum that an earlier
    // reading may have taken from the session itself: the first such row has that sum's key.
    private static void ReadLedger(LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread) => database.Query(
        $"""
        SELECT l.rowid, l.session_id, l.created_timestamp, {Session(database)}, l.input_tokens, l.cache_read_tokens, l.cache_write_tokens, l.output_tokens,
            l.cost, l.model, COALESCE(l.cost_source = 'carried_forward', 0),
            l.rowid = (SELECT MIN(c.rowid) FROM {Ledger} c WHERE c.session_id = l.session_id AND c.cost_source = 'carried_forward')
        FROM {Ledger} l LEFT JOIN {Sessions} s ON s.id = l.session_id WHERE l.rowid > $1
        """,
        (in row) =>
        {
            var usage = UsageOf(row);
            var key = row.Whole(13) != 0
                ? SumKey(row, sink)
                : CallSink.Join(SumKey(row, sink), CallSink.Join((ulong)(row.Time(2) ?? 0), CallSink.Join(row.KeyPart(0), CallSink.Of(usage.Tokens))));
            Add(row, usage, row.IsNull(11) ? ModelOf(row) : row.Text(11), isSum: row.Whole(12) != 0, key, sink, unread);
            marks.Pass(Ledger, row.Whole(0), 0);
        },
        marks[Ledger].Row);

    private static void ReadSums(LogDatabase database, string condition, CallSink sink, Action<int, UnreadReason> unread)
    {
        // A session's own times change when it is renamed: its last message tells when it was used.
        var time = database.HasTable("messages")
            ? "COALESCE((SELECT MAX(m.created_timestamp) FROM messages m WHERE m.session_id = s.id), s.updated_at, s.created_at)"
            : "COALESCE(s.updated_at, s.created_at)";
        string Column(string name) => database.FirstColumn(Sessions, "s", name);
        database.Query(
            $"""
            SELECT s.rowid, s.id, {time}, {Session(database)}, s.accumulated_input_tokens, {Column("accumulated_cache_read_tokens")},
                {Column("accumulated_cache_write_tokens")}, s.accumulated_output_tokens, {Column("accumulated_cost")}
            FROM {Sessions} s {condition}
            """,
            (in row) => Add(row, UsageOf(row), ModelOf(row), isSum: true, SumKey(row, sink), sink, unread));
    }

    private static string Session(LogDatabase database) => string.Join(
        ", ", ((string[])["working_dir", "provider_name", "model_config_json"]).Select(column => database.FirstColumn(Sessions, "s", column)));

    // Input includes caches, whoever answered.
    private static UsageCounts UsageOf(in DatabaseRow row)
    {
        var counts = default(Counts);
        var raw = new RawCounts
        {
            Input = row.Count(6, ref counts),
            CacheRead = row.Count(7, ref counts),
            CacheWrite = row.Count(8, ref counts),
            Output = row.Count(9, ref counts),
            InputIncludesCaches = true,
        };
        return UsageCounts.Of(raw, counts, row.Micros(10));
    }

    private static ulong SumKey(in DatabaseRow row, CallSink sink) => CallSink.Join(sink.Hash(row.Text(1)), sink.Hash("session"u8));

    private static ReadOnlySpan<byte> ModelOf(in DatabaseRow row) => ModelConfig.TryRead(row.Text(5), out var config) ? config.Text("model_name") : default;

    private static void Add(
        in DatabaseRow row, in UsageCounts usage, ReadOnlySpan<byte> model, bool isSum, ulong key, CallSink sink, Action<int, UnreadReason> unread)
    {
        var at = row.Time(2);
        if (usage.IsCall)
        {
            sink.Add(new()
            {
                AtUnixMs = at,
                Usage = usage.Tokens,
                Provider = row.Text(4),
                Model = model,
                ConversationId = row.Text(1),
                Project = row.Text(3),
                ReportedCostMicros = usage.CostMicros,
                IsSum = isSum,
                Key = key,
            });
        }

        if ((usage.IsCall ? usage.Verdict(at) : usage.Problem) is { } problem)
        {
            unread(row.Number(0), problem);
        }
    }
}
