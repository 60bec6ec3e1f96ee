using System.Buffers;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Gathers everything about the few rows that a board shows.</summary>
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
    public void AddSums(Partition partition, RowMap map) => ForEachShown(
        partition, map, (row, boardRow) => AddSums(boardRow, partition.Dimensions[row], partition.CellsOf(row)));

    /// <summary>Adds the tokens of one part of the window: one column, where all of them would be as many reads again each.</summary>
    public void AddDay(DayRange days, Partition partition, RowMap map) => ForEachShown(
        partition, map, (row, boardRow) => AddTokens(days, boardRow, partition.Dimensions[row], partition.TotalTokens.Span[row]));

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
            if (_places[entry.Row] != NotShown)
            {
                AddTokens(days, entry.Row, entry.Dimension, entry.Tokens);
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

    private void ForEachShown(Partition partition, RowMap map, Action<int, int> found)
    {
        foreach (var boardRow in _shown)
        {
            foreach (var identity in map.Inverse.Of(boardRow))
            {
                var (row, end) = partition.SortedRowsOf(identity);
                for (; row < end; row++)
                {
                    found(row, boardRow);
                }
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (map.RowOf(partition.Identities[row]) is >= 0 and var boardRow && _places[boardRow] != NotShown)
            {
                found(row, boardRow);
            }
        }
    }

    private void AddSums(int boardRow, ushort dimension, in UsageCells cells)
    {
        if (_wanted[dimension] == 0)
        {
            return;
        }

        var row = _rows[_places[boardRow]];
        var tokens = cells.TotalTokens;
        row.Cells.Add(cells);
        row.MeteredTokens += ModelIndex.IsMetered(_dimensions[dimension]) ? tokens : 0;
        row.KnownTokens += _dimensions[dimension].Trust.Who is Who.Known ? tokens : 0;
        var model = _models.OfDimension[dimension];
        var before = row.Models.GetValueOrDefault(model);
        row.Models[model] = (before.Tokens + tokens, before.Requests + cells[UsageCell.Requests]);
    }

    private void AddTokens(DayRange days, int boardRow, ushort dimension, long tokens)
    {
        if (_wanted[dimension] != 0)
        {
            _rows[_places[boardRow]].TokensByDay[Math.Max(0, days.Start.DayNumber - _days.Start.DayNumber)] += tokens;
        }
    }

    private sealed class Row(int days)
    {
        public UsageCells Cells;

        public long MeteredTokens { get; set; }

        public long KnownTokens { get; set; }

        public long[] TokensByDay { get; } = new long[days];

        public Dictionary<int, (long Tokens, long Requests)> Models { get; } = [];
    }
}
