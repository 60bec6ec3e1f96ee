using System.Text.Encodings.Web;
using System.Text.Json;

namespace Claudeonomics.Cli.Reports;

/// <summary>How every command writes JSON: one document, one line end, nothing else.</summary>
internal static class JsonOutput
{
    // Paths and names are read by people; what a terminal would obey is escaped all the same.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream output, Action<Utf8JsonWriter> document)
    {
        using var json = new Utf8JsonWriter(output, Options);
        document(json);
        json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>Dollars, or null for what has no price.</summary>
    public static void WriteUsd(Utf8JsonWriter json, string name, decimal? usd)
    {
        if (usd is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
