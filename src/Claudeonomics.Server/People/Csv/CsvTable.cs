using System.Text;

namespace Claudeonomics.Server.People.Csv;

/// <summary>One row of a table.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Reads tables as spreadsheets write them (RFC 4180), with commas, semicolons or tabs, as the first line has them.</summary>
internal static class CsvTable
{
    /// <summary>A company of 85,000 with long names.</summary>
    public const int MaxRows = 100_000;

    /// <param name="text">The whole file.</param>
    /// <param name="problem">What is wrong with it as a table, and where; <see langword="null"/> when nothing is.</param>
    /// <returns>The rows that are not empty, the first of them the names of the columns.</returns>
    public static IReadOnlyList<CsvRow> Read(string text, out ImportProblem? problem)
    {
        var rows = new List<CsvRow>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        text = text.TrimStart('\uFEFF');
        var separator = SeparatorOf(text);
        var (line, begin, at) = (1, 1, 0);
        problem = null;
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '"' && IsBlank(cell))
            {
                cell.Clear();
                if (!ReadQuoted(text, ref at, ref line, cell))
                {
                    problem = new(begin, "A quotation mark is opened here and never closed.");
                    return [];
                }
            }
            else if (c == separator)
            {
                Take(cells, cell);
            }
            else if (c == '\n')
            {
                Take(cells, cell);
                if (!TryAdd(rows, cells, begin))
                {
                    problem = new(begin, $"A file has at most {MaxRows} rows.");
                    return [];
                }

                begin = ++line;
                cells = [];
            }
            else
            {
                cell.Append(c);
            }
        }

        Take(cells, cell);
        if (!TryAdd(rows, cells, begin))
        {
            problem = new(begin, $"A file has at most {MaxRows} rows.");
            return [];
        }

        return rows;
    }

    // After the opening mark; two marks inside are one.
    private static bool ReadQuoted(string text, ref int at, ref int line, StringBuilder cell)
    {
        while (at < text.Length)
        {
            var c = text[at++];
            if (c != '"')
            {
                line += c == '\n' ? 1 : 0;
                cell.Append(c);
            }
            else if (at < text.Length && text[at] == '"')
            {
                cell.Append(text[at++]);
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryAdd(List<CsvRow> rows, List<string> cells, int line)
    {
        if (cells.All(static cell => cell.Length == 0))
        {
            return true;
        }

        rows.Add(new(line, cells));
        return rows.Count <= MaxRows + 1;
    }

    private static void Take(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString().Trim());
        cell.Clear();
    }

    private static bool IsBlank(StringBuilder cell)
    {
        for (var i = 0; i < cell.Length; i++)
        {
            if (!char.IsWhiteSpace(cell[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char SeparatorOf(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
        return first.Contains(';') ? ';' : first.Contains('\t') ? '\t' : ',';
    }
}
