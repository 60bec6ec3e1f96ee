using System.Text;
using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.AntigravityCli;

/// <summary>A conversation: <c>conversations/ID.db</c>, an answer a row of <c>gen_metadata</c>, as Protobuf.</summary>
/// <remarks>
/// <code>
/// 1 chat model { 4 usage, ModelUsageStats { 1 model (an enumeration), 2 input, 3 output, 4 cache write, 5 cache read, 9 thinking, 10 response, 11 response id },
///                9 { 4 time { 1 seconds, 2 nanos } }, 19 model that answered }
/// trajectory_metadata_blob: 1 { 1 folder as an URI }, 2 begun { 1 seconds, 2 nanos }
/// </code>
/// </remarks>
internal sealed class AntigravityDatabase : DatabaseFormat
{
    private const string Answers = "gen_metadata";
    private const string Conversation = "trajectory_metadata_blob";

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Answers))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        long? begun = null;
        byte[] folder = [];
        if (database.HasTable(Conversation))
        {
            database.Query($"SELECT data FROM {Conversation} LIMIT 1", (in row) =>
            {
                var conversation = new ProtobufFields(row.Bytes(0));
                begun = TimeOf(conversation.Inner(2));
                folder = FolderOf(conversation.Inner(1).Raw(1));
            });
        }

        var id = file.NameWithout(".db");
        database.Query(
            $"SELECT g.rowid, g.data FROM {Answers} g",
            (in row) =>
            {
                if (Add(row, id, folder, begun, sink) is { } problem)
                {
                    unread(row.Number(0), problem);
                }
            });
    }

    private static UnreadReason? Add(in DatabaseRow row, byte[] conversation, byte[] folder, long? begun, CallSink sink)
    {
        var answer = new ProtobufFields(row.Bytes(1)).Inner(1);
        var stats = answer.Inner(4);
        var counts = default(Counts);
        var (thinking, response) = (counts.Check(stats.Whole(9)), counts.Check(stats.Whole(10)));
        var raw = new RawCounts
        {
            Input = counts.Check(stats.Whole(2)),
            CacheRead = counts.Check(stats.Whole(5)),
            CacheWrite = counts.Check(stats.Whole(4)),
            Output = Math.Max(counts.Check(stats.Whole(3)), thinking + response),
            Reasoning = thinking,
            OutputIncludesReasoning = true,
        };
        var usage = UsageCounts.Of(raw, counts, null);
        if (!usage.IsCall)
        {
            return usage.Problem;
        }

        var at = TimeOf(answer.Inner(9).Inner(4)) ?? begun;
        var id = stats.Raw(11);
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Model = answer.Raw(19),
            ConversationId = conversation,
            ResponseId = id,
            Project = folder,
            Key = CallSink.Join(id.IsEmpty ? CallSink.Join(sink.Hash(conversation), row.KeyPart(0)) : sink.Hash(id), CallSink.Of(usage.Tokens)),
        });
        return usage.Verdict(at);
    }

    private static long? TimeOf(ProtobufFields time) =>
        time.Whole(1) is > 0 and < 100_000_000_000 and var seconds ? (seconds * 1000) + (Math.Clamp(time.Whole(2), 0, 999_999_999) / 1_000_000) : null;

    private static byte[] FolderOf(ReadOnlySpan<byte> uri) =>
        Uri.TryCreate(Encoding.UTF8.GetString(uri), UriKind.Absolute, out var parsed) && parsed.IsFile ? Encoding.UTF8.GetBytes(parsed.LocalPath) : [];
}
