using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>Sums of a scope per day and dimension, remembered until the day's rows change.</summary>
/// <remarks>Kept beside the scope it was made of; bound: one entry per day in memory.</remarks>
internal sealed class DayTotals
{
    private static readonly ConditionalWeakTable<BoardScope, DayTotals> Cache = [];

    private readonly ConcurrentDictionary<DateOnly, Entry> _entries = new();

    public static IReadOnlyList<(ushort Dimension, UsageCells Cells)> Of(
        BoardScope scope, Partition partition, RowMap rows, DateOnly day)
    {
        var totals = Cache.GetOrCreateValue(scope);
        if (totals._entries.TryGetValue(day, out var known)
            && ReferenceEquals(known.Partition, partition) && known.Version == partition.Version && ReferenceEquals(known.Rows, rows))
        {
            return known.Totals;
        }

        var entry = new Entry(partition, partition.Version, rows, Sum(partition, rows));
        totals._entries[day] = entry;
        return entry.Totals;
    }

    private static List<(ushort, UsageCells)> Sum(Partition partition, RowMap rows)
    {
        var sums = new Dictionary<ushort, UsageCells>();
        var identities = partition.Identities;
        var dimensions = partition.Dimensions;
        for (var row = 0; row < partition.Count; row++)
        {
            if (rows.RowOf(identities[row]) >= 0)
            {
                ref var cells = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                    sums, dimensions[row], out _);
                cells.Add(partition.CellsOf(row));
            }
        }

        return [.. sums.Where(static pair => !pair.Value.IsZero).OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value))];
    }

    private sealed record Entry(
        Partition Partition, long Version, RowMap Rows, IReadOnlyList<(ushort Dimension, UsageCells Cells)> Totals);
}
