using System.Text.Json;
using System.Text.Json.Serialization;

namespace Claudeonomics.Core.Wire;

/// <summary>What came of reading a body: a batch, or why it is none.</summary>
/// <param name="Batch">Hours are whole, each there once; its records are not checked.</param>
/// <param name="Problem">For the sender: what is wrong with the body; <see langword="null"/> when it is a batch.</param>
/// <param name="HasTooMany">The body is one of more records than were allowed: smaller ones would do.</param>
public readonly record struct UsageBatchReading(UsageBatch? Batch, string? Problem, bool HasTooMany = false);

/// <summary>A <see cref="UsageBatch"/> as JSON, UTF-8.</summary>
public static class UsageBatchJson
{
    private static readonly BatchWireJson Indented = new(new JsonSerializerOptions(BatchWireJson.Default.Options) { WriteIndented = true });

    /// <summary>Reads a body.</summary>
    /// <param name="maxRecords">Records in it at most. Counted before any is made, so that a body of empty ones takes no memory.</param>
    public static UsageBatchReading Read(ReadOnlySpan<byte> utf8, int maxRecords)
    {
        try
        {
            // Besides a record each, objects are the batch and its hours; more hours than records is no batch of ours.
            if (CountObjects(utf8) > 1 + (2L * maxRecords))
            {
                return new(null, $"More than {maxRecords} records.", HasTooMany: true);
            }

            return JsonSerializer.Deserialize(utf8, BatchWireJson.Default.UsageBatch) is { } batch
                ? Check(batch, maxRecords)
                : new(null, "The body is null.");
        }
        catch (JsonException broken)
        {
            // Where and what, never the text itself.
            return new(null, $"The body is not a usage batch: {broken.Path ?? "$"} at line {broken.LineNumber + 1} does not fit.");
        }
    }

    /// <summary>Writes a body, as it is sent or, indented, as people read it.</summary>
    public static byte[] Write(UsageBatch batch, bool isIndented = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return JsonSerializer.SerializeToUtf8Bytes(batch, (isIndented ? Indented : BatchWireJson.Default).UsageBatch);
    }

    private static long CountObjects(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var (objects, before) = (0L, JsonTokenType.None);
        while (reader.Read())
        {
            // A null in a list takes a place there like an object. That of a member says that it has no value.
            var isElement = reader.TokenType is JsonTokenType.Null && before is not JsonTokenType.PropertyName;
            objects += isElement || reader.TokenType is JsonTokenType.StartObject ? 1 : 0;
            before = reader.TokenType;
        }

        return objects;
    }

    private static UsageBatchReading Check(UsageBatch batch, int maxRecords)
    {
        if (batch.Version != UsageBatch.CurrentVersion)
        {
            return new(null, $"version {batch.Version} is unknown here; this server knows {UsageBatch.CurrentVersion}.");
        }

        if (batch.ReadAt is null)
        {
            return new(null, "readAt says when the logs were read, in ISO 8601; it is missing or none.");
        }

        if (batch.Hours is null || batch.Hours.Any(static hour => hour?.Calls is null || hour.Calls.Contains(null!)))
        {
            return new(null, "hours and their calls are lists of objects.");
        }

        if (batch.Hours.Any(static hour => hour.Changes is { } changes && changes.Contains(null!)))
        {
            return new(null, "changes of an hour are a list of objects.");
        }

        if (batch.Days is { } days && days.Any(static day => day?.Totals is null || day.Totals.Contains(null!)))
        {
            return new(null, "days and their totals are lists of objects.");
        }

        if (batch.Hours.Sum(static hour => (long)hour.Calls.Count + (hour.Changes?.Count ?? 0)) + (batch.Days?.Sum(static day => (long)day.Totals.Count) ?? 0) > maxRecords)
        {
            return new(null, $"More than {maxRecords} records.", HasTooMany: true);
        }

        if (batch.Days is { } told && (told.Any(static day => day.Day is null) || told.DistinctBy(static day => day.Day).Count() != told.Count))
        {
            return new(null, "Each day is there once, and named: 2026-08-21.");
        }

        var seen = new HashSet<long>();
        return batch.Hours.All(hour => IsWhole(hour.Hour) && seen.Add(hour.Hour!.Value.UtcTicks))
            ? new(batch, null)
            : new(null, "Each hour is there once, and named by its first moment: 2026-11-21T10:00:00Z.");
    }

    private static bool IsWhole(DateTimeOffset? hour) => hour is { } moment && moment.UtcTicks % TimeSpan.TicksPerHour == 0;
}
