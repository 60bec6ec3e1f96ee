using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>The tokens of a scope over one span of days, by board row and dimension: of single days no more is told, and reading every
/// column of every day of a window took most of what a board of teams took.</summary>
internal sealed class ScopedTokens
{
    private readonly Partition _partition;
    private readonly long _version;
    private readonly Entry[] _entries;

    private ScopedTokens(Partition partition, Entry[] entries) =>
        (_partition, _version, _entries) = (partition, partition.Version, entries);

    /// <summary>In no order; none is zero.</summary>
    public ReadOnlySpan<Entry> Entries => _entries;

    /// <param name="pieces">Whose rows count under which board row.</param>
    /// <param name="places">Used up here.</param>
    public static ScopedTokens Of(Partition partition, IEnumerable<(Partition Partition, RowMap Rows)> pieces, RowPlaces places)
    {
        long[] sums = [];
        foreach (var (piece, map) in pieces)
        {
            places.Find(piece, map);
            Array.Resize(ref sums, places.Sums);
            var tokens = piece.TotalTokens.Span;
            for (var i = 0; i < places.Rows.Length; i++)
            {
                ref var sum = ref sums[places.Places[i]];
                sum = Capped.Add(sum, tokens[places.Rows[i]]);
            }
        }

        return new(partition, [.. places.Keys()
            .Select((key, place) => new Entry(key.Row, key.Dimension, sums[place]))
            .Where(static entry => entry.Tokens != 0)]);
    }

    /// <inheritdoc cref="ScopedSums.IsOf"/>
    public bool IsOf(Partition partition) => ReferenceEquals(partition, _partition) && partition.Version == _version;

    internal readonly record struct Entry(int Row, ushort Dimension, long Tokens);
}
