using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Embedded.Batches;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.Storage.Embedded;

// Totals of days past the horizon.
internal sealed partial class LedgerStore
{
    /// <summary>Makes totals of old days durable and adds them to the sums, in one transaction: nothing is left for a fold to do.</summary>
    /// <remarks>Such days are closed: their sums stand in the roll-ups and are not folded again. What was folded before is kept first, so that the
    /// batch stands before the checkpoint. A rebuild passes it over.</remarks>
    /// <param name="changed">Told of each day whose sums change, while nobody reads.</param>
    public DayTotalOutcome AppendDays(IReadOnlyList<DayReading> readings, Action<DateOnly> changed)
    {
        Checkpoint();
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var today = _calendar.DayOf(now);
        if (_watch.Jump == TimeSpan.Zero)
        {
            HeldDays = Retention.Apply(_connection, Rollups, _cube, today, _watch.IsSteady, _options, Seal, isClosing: true);
        }

        if (readings.Any(reading => reading.Day >= _cube.HotFrom.DayNumber))
        {
            throw new LedgerUnavailableException("Old days are not closed yet: the clock has jumped, or many days are past their time at once.");
        }

        var days = new DayTotals(Rollups, _cube, _currentPrices, today.DayNumber - _options.PersonDays);
        foreach (var reading in readings)
        {
            days.Add(reading);
        }

        if (days.Kept.Count > 0)
        {
            Commit(days, now, changed);
        }

        return days.Outcome;
    }

    private void Commit(DayTotals days, long receivedMs, Action<DateOnly> changed)
    {
        var body = _batchWriter.Write(days.Kept, receivedMs).ToArray();
        var (before, sequence) = ((_sequence, _hash), _sequence + 1);
        var hash = StoredBatch.ComputeHash(_hash, sequence, receivedMs, days.Kept.Count, receivedMs, receivedMs, BatchFormat.Number, body);
        var added = new List<(int, BloomFilter)>();
        _connection.Begin();
        try
        {
            AppendOrigins();
            _connection.Run("AppendBatch", ("@seq", sequence), ("@received_at", receivedMs), ("@facts", days.Kept.Count),
                ("@first_at", receivedMs), ("@last_at", receivedMs), ("@format", BatchFormat.Number), ("@previous_hash", _hash),
                ("@hash", hash), ("@body", body));
            WriteNames();
            foreach (var (day, (sums, totals)) in days.Changes)
            {
                added.Add(Rollups.WriteDay(day, sequence, sums, totals));
            }

            (_sequence, _hash) = (sequence, hash);
            WritePosition(receivedMs);
            Seal();
            _cube.Write(writer =>
            {
                _connection.Commit();
                Rollups.Added(sequence, added);
                foreach (var (number, (sums, _)) in days.Changes)
                {
                    var day = DateOnly.FromDayNumber(number);
                    var month = DayRange.MonthOf(day).Start;
                    changed(day);
                    sums.ForEach(row => writer.AddToMonth(month, row.Identity, row.Dimension, row.Cells));
                }
            });
        }
        catch
        {
            _connection.Rollback();
            _origins.Abandon();
            (_sequence, _hash) = before;
            throw;
        }

        _origins.BecameDurable();
        _durableDimensions = _cube.Dimensions.Count;
        _checkpointSequence = sequence;
    }
}
