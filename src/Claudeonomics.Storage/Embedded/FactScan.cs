using Claudeonomics.Core.Usage;
using Claudeonomics.Storage.Embedded.Batches;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Embedded;

/// <summary>The commits that hold some facts of a stretch of time.</summary>
/// <param name="FromMs">First moment, milliseconds since 1970 UTC.</param>
/// <param name="UntilMs">The moment after the last.</param>
/// <param name="LastCommit">Below <paramref name="FirstCommit"/> when there are none.</param>
/// <param name="Facts">Of these commits: an upper bound of the stretch's own.</param>
public readonly record struct FactStretch(long FromMs, long UntilMs, long FirstCommit, long LastCommit, long Facts);

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

    /// <summary>The commits that hold some of a stretch.</summary>
    /// <param name="fromMs">First moment, milliseconds since 1970 UTC.</param>
    /// <param name="untilMs">The moment after the last.</param>
    public FactStretch StretchOf(long fromMs, long untilMs)
    {
        // A fact may be ten minutes ahead of its commit, never more.
        using var row = _connection.Read(
            "CountFactsOfDay", ("@from", FirstReceivedFrom(fromMs - 600_000)), ("@since", fromMs), ("@until", untilMs));
        row.Read();
        return new(fromMs, untilMs, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    /// <summary>Reads the facts of a stretch, or of a part of its conversations, commit by commit.</summary>
    /// <param name="wanted">Which conversations' facts are read.</param>
    /// <param name="read">Gets each commit's facts, those of other times among them; the batch is used again.</param>
    /// <exception cref="SqliteException">The file could not be read.</exception>
    internal void Read(in FactStretch stretch, ConversationFilter wanted, Action<FactBatch> read, CancellationToken cancellationToken)
    {
        var facts = new FactBatch();
        using var rows = _connection.Read(
            "ReadBatchesOfDay", ("@from", stretch.FirstCommit), ("@through", stretch.LastCommit), ("@since", stretch.FromMs), ("@until", stretch.UntilMs));
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stored = StoredBatch.From(rows);
            facts.Clear();
            BatchReader.Read(stored.Body, stored.Format, stored.ReceivedMs, _origins, wanted, facts);
            read(facts);
        }
    }

    internal OriginTable Origins => _origins;

    public void Dispose() => _connection.Dispose();

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
