using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Cli.Memory;

/// <summary>What this machine's agents used: what was seen before, and what is new in their files.</summary>
internal sealed class UsageMemory(Surroundings surroundings)
{
    // Past this many observations beside the base they are folded into a new one, which costs a pass over everything.
    private const int MostAdded = 4096;

    private readonly MemoryStore _store = new(MemoryFolder.Of(surroundings));

    /// <summary>Reads what is new in the files of the given agents, and keeps it.</summary>
    public MemoryState Refresh(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        var state = _store.Load();
        var fresh = new ObservationTable(state.Hash, state.Names);
        var scanner = new LogScanner(surroundings, state.Files, state.Hash, fresh);
        scanner.Scan(agents, cancellationToken);
        if (scanner.Changed.Count == 0 && IsPricedAsNow(state))
        {
            return state;
        }

        if (state.BaseId != 0 && scanner.Replaced.Count == 0 && state.Added.Count + fresh.Count <= MostAdded && IsPricedAsNow(state)
            && TryAdd(state, fresh))
        {
            _store.SaveAdded(state, scanner.Changed);
            return state;
        }

        return Rebuild(state, fresh, scanner.Replaced);
    }

    /// <summary>All calls that were ever seen, each once, after what is new was read.</summary>
    public (MemoryState State, ObservationTable Observations) RefreshAll(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        var state = Refresh(agents, cancellationToken);
        var all = new ObservationTable(state.Hash, state.Names);
        AddKnown(state, all, replaced: new HashSet<int>());
        return (state, all);
    }

    private static bool IsPricedAsNow(MemoryState state) => state.PriceVersion == PriceVersion.Current;

    // The few calls that new observations touch are resolved as they were and as they are; the difference goes to the sums.
    private bool TryAdd(MemoryState state, ObservationTable fresh)
    {
        if (fresh.Count == 0)
        {
            return true;
        }

        using var file = _store.OpenBase(state);
        if (file is null)
        {
            return false;
        }

        var (keys, families) = (new HashSet<ulong>(), new HashSet<ulong>());
        foreach (var observation in fresh.All)
        {
            keys.Add(observation.Key);
            if (observation.Family != 0)
            {
                families.Add(observation.Family);
            }
        }

        var (before, after) = (new ObservationTable(state.Hash, state.Names), new ObservationTable(state.Hash, state.Names));
        var touched = file.Find(keys, families).Concat(state.Added.Where(added => keys.Contains(added.Key) || families.Contains(added.Family)));
        foreach (var observation in touched)
        {
            before.Add(observation);
            after.Add(observation);
        }

        foreach (var observation in fresh.All)
        {
            after.Add(observation);
            state.Added.Add(observation);
        }

        var cells = new CellBuilder(new CostCalculator(PriceBook.Embedded), state.Names);
        cells.Subtract(before);
        cells.Add(after);
        state.Changes.AddRange(cells.Build());
        return true;
    }

    private MemoryState Rebuild(MemoryState state, ObservationTable all, IReadOnlySet<int> replaced)
    {
        AddKnown(state, all, replaced);
        var cells = new CellBuilder(new CostCalculator(PriceBook.Embedded), state.Names);
        cells.Add(all);
        var rebuilt = new MemoryState
        {
            HashKey = state.HashKey,
            BaseId = MemoryStore.NewId(),
            PriceVersion = PriceVersion.Current,
            Names = state.Names,
            Files = state.Files,
            Cells = cells.Build(),
        };
        _store.SaveBase(state, rebuilt, all);
        return rebuilt;
    }

    private void AddKnown(MemoryState state, ObservationTable all, IReadOnlySet<int> replaced)
    {
        using var file = _store.OpenBase(state);
        foreach (var observation in (file?.ReadAll() ?? []).Concat(state.Added))
        {
            if (!replaced.Contains(observation.File))
            {
                all.Add(observation);
            }
        }
    }
}
