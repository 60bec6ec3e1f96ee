using System.Text;

namespace Claudeonomics.Cli.Terminal;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Over it.</param>
internal sealed record TableColumn(string Heading)
{
    /// <summary>Numbers stand at the right, under their units.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The column may become narrower, down to this many columns of the terminal; null when its text must stay whole.</summary>
    public int? ShrinksTo { get; init; }

    /// <summary>What is cut from a text that does not fit.</summary>
    public bool CutsStart { get; init; }

    /// <summary>Columns of the highest number are left out first where there is no room; 0 is never left out.</summary>
    public int LeaveOut { get; init; }
}

/// <summary>A cell: text and what it is.</summary>
internal readonly record struct TableCell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator TableCell(string text) => new(text);
}

/// <summary>Writes rows in columns that fit the screen: hairlines instead of boxes, as in a ledger.</summary>
internal sealed class TextTable(params IReadOnlyList<TableColumn> columns)
{
    private const string Gap = "  ";

    // A null row is a hairline.
    private readonly List<TableCell[]?> _rows = [];

    /// <param name="cells">As many as there are columns.</param>
    public void Add(params TableCell[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Count);
        _rows.Add([.. cells.Select(static cell => cell with { Text = Columns.Clean(cell.Text) })]);
    }

    /// <summary>A hairline between the rows before it and those after, such as totals.</summary>
    public void AddRule() => _rows.Add(null);

    public void Write(TextWriter output, Screen screen)
    {
        var widths = columns.Select((column, index) =>
            _rows.Aggregate(Columns.WidthOf(column.Heading), (width, row) => row is null ? width : Math.Max(width, Columns.WidthOf(row[index].Text)))).ToArray();
        var shown = Fit(widths, screen.Width);
        WriteRow(output, screen, shown, widths, index => new(columns[index].Heading, Tone.Quiet));
        WriteRule(output, screen, shown, widths);
        foreach (var row in _rows)
        {
            if (row is null)
            {
                WriteRule(output, screen, shown, widths);
            }
            else
            {
                WriteRow(output, screen, shown, widths, index => row[index]);
            }
        }
    }

    // First text gives way, then whole columns, the dispensable ones first. Widths are changed in place.
    private List<int> Fit(int[] widths, int width)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        var wanted = widths.ToArray();
        while (true)
        {
            wanted.CopyTo(widths, 0);
            var over = Shrink(shown, widths, shown.Sum(index => widths[index]) + (Gap.Length * (shown.Count - 1)) - width);
            var least = shown.Max(index => columns[index].LeaveOut);
            if (over <= 0 || least == 0)
            {
                return shown;
            }

            shown.Remove(shown.Last(index => columns[index].LeaveOut == least));
        }
    }

    // The widest text gives way first, so that short ones stay whole as long as they can.
    private int Shrink(List<int> shown, int[] widths, int over)
    {
        while (over > 0)
        {
            var widest = -1;
            foreach (var index in shown)
            {
                if (columns[index].ShrinksTo is { } least && widths[index] > least && (widest < 0 || widths[index] > widths[widest]))
                {
                    widest = index;
                }
            }

            if (widest < 0)
            {
                return over;
            }

            widths[widest]--;
            over--;
        }

        return over;
    }

    private void WriteRow(TextWriter output, Screen screen, List<int> shown, int[] widths, Func<int, TableCell> cellOf)
    {
        var line = new StringBuilder();
        foreach (var index in shown)
        {
            var (column, cell) = (columns[index], cellOf(index));
            var text = column.CutsStart ? Columns.CutStart(cell.Text, widths[index]) : Columns.CutEnd(cell.Text, widths[index]);
            text = column.IsNumber ? Columns.PadStart(text, widths[index])
                : index == shown[^1] ? text
                : Columns.PadEnd(text, widths[index]);
            line.Append(index == shown[0] ? "" : Gap).Append(screen.Paint(text, cell.Tone));
        }

        output.WriteLine(line.ToString().TrimEnd());
    }

    private static void WriteRule(TextWriter output, Screen screen, List<int> shown, int[] widths) =>
        output.WriteLine(screen.Paint(new string('─', shown.Sum(index => widths[index]) + (Gap.Length * (shown.Count - 1))), Tone.Quiet));
}
