using System.Globalization;
using System.Text;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Exports;
using Claudeonomics.Server.People;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>How an excerpt was treated before it was leaked.</summary>
internal enum Handling
{
    /// <summary>Rows as they are, of one board with seven figures a row.</summary>
    Plain,

    /// <summary>The same of a board that shows one figure a row.</summary>
    OneFigure,

    /// <summary>In another order, saved anew by another program or locale, without header, half of the columns gone, one figure in ten typed over, and one in five rounded to three digits.</summary>
    Handled,

    /// <summary>All figures rounded to three digits, as on a slide.</summary>
    Rounded,

    /// <summary>Half of the rows from another copy of the same board.</summary>
    Merged,

    /// <summary>Of a copy that was never registered: nobody is to be named.</summary>
    Strange,
}

/// <summary>Boards of chance, real copies of them, and pieces of those, as somebody might leak them.</summary>
internal sealed class ExportDrill(int seed)
{
    private const int Rows = 250;
    private const int People = 85_000;
    private const double SpreadOfTokens = 1.6;
    private const double TypedOver = 0.1;
    private const double RoundedOnes = 0.2;

    private static readonly string[] First = ["Ada", "Ben", "Chloé", "Dilan", "Emre", "Fatima", "Goran", "Hana", "İlker", "José", "Kaja", "Linh", "Mårten", "Nadia", "Olu", "Priya"];
    private static readonly string[] Last = ["Abe", "Becker", "Chen", "Díaz", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jovanović", "Kim", "Lee", "Müller", "Nowak", "O'Neil", "Patel"];

    // As much of Europe writes numbers.
    private static readonly NumberFormatInfo Commas = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private readonly Random _lots = new(seed);

    /// <summary>32 bytes.</summary>
    public static byte[] Key { get; } = [.. Enumerable.Range(1, 32).Select(static i => (byte)(i * 7))];

    /// <summary>A piece of a copy.</summary>
    /// <param name="copies">The copy it is of and, where it was put together, the other one.</param>
    public string Excerpt(IReadOnlyList<int> copies, int rows, Handling handling)
    {
        var board = handling is Handling.OneFigure ? BoardNames.Score : BoardNames.Tokens;
        var snapshot = Board(board);
        var tables = copies.Select(copy => TableOf(snapshot, copy)).ToList();
        var table = tables[0];
        var kept = Enumerable.Range(0, table.Count).OrderBy(_ => _lots.Next()).Take(rows).Order().ToList();
        var lines = handling is Handling.Merged
            ? [.. kept.Take(rows / 2).Select(row => table[row]), .. kept.Skip(rows / 2).Select(row => tables[1][Math.Min(row, tables[1].Count - 1)])]
            : kept.ConvertAll(row => table[row]);
        return handling switch
        {
            Handling.Handled => Handled(lines),
            Handling.Rounded => Written(lines.ConvertAll(line => Figures(line, Round)), ','),
            _ => Written(lines, ','),
        };
    }

    // Through the real file: what is read again is what somebody would have saved.
    private static List<string[]> TableOf(BoardSnapshot snapshot, int copy)
    {
        using var code = new CopyCode(Key, copy);
        var names = snapshot.Standings.Select(static row => row.Name).ToHashSet(StringComparer.Ordinal);
        var file = ExportFile.Of(ExportTable.Of(snapshot, PrivacyPolicy.Balanced, code, drawn => drawn.Where(names.Contains).ToHashSet()), snapshot, copy, "csv");
        return [.. Encoding.UTF8.GetString(file.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(3).Select(static line => line.Split(','))];
    }

    private BoardSnapshot Board(string board)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < Rows)
        {
            names.Add(_lots.Next(4) == 0 ? $"{First[_lots.Next(First.Length)]} {Last[_lots.Next(Last.Length)]}" : Pseudonyms.Pairs[_lots.Next(Pseudonyms.Pairs.Count)]);
        }

        var tokens = Enumerable.Range(0, Rows).Select(_ => (long)(3e7 * Math.Exp(SpreadOfTokens * Normal()))).OrderDescending().ToList();
        var rows = names.Select((name, i) => Row(board, i, name, Math.Max(tokens[i], 20_000))).ToList();
        return new(
            new(board, new(new(2026, 10, 30), new(2026, 11, 29)), BoardSubject.Person, UsageFilter.All, Team: null, Rows), new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero), "rules", "prices",
            Sequence: _lots.Next(1, 1_000_000), new(People, People, 0, null, default, null), Rows, rows, new("", null, null));
    }

    private Standing Row(string board, int place, string name, long tokens)
    {
        var output = (long)(tokens * (0.002 + (0.004 * _lots.NextDouble())));
        var (input, written) = ((long)(tokens * 0.01 * _lots.NextDouble()), (long)(tokens * 0.05 * _lots.NextDouble()));
        var sums = new UsageSums(tokens / 60_000, new(input, tokens - input - written - output, written, 0, 0, output, 0), 0, tokens * 500, 0, 0);
        var score = board == BoardNames.Score ? Math.Round(1_000 * Math.Exp(-place / 200.0)) : tokens;
        return Disclosure.Of(
            new Standing(place + 1, null, $"p{place}", name, $"Team {_lots.Next(40)}", score, sums, Tier.None, [], 1, [], [], 1, []),
            new(board, new(new(2026, 10, 30), new(2026, 11, 29)), BoardSubject.Person, UsageFilter.All, Team: null, Rows), PrivacyPolicy.Balanced);
    }

    private string Handled(List<string[]> lines)
    {
        var figures = Enumerable.Range(4, lines[0].Length - 4).OrderBy(_ => _lots.Next()).Take(Math.Max(1, (lines[0].Length - 4) / 2)).ToList();
        // The name is somewhere, not where it was.
        int[] columns = [.. figures.Append(1).Append(2).OrderBy(_ => _lots.Next())];
        var rows = lines.OrderBy(_ => _lots.Next()).Select(line => Figures(line, Touched)).Select(line => columns.Select(column => line[column]).ToArray()).ToList();
        return _lots.Next(4) switch
        {
            0 => Written(rows.ConvertAll(static row => Array.ConvertAll(row, German)), ';'),
            1 => Written(rows.ConvertAll(static row => Array.ConvertAll(row, static cell => IsFigure(cell) ? $"\"{Thousands(cell)}\"" : cell)), ','),
            2 => Written(rows, '\t'),
            _ => "[" + string.Join(_lots.Next(2) == 0 ? ",\n  " : ",", rows.ConvertAll(static row =>
                "{" + string.Join(", ", row.Select(static (cell, i) => $"\"c{i}\": {(IsFigure(cell) ? cell : $"\"{cell}\"")}")) + "}")) + "]",
        };
    }

    private string Touched(string figure) => _lots.NextDouble() switch
    {
        < TypedOver => string.Create(CultureInfo.InvariantCulture, $"{_lots.Next(1_000, 10_000)}{new string('0', Math.Max(0, figure.Length - 4))}"),
        < TypedOver + RoundedOnes => Round(figure),
        _ => figure,
    };

    private static string Round(string figure)
    {
        var value = decimal.Parse(figure, CultureInfo.InvariantCulture);
        var unit = 1m;
        while (value / unit >= 1_000)
        {
            unit *= 10;
        }

        return (Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit).ToString(CultureInfo.InvariantCulture);
    }

    private static string Thousands(string figure) => decimal.Parse(figure, CultureInfo.InvariantCulture).ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string German(string cell) =>
        IsFigure(cell) ? decimal.Parse(cell, CultureInfo.InvariantCulture).ToString("#,0.####", Commas) : cell;

    private static bool IsFigure(string cell) => cell.Length > 0 && cell.All(static c => char.IsAsciiDigit(c) || c == '.');

    private static string[] Figures(string[] line, Func<string, string> change) => [.. line.Select((cell, column) => column >= 4 && IsFigure(cell) ? change(cell) : cell)];

    private static string Written(List<string[]> lines, char separator) => string.Join('\n', lines.Select(line => string.Join(separator, line)));

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _lots.NextDouble())) * Math.Cos(2 * Math.PI * _lots.NextDouble());
}
