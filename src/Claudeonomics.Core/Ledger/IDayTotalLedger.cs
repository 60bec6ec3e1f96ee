using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ledger;

/// <summary>What became of day-totals.</summary>
/// <param name="Accepted">Totals that are new, or other than before.</param>
/// <param name="Duplicates">Totals that are as they were.</param>
/// <param name="Corrected">Totals that the device told of before and that are changed or gone.</param>
/// <param name="Superseded">Totals of a reading that a later one of the same day has overtaken; they are not kept.</param>
/// <param name="Known">Totals of an agent of which the identity has calls on that day, or of days past all keeping; they are not kept.</param>
public readonly record struct DayTotalOutcome(int Accepted, int Duplicates, int Corrected, int Superseded, int Known);

/// <summary>Keeps what devices tell of days that are older than single calls are kept.</summary>
public interface IDayTotalLedger
{
    /// <summary>Makes totals durable; they count at once.</summary>
    /// <param name="days">Each of a day before <see cref="RawHorizon.FirstOpenDay"/>.</param>
    /// <returns><see langword="null"/> when the queue is full and nothing was kept.</returns>
    /// <exception cref="LedgerUnavailableException">The store could not commit; nothing was kept.</exception>
    Task<DayTotalOutcome?> AppendDaysAsync(IReadOnlyList<DayReading> days);
}
