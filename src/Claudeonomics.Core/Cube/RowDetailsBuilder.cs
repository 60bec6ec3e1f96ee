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
    private readonly ModelIndex _models;

    // Which identities are shown at all, by the map they were found in: the same map serves most or all days of a window.
    private RowMap? _shownBy;
    private List<int> _shown = [];

    public RowDetailsBuilder(ReadOnlySpan<int> rows, int rowCount, DayRange days, ModelIndex models)
    {
        _places = new int[rowCount];
        Array.Fill(_places, NotShown);
        _rows = new Row[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            _places[rows[i]] = i;
            _rows[i] = new Row(days.Days);
        }

        _days = days;
        _models = models;
    }

    public void Add(Partition partition, RowMap map, DayRange days, byte[] wanted, DimensionTable dimensions)
    {
        var day = Math.Max(0, days.Start.DayNumber - _days.Start.DayNumber);
        if (!partition.IsSettled)
        {
            for (var i = 0; i < partition.Count; i++)
            {
                AddRow(partition, i, PlaceOf(map, partition.Identities[i]), day, wanted, dimensions);
            }

            return;
        }

        foreach (var identity in ShownBy(map))
        {
            var place = PlaceOf(map, identity);
            var (first, length) = partition.RowsOf(identity).GetOffsetAndLength(partition.Count);
            for (var i = first; i < first + length; i++)
            {
                AddRow(partition, i, place, day, wanted, dimensions);
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

    private List<int> ShownBy(RowMap map)
    {
        if (!ReferenceEquals(map, _shownBy))
        {
            _shownBy = map;
            _shown = [];
            for (var identity = 0; identity < map.Rows.Length; identity++)
            {
                if (PlaceOf(map, identity) != NotShown)
                {
                    _shown.Add(identity);
                }
            }
        }

        return _shown;
    }

    private int PlaceOf(RowMap map, int identity)
    {
        var row = map.RowOf(identity);
        return row < 0 ? NotShown : _places[row];
    }

    private void AddRow(Partition partition, int at, int place, int day, byte[] wanted, DimensionTable dimensions)
    {
        var dimension = partition.Dimensions[at];
        if (place == NotShown || wanted[dimension] == 0)
        {
            return;
        }

        var row = _rows[place];
        var cells = partition.CellsOf(at);
        var tokens = cells.TotalTokens;
        row.Cells.Add(cells);
        row.TokensByDay[day] += tokens;
        row.MeteredTokens += ModelIndex.IsMetered(dimensions[dimension]) ? tokens : 0;
        var model = _models.OfDimension[dimension];
        var before = row.Models.GetValueOrDefault(model);
        row.Models[model] = (before.Tokens + tokens, before.Requests + cells[UsageCell.Requests]);
    }

    private sealed class Row(int days)
    {
        public UsageCells Cells;

        public long MeteredTokens { get; set; }

        public long[] TokensByDay { get; } = new long[days];

        public Dictionary<int, (long Tokens, long Requests)> Models { get; } = [];
    }
}
