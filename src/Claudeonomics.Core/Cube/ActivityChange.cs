using System.Numerics;

namespace Claudeonomics.Core.Cube;

/// <summary>What is to be added to <see cref="ActivityCells"/>: few of them, so that which ones is noted.</summary>
/// <remarks>Counts wrap as the sums of <see cref="UsageCells"/> do.</remarks>
public struct ActivityChange
{
    private ActivityCells _cells;

    // A bit per cell, then one per bucket of context sizes.
    private ulong _changed;

    public void Add(ActivityCell cell, long value)
    {
        _cells[cell] = unchecked(_cells[cell] + value);
        _changed |= 1UL << (int)cell;
    }

    /// <summary>Adds calls of a context size.</summary>
    public void AddContext(int bucket, int calls)
    {
        _cells.Contexts[bucket] += calls;
        _changed |= 1UL << (ActivityCells.CellCount + bucket);
    }

    /// <summary>A call was reported.</summary>
    public void AddCall(long atMs)
    {
        Add(ActivityCell.ReportedCalls, 1);
        _cells.SawCall(atMs);
    }

    /// <summary>A person gave a signal.</summary>
    public void AddHumanSignal(long atMs)
    {
        Add(ActivityCell.HumanSignals, 1);
        _cells.SawHuman(atMs);
    }

    /// <summary>A person decided something, or an edit was accepted.</summary>
    public void AddAct(long atMs) => _cells.SawAct(atMs);

    public readonly void AddTo(ref ActivityCells sums)
    {
        var contexts = sums.Contexts;
        for (var changed = _changed; changed != 0; changed &= changed - 1)
        {
            var i = BitOperations.TrailingZeroCount(changed);
            if (i < ActivityCells.CellCount)
            {
                sums[(ActivityCell)i] = unchecked(sums[(ActivityCell)i] + _cells[(ActivityCell)i]);
            }
            else
            {
                contexts[i - ActivityCells.CellCount] += _cells.CallsOf(i - ActivityCells.CellCount);
            }
        }

        sums.Widen(_cells);
    }

    /// <summary>The part that the game adds up.</summary>
    public readonly ActivitySums Sums => ActivitySums.Of(_cells);

    /// <summary>Nothing is to be added any more.</summary>
    public void Clear()
    {
        for (; _changed != 0; _changed &= _changed - 1)
        {
            var i = BitOperations.TrailingZeroCount(_changed);
            if (i < ActivityCells.CellCount)
            {
                _cells[(ActivityCell)i] = 0;
            }
            else
            {
                _cells.Contexts[i - ActivityCells.CellCount] = 0;
            }
        }

        _cells.ForgetMoments();
    }
}
