using System.Globalization;
using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Cube;

/// <summary>Gathers sums under a key, agent, provider and model.</summary>
public sealed class UsageRowBuilder(DimensionTable dimensions, UsageFilter filter)
{
    private readonly Dictionary<Key, Sums> _rows = [];

    /// <param name="key">As in <see cref="UsageGrouping"/>.</param>
    /// <param name="firstMs">First moment under the key, milliseconds since 1970 UTC; 0 when it is of no interest.</param>
    public void Add(string key, ushort dimension, in UsageCells cells, long firstMs = 0, long lastMs = 0)
    {
        var described = dimensions[dimension];
        if (!filter.Matches(described))
        {
            return;
        }

        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _rows, new(key, described.Agent, described.Provider, described.Model), out _);
        sums.Cells.AddCapped(cells);
        sums.FirstMs = sums.FirstMs == 0 ? firstMs : Math.Min(sums.FirstMs, firstMs);
        sums.LastMs = Math.Max(sums.LastMs, lastMs);
    }

    /// <summary>Adds sums of a company day under the day, the model or the agent.</summary>
    public void Add(DateOnly day, UsageGrouping by, ushort dimension, in UsageCells cells) => Add(
        by switch
        {
            UsageGrouping.Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UsageGrouping.Model => dimensions[dimension].Model,
            UsageGrouping.Agent => dimensions[dimension].Agent,
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "a day's sums know neither hours nor conversations"),
        },
        dimension,
        cells);

    /// <summary>The rows, ordered by key, then by tokens, most first.</summary>
    public IReadOnlyList<UsageRow> Build() => [.. _rows
        .Where(static row => !row.Value.Cells.IsZero)
        .OrderBy(static row => row.Key.Text, StringComparer.Ordinal)
        .ThenByDescending(static row => row.Value.Cells.TotalTokens)
        .ThenBy(static row => row.Key.Agent, StringComparer.Ordinal)
        .ThenBy(static row => row.Key.Provider, StringComparer.Ordinal)
        .ThenBy(static row => row.Key.Model, StringComparer.Ordinal)
        .Select(static row => new UsageRow(
            row.Key.Text, row.Key.Agent, row.Key.Provider, row.Key.Model, row.Value.Cells.ToSums(),
            TimeOf(row.Value.FirstMs), TimeOf(row.Value.LastMs)))];

    private static DateTimeOffset? TimeOf(long ms) => ms == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private readonly record struct Key(string Text, string Agent, string Provider, string Model);

    private struct Sums
    {
        public UsageCells Cells;
        public long FirstMs;
        public long LastMs;
    }
}
