using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Tracing.Copies;

namespace Claudeonomics.Server.Exports;

/// <summary>A copy as a file.</summary>
/// <param name="Name">To be saved under.</param>
public sealed record ExportFile(string Name, string ContentType, byte[] Bytes)
{
    /// <summary>The formats there are.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "json"];

    // Nothing here is put into a page: names stay as they are.
    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="format">One of <see cref="Formats"/>.</param>
    internal static ExportFile Of(ExportTable table, BoardSnapshot snapshot, int copy, string format)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"claudeonomics-{snapshot.Query.Board}-copy-{copy}.{format}");
        return format == "json"
            ? new(name, "application/json", OfJson(table, snapshot, copy))
            : new(name, "text/csv; charset=utf-8", OfCsv(table, snapshot, copy));
    }

    private static byte[] OfCsv(ExportTable table, BoardSnapshot snapshot, int copy)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {About(snapshot)}\n# {Note(table, copy)}\n");
        text.AppendJoin(',', [.. WordColumns(snapshot.Query.Subject), .. table.Columns]).Append('\n');
        foreach (var row in table.Rows)
        {
            text.AppendJoin(',', [.. Words(row, snapshot.Query.Subject).Select(Cell), .. row.Figures.Select(Figure)]).Append('\n');
        }

        // With the mark that spreadsheets know UTF-8 by.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static byte[] OfJson(ExportTable table, BoardSnapshot snapshot, int copy)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("about", About(snapshot));
            json.WriteString("note", Note(table, copy));
            json.WriteNumber("copy", copy);
            json.WriteString("board", snapshot.Query.Board);
            json.WriteString("by", snapshot.Query.Subject is BoardSubject.Team ? "team" : "person");
            json.WriteString("from", Day(snapshot.Query.Window.Start));
            json.WriteString("to", Day(snapshot.Query.Window.End));
            json.WriteStartArray("rows");
            foreach (var row in table.Rows)
            {
                json.WriteStartObject();
                foreach (var (name, value) in WordColumns(snapshot.Query.Subject).Zip(Words(row, snapshot.Query.Subject)))
                {
                    Write(json, name, value);
                }

                foreach (var (name, value) in table.Columns.Zip(row.Figures))
                {
                    Write(json, name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case decimal figure:
                json.WriteNumber(name, figure);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} has no form in a copy.", nameof(value));
        }
    }

    private static string[] WordColumns(BoardSubject subject) => subject is BoardSubject.Team ? ["rank", "team", "members"] : ["rank", "name", "team", "tier"];

    private static object?[] Words(ExportRow row, BoardSubject subject) =>
        subject is BoardSubject.Team ? [row.Rank, row.Name, row.Members] : [row.Rank, row.Name, row.Team, row.Tier];

    private static string About(BoardSnapshot snapshot) => string.Create(
        CultureInfo.InvariantCulture,
        $"The board {snapshot.Query.Board} of {(snapshot.Query.Subject is BoardSubject.Team ? "teams" : "people")}, {Day(snapshot.Query.Window.Start)} to {Day(snapshot.Query.Window.End.AddDays(-1))}, as everybody saw it at {snapshot.GeneratedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. An adoption nudge, not a performance review.");

    private static string Note(ExportTable table, int copy) => string.Create(
        CultureInfo.InvariantCulture,
        $"Copy {copy}: a piece of it tells whose it was. Figures are rounded for this copy, up to {CopyWriter.FarthestShare * 100:0.#}% from the board; whole numbers below {CopyWriter.LeastWhole:N0} are not.{(table.Canaries == 0 ? "" : $" Up to {CopyCode.Canaries} rows are about nobody, and a rank is up to as much too high.")}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Figure(decimal? figure) => figure?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Cell(object? value)
    {
        var text = value is string words ? CopyNames.Guarded(words) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
