using Claudeonomics.Core.Cube;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Reads single old company days, for windows that cut through a month. Keeps the last 64 of them in memory.</summary>
internal sealed class DayArchive(string directory) : IDayArchive, IDisposable
{
    private const int MaxDays = 64;

    private readonly Lock _lock = new();
    private readonly RollupBlocks<UsageRollup> _days = new(new UsageRollupCodec(RollupKind.Days));
    private readonly Dictionary<DateOnly, ArchivedDay?> _read = [];
    private readonly Queue<DateOnly> _order = [];
    private LedgerConnection? _connection;

    public ArchivedDay? Load(DateOnly day)
    {
        lock (_lock)
        {
            if (_read.TryGetValue(day, out var known))
            {
                return known;
            }

            if (_order.Count == MaxDays)
            {
                _read.Remove(_order.Dequeue());
            }

            _connection ??= LedgerConnection.OpenToRead(LedgerConnection.FileIn(directory));
            var read = Read(_connection, day);
            _order.Enqueue(day);
            _read.Add(day, read);
            return read;
        }
    }

    /// <summary>A day has changed: it is read again when it is asked for.</summary>
    public void Forget(DateOnly day)
    {
        lock (_lock)
        {
            _read.Remove(day);
        }
    }

    public void Dispose() => _connection?.Dispose();

    // In one read transaction: meanwhile a checkpoint may merge the segments.
    private ArchivedDay? Read(LedgerConnection connection, DateOnly day)
    {
        connection.Execute("BEGIN");
        try
        {
            return ReadSegments(connection, day);
        }
        finally
        {
            connection.Commit();
        }
    }

    private ArchivedDay? ReadSegments(LedgerConnection connection, DateOnly day)
    {
        var segments = new List<long>();
        using (var rows = connection.Read("ReadSegmentsOfDay", ("@day", day.DayNumber)))
        {
            while (rows.Read())
            {
                segments.Add(rows.GetInt64(0));
            }
        }

        if (segments.Count == 0)
        {
            return null;
        }

        var archived = new ArchivedDay();
        foreach (var row in segments.SelectMany(segment => _days.Read(connection, day.DayNumber, segment)))
        {
            archived.Add(row.Identity, row.Dimension, row.Cells);
        }

        archived.Settle();
        return archived;
    }
}
