using System.Text;
using Claudeonomics.Cli.Agents.Databases;
using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Zed;

/// <summary>Threads: rows of <c>threads</c>, each a document that is compressed.</summary>
/// <remarks>
/// <code>
/// {"version":"0.3.0","title":"...","messages":[...],"updated_at":"2026-05-01T12:30:00Z","model":{"provider":"zed.dev","model":"claude-sonnet-4-5"},
///  "request_token_usage":{"user-1":{"input_tokens":100,"output_tokens":20,"cache_creation_input_tokens":5,"cache_read_input_tokens":10}},
///  "cumulative_token_usage":{"input_tokens":400,"output_tokens":60,"cache_read_input_tokens":30},"imported":false}
/// </code>
/// </remarks>
internal sealed class ZedDatabase : DatabaseFormat
{
    private const string Threads = "threads";

    private static readonly JsonFields Thread =
        new("model/provider", "model/model", "updated_at", "imported", "cumulative_token_usage", "request_token_usage");

    private static readonly UsageShape Counts = new()
    {
        Input = ["input_tokens"],
        CacheRead = ["cache_read_input_tokens"],
        CacheWrite = ["cache_creation_input_tokens"],
        Output = ["output_tokens"],
    };

    public override byte Revision => 1;

    public override void Read(LogFile file, LogDatabase database, DatabaseMarks marks, CallSink sink, Action<int, UnreadReason> unread)
    {
        if (!database.HasTable(Threads))
        {
            unread(0, UnreadReason.UnknownShape);
            return;
        }

        database.Query(
            $"""
            SELECT t.rowid, t.id, t.updated_at, {database.FirstColumn(Threads, "t", "folder_paths")}, {database.FirstColumn(Threads, "t", "folder_paths_order")},
                t.data_type, t.data
            FROM {Threads} t
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
        var document = row.Bytes(6);
        if (row.Text(5).SequenceEqual("zstd"u8))
        {
            document = Zstandard.TryUnpack(document, out var packed);
            if (packed is not null)
            {
                return packed;
            }
        }

        if (!Thread.TryRead(document, out var thread))
        {
            return UnreadReason.NotJson;
        }

        // A thread that somebody else shared was paid by somebody else.
        return thread.Walk("imported").ReadFlag() ? null : Add(row, thread, sink);
    }

    private static UnreadReason? Add(in DatabaseRow row, in JsonRecord thread, CallSink sink)
    {
        var all = Counts.Read(thread.Raw("cumulative_token_usage"));
        var (requests, problem) = Requests(thread);
        var isPartial = all.Tokens.TotalTokens < requests.TotalTokens;
        var tokens = isPartial ? requests : all.Tokens;
        problem ??= all.Problem;
        if (tokens.TotalTokens == 0)
        {
            return problem;
        }

        var at = row.Time(2) ?? thread.Time("updated_at");
        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = tokens,
            Provider = thread.Text("model/provider"),
            Model = thread.Text("model/model"),
            ConversationId = row.Text(1),
            Project = Folder(row.Text(3), row.Text(4)),
            IsSum = true,
            IsPartial = isPartial,
            Key = sink.Hash(row.Text(1)),
        });
        return problem ?? (at is null ? UnreadReason.NoTime : null);
    }

    // Each prompt keeps its last request only.
    private static (TokenUsage Tokens, UnreadReason? Problem) Requests(in JsonRecord thread)
    {
        var tokens = default(TokenUsage);
        UnreadReason? problem = null;
        foreach (var request in thread.Members("request_token_usage"))
        {
            var usage = Counts.Read(request.Value);
            problem ??= usage.Problem;
            tokens += usage.IsReadable ? usage.Tokens : default;
        }

        foreach (var request in thread.Items("request_token_usage"))
        {
            var usage = Counts.Read(request);
            problem ??= usage.Problem;
            tokens += usage.IsReadable ? usage.Tokens : default;
        }

        return (tokens, problem);
    }

    // Folders are sorted; beside them stands which place each had: "/b\n/c" and "1,0".
    private static byte[] Folder(ReadOnlySpan<byte> paths, ReadOnlySpan<byte> order)
    {
        var folders = Encoding.UTF8.GetString(paths).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = Array.IndexOf(Encoding.UTF8.GetString(order).Split(',', StringSplitOptions.TrimEntries), "0");
        return folders.Length == 0 ? [] : Encoding.UTF8.GetBytes(folders[first >= 0 && first < folders.Length ? first : 0]);
    }
}
