using System.Buffers;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Gathers everything about the few rows that a board shows.</summary>
/// <remarks>Sums and the parts of the window may be added all at once: they go to different places of a row.</remarks>
internal sealed class RowDetailsBuilder : IDisposable
{
    private const int NotShown = -1;

    private readonly int[] _shown;
    private int[] _places;
    private readonly Row[] _rows;
    private readonly DayRange _days;
    private readonly long[] _wanted;
    private readonly DimensionTable _dimensions;
    private readonly ModelIndex _models;
    private volatile ShownIdentities? _shownOfMap;

    /// <param name="wanted">Not zero per dimension that counts.</param>
    public RowDetailsBuilder(
        ReadOnlySpan<int> rows, int rowCount, DayRange days, long[] wanted, DimensionTable dimensions, ModelIndex models)
    {
        _shown = rows.ToArray();
        _places = ArrayPool<int>.Shared.Rent(rowCount);
        _places.AsSpan(0, rowCount).Fill(NotShown);
        _rows = new Row[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            _places[rows[i]] = i;
            _rows[i] = new Row(days.Days);
        }

        (_days, _wanted, _dimensions, _models) = (days, wanted, dimensions, models);
    }

    /// <summary>Adds the sums of the identities that count under what is shown.</summary>
    public void AddSums(Partition partition, RowMap map)
    {
        var (_, identities, boardRows) = ShownOf(map);
        for (var i = 0; i < identities.Length; i++)
        {
            var (row, end) = partition.SortedRowsOf(identities[i]);
            for (; row < end; row++)
            {
                AddSums(boardRows[i], partition.Dimensions[row], partition.CellsOf(row));
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (ShownRowOf(partition, map, row) is >= 0 and var boardRow)
            {
                AddSums(boardRow, partition.Dimensions[row], partition.CellsOf(row));
            }
        }
    }

    /// <summary>Adds the tokens of one part of the window: one column, where all of them would be as many reads again each.</summary>
    /// <remarks>Hundreds of rows far apart, in each of thirty days: a loop without calls, so that the processor waits for several at once.</remarks>
    public void AddDay(DayRange days, Partition partition, RowMap map)
    {
        var (_, identities, boardRows) = ShownOf(map);
        var (starts, dimensions) = (partition.RawStarts, partition.RawDimensions);
        var tokens = partition.TotalTokens.Span;
        for (var i = 0; i < identities.Length; i++)
        {
            var identity = identities[i];
            if (identity < starts.Length - 1)
            {
                var sum = 0L;
                for (var row = starts[identity]; row < starts[identity + 1]; row++)
                {
                    sum = Capped.Add(sum, _wanted[dimensions[row]] == 0 ? 0 : tokens[row]);
                }

                AddTokens(days, boardRows[i], sum);
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (_wanted[dimensions[row]] != 0 && ShownRowOf(partition, map, row) is >= 0 and var boardRow)
            {
                AddTokens(days, boardRow, tokens[row]);
            }
        }
    }

    /// <summary>Adds what is shown of sums by row.</summary>
    public void AddSums(ScopedSums sums)
    {
        foreach (ref readonly var entry in sums.Entries)
        {
            if (_places[entry.Row] != NotShown)
            {
                AddSums(entry.Row, entry.Dimension, entry.Cells);
            }
        }
    }

    /// <summary>Adds what is shown of tokens by row, of one part of the window.</summary>
    public void AddDay(DayRange days, ScopedTokens tokens)
    {
        foreach (ref readonly var entry in tokens.Entries)
        {
            if (_places[entry.Row] != NotShown && _wanted[entry.Dimension] != 0)
            {
                AddTokens(days, entry.Row, entry.Tokens);
            }
        }
    }

    public void Dispose() => ArrayPool<int>.Shared.Return(Interlocked.Exchange(ref _places, []));

    public IReadOnlyList<RowDetails> Build() => Array.ConvertAll(_rows, static row => new RowDetails(
        row.Cells.ToSums(),
        row.MeteredTokens,
        row.KnownTokens,
        row.TokensByDay,
        [.. row.Models.Where(static model => model.Value.Tokens > 0 || model.Value.Requests > 0)
            .OrderBy(static model => model.Key)
            .Select(static model => new ModelTokens(model.Key, model.Value.Tokens, model.Value.Requests))]));

    // Identities that count under what is shown, and under which row each does. The days of a window nearly always share one map.
    private ShownIdentities ShownOf(RowMap map)
    {
        var known = _shownOfMap;
        if (!ReferenceEquals(map, known?.Map))
        {
            var identities = new List<int>(_shown.Length);
            var boardRows = new List<int>(_shown.Length);
            foreach (var boardRow in _shown)
            {
                foreach (var identity in map.Inverse.Of(boardRow))
                {
                    identities.Add(identity);
                    boardRows.Add(boardRow);
                }
            }

            _shownOfMap = known = new(map, [.. identities], [.. boardRows]);
        }

        return known!;
    }

    // Of a row that is not sorted in: the board row if that is shown, or -1.
    private int ShownRowOf(Partition partition, RowMap map, int row) =>
        map.RowOf(partition.Identities[row]) is >= 0 and var boardRow && _places[boardRow] != NotShown ? boardRow : NotShown;

    private void AddSums(int boardRow, ushort dimension, in UsageCells cells)
    {
        if (_wanted[dimension] == 0)
        {
            return;
        }

        var row = _rows[_places[boardRow]];
        var tokens = Capped.Tokens(cells.TotalTokens);
        row.Cells.AddCapped(cells);
        row.MeteredTokens = Capped.Add(row.MeteredTokens, ModelIndex.IsMetered(_dimensions[dimension]) ? tokens : 0);
        row.KnownTokens = Capped.Add(row.KnownTokens, _dimensions[dimension].Trust.Who is Who.Known ? tokens : 0);
        var model = _models.OfDimension[dimension];
        var before = row.Models.GetValueOrDefault(model);
        row.Models[model] = (Capped.Tokens(before.Tokens + tokens), Capped.Add(before.Requests, cells[UsageCell.Requests]));
    }

    private void AddTokens(DayRange days, int boardRow, long tokens)
    {
        ref var sum = ref _rows[_places[boardRow]].TokensByDay[Math.Max(0, days.Start.DayNumber - _days.Start.DayNumber)];
        sum = Capped.Tokens(Capped.Add(sum, tokens));
    }

    private sealed record ShownIdentities(RowMap Map, int[] Identities, int[] BoardRows);

    private sealed class Row(int days)
    {
        public UsageCells Cells;

        public long MeteredTokens { get; set; }

        public long KnownTokens { get; set; }

        public long[] TokensByDay { get; } = new long[days];

        public Dictionary<int, (long Tokens, long Requests)> Models { get; } = [];
    }
}
