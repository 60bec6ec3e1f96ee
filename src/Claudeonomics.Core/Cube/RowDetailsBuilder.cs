using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Cube;

/// <summary>Gathers everything about the few rows that a board shows.</summary>
internal sealed class RowDetailsBuilder
{
    private const int NotShown = -1;

    private readonly int[] _places;
    private readonly Row[] _rows;
    private readonly DayRange _days;
    private readonly byte[] _wanted;
    private readonly DimensionTable _dimensions;
    private readonly ModelIndex _models;

    // Which places of a map are shown at all: the same map serves most or all days of a window.
    private RowMap? _shownBy;
    private List<int> _shown = [];

    /// <param name="wanted">1 per dimension that counts.</param>
    public RowDetailsBuilder(
        ReadOnlySpan<int> rows, int rowCount, DayRange days, byte[] wanted, DimensionTable dimensions, ModelIndex models)
    {
        _places = new int[rowCount];
        Array.Fill(_places, NotShown);
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
        foreach (var (row, boardRow) in RowsOf(partition, map))
        {
            AddSums(boardRow, partition.Dimensions[row], partition.CellsOf(row));
        }
    }

    /// <summary>Adds the tokens of one part of the window: one column, where all of them would be as many reads again each.</summary>
    public void AddDay(DayRange days, Partition partition, RowMap map)
    {
        foreach (var (row, boardRow) in RowsOf(partition, map))
        {
            AddTokens(days, boardRow, partition.Dimensions[row], partition.TotalTokens.Span[row]);
        }
    }

    /// <summary>Adds what is shown of sums by row.</summary>
    public void Add(DayRange days, ScopedSums sums)
    {
        foreach (var entry in sums.Entries)
        {
            if (_places[entry.Row] != NotShown)
            {
                AddSums(entry.Row, entry.Dimension, entry.Cells);
                AddTokens(days, entry.Row, entry.Dimension, entry.Cells.TotalTokens);
            }
        }
    }

    public IReadOnlyList<RowDetails> Build() => Array.ConvertAll(_rows, static row => new RowDetails(
        row.Cells.ToSums(),
        row.MeteredTokens,
        row.TokensByDay,
        [.. row.Models.Where(static model => model.Value.Tokens > 0 || model.Value.Requests > 0)
            .OrderBy(static model => model.Key)
            .Select(static model => new ModelTokens(model.Key, model.Value.Tokens, model.Value.Requests))]));

    private IEnumerable<(int Row, int BoardRow)> RowsOf(Partition partition, RowMap map)
    {
        foreach (var at in ShownBy(map))
        {
            var (row, end) = partition.SortedRowsOf(map.IdentityAt(at));
            for (; row < end; row++)
            {
                yield return (row, map.Rows[at]);
            }
        }

        for (var row = partition.Sorted; row < partition.Count; row++)
        {
            if (map.RowOf(partition.Identities[row]) is >= 0 and var boardRow && _places[boardRow] != NotShown)
            {
                yield return (row, boardRow);
            }
        }
    }

    private List<int> ShownBy(RowMap map)
    {
        if (!ReferenceEquals(map, _shownBy))
        {
            _shownBy = map;
            _shown = [];
            for (var i = 0; i < map.Rows.Length; i++)
            {
                if (map.Rows[i] >= 0 && _places[map.Rows[i]] != NotShown)
                {
                    _shown.Add(i);
                }
            }
        }

        return _shown;
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

        public long[] TokensByDay { get; } = new long[days];

        public Dictionary<int, (long Tokens, long Requests)> Models { get; } = [];
    }
}
