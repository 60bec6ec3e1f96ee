using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Agents.Recording;

/// <summary>Takes out of a recording what is about the machine it was made on or is somebody else's text, and keeps its shape.</summary>
/// <param name="replacements">What to find in any text, and what to put in its place; longer ones first.</param>
internal sealed class FixtureScrubber(IReadOnlyList<(string Find, string Put)> replacements)
{
    // Long values are the agents' own system prompts and tool descriptions.
    private const int LongestText = 240;

    // Unrelated series and spans of one name say the same thing again: Codex sends 600 kB of them for one turn.
    private const int MostOfOneKind = 2;
    private const int MostUnrelated = 24;
    private const int LargestUnrelated = 2_000;

    private static readonly Dictionary<string, string> Fakes = new()
    {
        ["user.id"] = "5f1d7a84db00d2fce00b31a7fc73224f5f1d7a84db00d2fce00b31a7fc73224f",
        ["installation.id"] = "7d4f6c4a-52a7-4b7e-9c0e-0d5b7f1f2a10",
        ["host.name"] = "dev-host",
        ["host.id"] = "5f1d7a84db00d2fce00b31a7fc73224f",
        ["process.owner"] = "dev",
        ["os.version"] = "6.1.0",
        ["os_release"] = "6.1.0",
    };

    public void Scrub(JsonObject message)
    {
        Trim(message);
        ScrubTexts(message, key: null);
    }

    private void ScrubTexts(JsonNode? node, string? key)
    {
        switch (node)
        {
            case JsonObject entry:
                key = entry["key"] is JsonValue name ? (string?)name : key;
                foreach (var (property, value) in entry.ToList())
                {
                    if (value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String)
                    {
                        entry[property] = Clean((string)text!, property == "stringValue" ? key : null);
                    }
                    else
                    {
                        ScrubTexts(value, key);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ScrubTexts(item, key);
                }

                break;
        }
    }

    private string Clean(string text, string? key)
    {
        if (key is not null && Fakes.TryGetValue(key, out var fake))
        {
            return fake;
        }

        var cleaned = replacements.Aggregate(text, (current, pair) =>
            current.Replace(pair.Find, pair.Put, StringComparison.Ordinal));
        return cleaned.Length > LongestText ? $"[{cleaned.Length} characters]" : cleaned;
    }

    private static void Trim(JsonObject message)
    {
        foreach (var scope in Each(message, "resourceLogs", "resourceMetrics", "resourceSpans")
            .SelectMany(resource => Each(resource, "scopeLogs", "scopeMetrics", "scopeSpans")))
        {
            Keep(scope, "logRecords", Name);
            Keep(scope, "spans", Name);
            foreach (var data in Each(scope, "metrics").SelectMany(metric => Each(metric, "sum", "histogram", "gauge")))
            {
                // Points of one metric are its series.
                var name = (string?)data.Parent?["name"] ?? "";
                Keep(data, "dataPoints", _ => name);
            }

            Keep(scope, "metrics", Name);
        }
    }

    // What speaks of tokens is what the recordings are for: all of it stays.
    private static void Keep(JsonObject parent, string property, Func<JsonObject, string> nameOf)
    {
        if (parent[property] is not JsonArray items)
        {
            return;
        }

        var seen = new Dictionary<string, int>();
        var unrelated = 0;
        foreach (var item in items.OfType<JsonObject>().ToList())
        {
            var name = nameOf(item);
            if (name.Contains("token", StringComparison.Ordinal) || SpeaksOfTokens(item))
            {
                continue;
            }

            seen[name] = seen.GetValueOrDefault(name) + 1;
            if (seen[name] > MostOfOneKind || ++unrelated > MostUnrelated || item.ToJsonString().Length > LargestUnrelated)
            {
                items.Remove(item);
            }
        }
    }

    private static bool SpeaksOfTokens(JsonObject item) => Each(item, "attributes").Any(attribute =>
        (string?)attribute["key"] is { } key
        && (key.Contains("token", StringComparison.Ordinal) || key.Contains("usage", StringComparison.Ordinal)));

    // Codex names its records by an attribute, and tells its many stream events apart by another.
    private static string Name(JsonObject record) => string.Join('/', Each(record, "attributes")
        .Where(attribute => (string?)attribute["key"] is "event.name" or "event.kind")
        .Select(attribute => (string?)attribute["value"]?["stringValue"])
        .Prepend((string?)record["name"]));

    private static IEnumerable<JsonObject> Each(JsonObject parent, params string[] properties) => properties.SelectMany(
        property => parent[property] switch
        {
            JsonArray items => items.OfType<JsonObject>(),
            JsonObject item => [item],
            _ => [],
        });
}
