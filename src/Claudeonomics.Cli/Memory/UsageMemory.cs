using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Cli.Memory;

/// <summary>What this machine's agents used: what was seen before, and what is new in their files.</summary>
/// <param name="progress">Told how far a scan is.</param>
internal sealed class UsageMemory(Surroundings surroundings, ScanProgress progress)
{
    // Past this many observations beside the base they are folded into a new one, which costs a pass over everything.
    private const int MostAdded = 4096;

    private const int Tries = 3;

    private readonly string _folder = MemoryFolder.Of(surroundings);
    private readonly MemoryStore _store = new(MemoryFolder.Of(surroundings));

    /// <summary>Reads what is new in the files of the given agents, and keeps it.</summary>
    public MemoryState Refresh(IEnumerable<Agent> agents, CancellationToken cancellationToken) => RefreshKnown(agents, cancellationToken).State;

    /// <returns>All observations too, where they had to be read.</returns>
    private (MemoryState State, ObservationTable? All, bool IsWhole) RefreshKnown(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        var state = _store.Load();
        var fresh = new ObservationTable(state.Hash, state.Names);
        var scanner = new LogScanner(surroundings, state.Files, state.Hash, fresh, LoadState, progress);
        surroundings.KnownFolders.Load(_folder);
        scanner.Scan(agents, cancellationToken);
        var result = Keep(state, fresh, scanner);
        surroundings.KnownFolders.Save(_folder);
        return result;

        // Another process may have written another base: then the file is read from its beginning.
        void LoadState(FileEntry entry)
        {
            if (entry.Kept is { } place)
            {
                using var known = _store.OpenBase(state);
                entry.State = known?.ReadState(place);
            }
        }
    }

    private (MemoryState State, ObservationTable? All, bool IsWhole) Keep(MemoryState state, ObservationTable fresh, LogScanner scanner)
    {
        if (scanner.Changed.Count == 0 && IsPricedAsNow(state))
        {
            return (state, null, true);
        }

        if (state.BaseId != 0 && scanner.Replaced.Count == 0 && state.Added.Count + fresh.Count <= MostAdded && IsPricedAsNow(state)
            && TryAdd(state, fresh))
        {
            _store.SaveAdded(state, scanner.Changed);
            return (state, null, true);
        }

        return Rebuild(state, fresh, scanner.Replaced);
    }

    /// <summary>The same with all that was ever observed.</summary>
    /// <exception cref="IOException">Other processes kept changing the memory meanwhile. What is handed over is whole or not at all.</exception>
    public (MemoryState State, AllObservations All) RefreshAll(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (state, all, isWhole) = RefreshKnown(agents, cancellationToken);
            if (all is null && state.BaseId != 0)
            {
                if (_store.OpenBase(state) is { } known)
                {
                    return (state, new(known, state));
                }
            }
            else if (isWhole)
            {
                return (state, new(all ?? new ObservationTable(state.Hash, state.Names)));
            }
        }

        throw new IOException("Another process is changing what this one reads. Try again in a moment.");
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

    private (MemoryState State, ObservationTable All, bool IsWhole) Rebuild(MemoryState state, ObservationTable all, IReadOnlySet<int> replaced)
    {
        var isWhole = TryAddKnown(state, all, replaced);
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
        state.Names.KeepRequestsOf(all);
        _store.SaveBase(state, rebuilt, all);
        return (rebuilt, all, isWhole);
    }

    /// <returns>Whether what was known is all there: another process may have put another base in the place of the one that was loaded.</returns>
    private bool TryAddKnown(MemoryState state, ObservationTable all, IReadOnlySet<int> replaced)
    {
        using var file = _store.OpenBase(state);
        if (file is not null)
        {
            state.Names.Requests.Load(file.ReadRequests());
            foreach (var entry in state.Files)
            {
                if (entry.Kept is { } place)
                {
                    entry.State = file.ReadState(place);
                }
            }

            file.Each(Keep);
        }

        foreach (var added in state.Added)
        {
            Keep(added);
        }

        return file is not null || state.BaseId == 0;

        void Keep(in Observation observation)
        {
            if (!replaced.Contains(observation.File))
            {
                all.Add(observation);
            }
        }
    }
}
