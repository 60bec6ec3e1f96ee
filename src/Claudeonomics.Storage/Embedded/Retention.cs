using Claudeonomics.Core.Cube;
using Claudeonomics.Storage.Embedded.Rollups;

namespace Claudeonomics.Storage.Embedded;

/// <summary>Lets go of what is older than it may be kept: hours and raw facts after the horizon, sums per identity after 13 months.</summary>
internal static class Retention
{
    // Days that may go at once without a question: what a ledger that was off over a holiday has to catch up with.
    private const int MostDaysUnasked = 10;

    /// <param name="today">The present company day.</param>
    /// <param name="isSteady">The clock that says so has run evenly for long enough to be believed whatever it says.</param>
    /// <param name="seal">Seals the file anew before the change is committed.</param>
    /// <param name="isClosing">Days past the horizon are closed to single facts even if there is nothing of them yet, since totals come.</param>
    /// <returns>How many days would go that are kept until the clock has proved steady; 0 otherwise.</returns>
    public static int Apply(
        LedgerConnection connection, RollupStore rollups, UsageCube cube, DateOnly today, bool isSteady, EmbeddedLedgerOptions options, Action seal,
        bool isClosing = false)
    {
        // The intake takes facts up to the horizon; a day more leaves time for those that are under way.
        var hotFrom = today.DayNumber - options.HorizonDays - 1;
        var oldest = today.DayNumber - options.PersonDays;
        var retired = rollups.Days.Where(day => day < hotFrom && day >= Math.Max(oldest, cube.HotFrom.DayNumber)).ToList();
        var deleted = rollups.Days.Where(day => day < oldest).ToList();
        var going = retired.Count + deleted.Count;
        if (going == 0 && (!isClosing || cube.HotFrom.DayNumber >= hotFrom))
        {
            return 0;
        }

        // A clock that jumps ahead would have the ledger forget everything for good.
        if (going > MostDaysUnasked && !isSteady)
        {
            return going;
        }

        connection.Begin();
        try
        {
            retired.ForEach(rollups.Retire);
            deleted.ForEach(rollups.Delete);
            DeleteBatches(connection, hotFrom);
            connection.Run("MoveHotFrom", ("@hot_from", hotFrom));
            seal();
            cube.Write(writer =>
            {
                connection.Commit();
                rollups.ReadSegments();
                writer.Retire(DateOnly.FromDayNumber(hotFrom));
                writer.Forget(DateOnly.FromDayNumber(oldest));
            });
        }
        catch
        {
            connection.Rollback();
            throw;
        }

        connection.Execute("PRAGMA incremental_vacuum(4096)");
        return 0;
    }

    private static void DeleteBatches(LedgerConnection connection, int hotFrom)
    {
        var horizonMs = (long)(DateOnly.FromDayNumber(hotFrom - 1).ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalMilliseconds;
        long last;
        using (var row = connection.Read("FindLastExpiredBatch", ("@horizon", horizonMs)))
        {
            last = row.Read() ? row.GetInt64(0) : 0;
        }

        // The chain must keep a signed beginning, so batches go up to the last signed head.
        using (var head = connection.Read("FindHeadAtOrBefore", ("@seq", last)))
        {
            last = head.Read() ? head.GetInt64(0) : 0;
        }

        if (last > 0)
        {
            connection.Run("DeleteBatchesThrough", ("@seq", last));
            connection.Run("DeleteHeadsBefore", ("@seq", last));
        }
    }
}
