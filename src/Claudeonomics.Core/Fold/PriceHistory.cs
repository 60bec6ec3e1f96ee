using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Core.Fold;

/// <summary>Which price book was in force when a ledger batch was committed.</summary>
/// <remarks>
/// A call keeps the price it was folded with, whatever book comes later: it can be taken back exactly when a better copy of it
/// arrives, and folding the ledger again gives the same sums. Bound: one entry per book that was ever in force.
/// </remarks>
public sealed class PriceHistory
{
    private readonly List<(long FromBatch, CostCalculator Prices)> _entries = [];

    public PriceHistory(CostCalculator first) => _entries.Add((0, first));

    /// <summary>In force for what comes next.</summary>
    public CostCalculator Current => _entries[^1].Prices;

    /// <summary>Another book is in force from a batch on. One that was to be in force from the same batch on gives way: nothing was priced by it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch is before that of the book before.</exception>
    public void Add(long fromBatch, CostCalculator prices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromBatch, _entries[^1].FromBatch);
        if (fromBatch == _entries[^1].FromBatch)
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add((fromBatch, prices));
    }

    public CostCalculator At(long batch)
    {
        for (var i = _entries.Count - 1; i > 0; i--)
        {
            if (batch >= _entries[i].FromBatch)
            {
                return _entries[i].Prices;
            }
        }

        return _entries[0].Prices;
    }
}
