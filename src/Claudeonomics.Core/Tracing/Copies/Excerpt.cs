using System.Globalization;
using System.Text;

namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>A cell of a leaked table.</summary>
/// <param name="Column">What tells its column from others: a place from the left, or the member's name.</param>
public readonly record struct ExcerptCell(string Column, string Text);

/// <summary>What is left of a table that was exported, as rows of cells: with or without its header, cut anywhere, in any order.</summary>
/// <remarks>
/// Reads comma-, semicolon-, tab- and bar-separated lines with or without quotes, and JSON of any spacing, as objects or as arrays, that need not be whole. It never fails: what is
/// no table has no rows that say anything. Bound: the first <see cref="MostCells"/> cells.
/// </remarks>
public sealed class Excerpt
{
    public const int MostCells = 200_000;

    private const string Separators = "\t;|,";

    private Excerpt(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows) => Rows = rows;

    public IReadOnlyList<IReadOnlyList<ExcerptCell>> Rows { get; }

    public static Excerpt Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(LooksLikeJson(text) ? Json(text) : Lines(text));
    }

    // A piece can begin within a string, so that what looks like its first quote is a last one: then most numbers would stand in strings.
    private static List<IReadOnlyList<ExcerptCell>> Json(string text)
    {
        var (whole, cut) = (new JsonPieces(text).Rows(), new JsonPieces(text[(text.IndexOf('"', StringComparison.Ordinal) + 1)..]).Rows());
        return Figures(cut) > Figures(whole) ? cut : whole;

        static int Figures(List<IReadOnlyList<ExcerptCell>> rows) => rows.Sum(static row => row.Count(static cell => MarkedDigits.Read(cell.Text) is not null));
    }

    // "name": "quiet-otter" somewhere; a table has a quote before a separator, and never before a colon.
    private static bool LooksLikeJson(string text)
    {
        for (var at = text.IndexOf('"', StringComparison.Ordinal); at >= 0; at = text.IndexOf('"', at + 1))
        {
            var after = text.AsSpan(at + 1).TrimStart();
            if (after.Length > 0 && after[0] == ':')
            {
                return true;
            }
        }

        return text.AsSpan().TrimStart("\ufeff \t\r\n") is ['[' or '{', ..];
    }

    private static List<IReadOnlyList<ExcerptCell>> Lines(string text)
    {
        var lines = text.Split(['\r', '\n', '\ufeff'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // One that is in most lines; of several the first, since a comma may be part of a number.
        var separator = Separators.FirstOrDefault(candidate => lines.Count(line => line.Contains(candidate, StringComparison.Ordinal)) * 2 > lines.Length, ',');
        var rows = new List<IReadOnlyList<ExcerptCell>>();
        var cells = 0;
        foreach (var line in lines)
        {
            var row = Split(line, separator);
            rows.Add(row);
            if ((cells += row.Count) > MostCells)
            {
                break;
            }
        }

        return rows;
    }

    private static List<ExcerptCell> Split(string line, char separator)
    {
        var (row, cell, isQuoted) = (new List<ExcerptCell>(), new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                // "" within quotes is a quote.
                if (isQuoted && at + 1 < line.Length && line[at + 1] == '"')
                {
                    cell.Append(line[at++]);
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (line[at] == separator && !isQuoted)
            {
                Add();
            }
            else
            {
                cell.Append(line[at]);
            }
        }

        Add();
        return row;

        void Add()
        {
            row.Add(new(row.Count.ToString(CultureInfo.InvariantCulture), cell.ToString().Trim()));
            cell.Clear();
        }
    }

    // Not a parser, which would refuse a piece that begins or ends in the middle of something: strings and numbers, by the brace or bracket that they are in.
    private sealed class JsonPieces(string text)
    {
        private readonly List<IReadOnlyList<ExcerptCell>> _rows = [];
        // Whether what is open is a member's value, and so a part of the row it stands in: "person": {"name": ...}.
        private readonly Stack<bool> _areParts = new();
        private List<ExcerptCell> _row = [];
        private string? _member;
        private int _cells;

        public List<IReadOnlyList<ExcerptCell>> Rows()
        {
            for (var at = 0; at < text.Length && _cells < MostCells;)
            {
                if (text[at] == '"')
                {
                    at = String(at + 1);
                }
                else if (char.IsAsciiDigit(text[at]))
                {
                    var end = at;
                    while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '+' or '-'))
                    {
                        end++;
                    }

                    Add(text[at..end]);
                    at = end;
                }
                else
                {
                    if (text[at] is '{' or '[')
                    {
                        Begin();
                    }
                    else if (text[at] is '}' or ']' && !(_areParts.TryPop(out var isPart) && isPart))
                    {
                        End();
                    }

                    at++;
                }
            }

            End();
            return _rows;
        }

        private void Begin()
        {
            _areParts.Push(_member is not null);
            if (_member is null)
            {
                End();
            }

            _member = null;
        }

        private int String(int at)
        {
            var said = new StringBuilder();
            for (; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] != '\\' || at + 1 == text.Length)
                {
                    said.Append(text[at]);
                }
                else if (text[++at] == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
                {
                    said.Append((char)code);
                    at += 4;
                }
                else
                {
                    said.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
                }
            }

            var end = at + 1;
            if (end < text.Length && text.AsSpan(end).TrimStart() is [':', ..])
            {
                _member = said.ToString();
            }
            else
            {
                Add(said.ToString());
            }

            return end;
        }

        private void Add(string value)
        {
            _row.Add(new(_member ?? _row.Count.ToString(CultureInfo.InvariantCulture), value));
            _member = null;
            _cells++;
        }

        private void End()
        {
            _member = null;
            if (_row.Count > 0)
            {
                _rows.Add(_row);
                _row = [];
            }
        }
    }
}
