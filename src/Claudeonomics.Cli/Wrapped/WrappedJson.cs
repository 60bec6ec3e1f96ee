using System.Globalization;
using System.Text.Json;
using Claudeonomics.Cli.Reports;

namespace Claudeonomics.Cli.Wrapped;

/// <summary>A year as programs read it.</summary>
internal static class WrappedJson
{
    /// <param name="file">Where the picture is.</param>
    public static void Write(Stream output, YearFigures year, string file) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("year"u8, year.Year);
        json.WriteString("file"u8, file);
        json.WriteStartObject("totals"u8);
        ReportJson.WriteSums(json, year.Sums);
        json.WriteEndObject();
        json.WriteNumber("activeDays"u8, year.ActiveDays);
        json.WriteNumber("longestStreakDays"u8, year.LongestStreak);
        json.WriteNumber("conversations"u8, year.Conversations);
        json.WriteString("busiestDay"u8, year.First.AddDays(year.BusiestDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        WriteParts(json, "models", year.Models);
        WriteParts(json, "agents", year.Agents);
        json.WriteStartArray("days"u8);
        for (var day = 0; day < year.Days.Count; day++)
        {
            if (year.Days[day] > 0)
            {
                json.WriteStartObject();
                json.WriteString("day"u8, year.First.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteNumber("totalTokens"u8, year.Days[day]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteParts(Utf8JsonWriter json, string name, IEnumerable<YearPart> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, part.Name);
            json.WriteNumber("totalTokens"u8, part.Tokens);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
