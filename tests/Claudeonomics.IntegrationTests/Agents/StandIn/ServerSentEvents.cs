using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

internal static class ServerSentEvents
{
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Writes one event that names its type twice, as Anthropic and OpenAI do: on the event line and in the data.</summary>
    public static Task WriteTypedAsync(HttpResponse response, JsonObject data) =>
        response.WriteAsync($"event: {(string)data["type"]!}\ndata: {data.ToJsonString()}\n\n");

    public static Task WriteAsync(HttpResponse response, JsonObject data) =>
        response.WriteAsync($"data: {data.ToJsonString()}\n\n");
}
