using System.Collections.Concurrent;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Which row of a board each identity counts under over one span of days.</summary>
/// <remarks>Either <see cref="Rows"/> has a place per identity, or, where few identities count, <see cref="Identities"/> names them.</remarks>
internal sealed class RowMap
{
    /// <summary>The identity counts nowhere, or its row changes within the span.</summary>
    public const int None = -1;

    private readonly ConcurrentDictionary<DayRange, RowMap> _within = new();
    private RowIdentities? _inverse;

    private RowMap(int[]? identities, int[] rows, int[] changing) => (Identities, Rows, Changing) = (identities, rows, changing);

    /// <summary>The identities that count, ascending; <see langword="null"/> when <see cref="Rows"/> is by identity.</summary>
    public int[]? Identities { get; }

    /// <summary>Board rows, by identity or beside <see cref="Identities"/>.</summary>
    public int[] Rows { get; }

    /// <summary>Identities whose row changes within the span, ascending: the parts of the span are to be looked at.</summary>
    public int[] Changing { get; }

    /// <param name="counted">Which identity counts under which row; each identity once. Sorted here.</param>
    /// <param name="identities">One more than the greatest identity of all.</param>
    public static RowMap Of(List<(int Identity, int Row)> counted, int identities, int[] changing)
    {
        if (counted.Count >= identities / 8)
        {
            var rows = new int[identities];
            Array.Fill(rows, None);
            foreach (var (identity, row) in counted)
            {
                rows[identity] = row;
            }

            return new(null, rows, changing);
        }

        counted.Sort();
        return new([.. counted.Select(static pair => pair.Identity)], [.. counted.Select(static pair => pair.Row)], changing);
    }

    /// <summary>The other way round; made when first asked for.</summary>
    public RowIdentities Inverse => _inverse ??= new(this);

    public int IdentityAt(int i) => Identities is null ? i : Identities[i];

    public int RowOf(int identity)
    {
        var at = Identities is null ? identity : Array.BinarySearch(Identities, identity);
        return at >= 0 && at < Rows.Length ? Rows[at] : None;
    }

    /// <summary>Calls for each partition row that counts, with its board row. Inner loops of boards are written out in <see cref="Scan"/> instead.</summary>
    public void ForEachRow(Partition partition, Action<int, int> found)
    {
        for (var i = 0; i < Rows.Length; i++)
        {
            if (Rows[i] >= 0)
            {
                var (row, end) = partition.SortedRowsOf(IdentityAt(i));
                for (; row < end; row++)
                {
                    found(row, Rows[i]);
                }
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (RowOf(partition.Identities[row]) is >= 0 and var boardRow)
            {
                found(row, boardRow);
            }
        }
    }

    /// <summary>The rows of the changing identities over a part of the span.</summary>
    public RowMap Within(DayRange part, Func<DayRange, int[], RowMap> build) =>
        _within.TryGetValue(part, out var map) ? map : _within.GetOrAdd(part, build(part, Changing));
}
