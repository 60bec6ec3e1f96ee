using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>One more call, on a model of its own: once it is on the board, so is everything that was acknowledged before.</summary>
internal static class MarkerCall
{
    public const string Model = "marker-model";

    public static TokenUsage Usage { get; } = new(1, 0, 0, 0, 0, 1, 0);

    public static async Task SendAsync(Uri server, string key)
    {
        var now = DateTimeOffset.UtcNow;
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var body = new StringContent(Export(now).ToJsonString(), Encoding.UTF8, "application/json");
        (await client.PostAsync("/v1/logs", body)).EnsureSuccessStatusCode();
    }

    private static JsonObject Export(DateTimeOffset now) => new()
    {
        ["resourceLogs"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Text("service.name", "claude-code")) },
            ["scopeLogs"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "com.anthropic.claude_code.events" },
                ["logRecords"] = new JsonArray(new JsonObject
                {
                    ["timeUnixNano"] = $"{now.ToUnixTimeMilliseconds()}000000",
                    ["body"] = new JsonObject { ["stringValue"] = "claude_code.api_request" },
                    ["attributes"] = new JsonArray(
                        Text("event.name", "api_request"),
                        Text("event.timestamp", now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null)),
                        Text("session.id", Guid.NewGuid().ToString()),
                        Text("model", Model),
                        Text("request_id", $"req_{Guid.NewGuid():N}"),
                        Number("event.sequence", 1),
                        Number("input_tokens", Usage.UncachedInputTokens),
                        Number("output_tokens", Usage.OutputTokens),
                        Number("cache_read_tokens", 0),
                        Number("cache_creation_tokens", 0)),
                }),
            }),
        }),
    };

    private static JsonObject Text(string key, string value) => new()
    {
        ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value },
    };

    private static JsonObject Number(string key, long value) => new()
    {
        ["key"] = key, ["value"] = new JsonObject { ["intValue"] = value },
    };
}
