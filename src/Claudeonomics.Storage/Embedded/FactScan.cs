using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Reads raw facts of a stretch of time beside the writer, which never waits for it. Used by one thread.</summary>
public sealed class FactScan : IDisposable
{
    private readonly LedgerConnection _connection;
    private readonly OriginTable _origins = new();

    private FactScan(LedgerConnection connection) => _connection = connection;

    /// <param name="dataDirectory">Of a ledger that was opened before, by this program or another.</param>
    public static FactScan Open(string dataDirectory)
    {
        var scan = new FactScan(LedgerConnection.OpenToRead(LedgerConnection.FileIn(dataDirectory)));
        using var rows = scan._connection.Read("ReadOrigins");
        while (rows.Read())
        {
            scan._origins.Learn(rows.GetInt32(0), new CallOrigin(rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        }

        return scan;
    }

    /// <summary>Facts of the commits that hold some of a stretch: an upper bound of the stretch's own.</summary>
    public long Count(long fromMs, long untilMs)
    {
        using var row = _connection.Read("CountFactsOfDay", Stretch(fromMs, untilMs));
        row.Read();
        return row.GetInt64(0);
    }

    /// <summary>Reads the facts of a stretch, or of a part of its conversations, commit by commit.</summary>
    /// <param name="fromMs">First moment, milliseconds since 1970 UTC.</param>
    /// <param name="untilMs">The moment after the last.</param>
    /// <param name="part">From 0: all facts of a conversation are in one part.</param>
    /// <param name="parts">At least 1.</param>
    /// <param name="read">Gets each commit's facts, those of other times among them; the batch is used again.</param>
    /// <exception cref="SqliteException">The file could not be read.</exception>
    public void Read(long fromMs, long untilMs, int part, int parts, Action<FactBatch> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var facts = new FactBatch();
        var filter = ConversationFilter.Part(part, parts);
        using var rows = _connection.Read("ReadBatchesOfDay", Stretch(fromMs, untilMs));
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stored = StoredBatch.From(rows);
            facts.Clear();
            BatchReader.Read(stored.Body, stored.Format, stored.ReceivedMs, _origins, filter, facts);
            read(facts);
        }
    }

    public void Dispose() => _connection.Dispose();

    // A fact may be ten minutes ahead of its commit, never more.
    private (string, object)[] Stretch(long fromMs, long untilMs) =>
    [
        ("@from", FirstReceivedFrom(fromMs - 600_000)), ("@since", fromMs), ("@until", untilMs),
    ];

    // Commits are numbered in the order in which they were received, so the first one is found by halving.
    private long FirstReceivedFrom(long ms)
    {
        long low = 0, high;
        using (var last = _connection.Read("ReadLastBatch"))
        {
            high = last.Read() ? last.GetInt64(0) : 0;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            using var row = _connection.Read("ReadBatchTime", ("@seq", middle));
            if (row.Read() && row.GetInt64(1) < ms)
            {
                low = row.GetInt64(0) + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
