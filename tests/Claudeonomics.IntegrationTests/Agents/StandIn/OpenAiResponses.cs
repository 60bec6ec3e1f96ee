using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>OpenAI's <c>POST /v1/responses</c>, streamed, as Codex uses it.</summary>
internal static class OpenAiResponses
{
    public static void Map(IEndpointRouteBuilder app, ModelApiStandIn standIn) =>
        app.MapPost("/v1/responses", context => AnswerAsync(context, standIn));

    private static async Task AnswerAsync(HttpContext context, ModelApiStandIn standIn)
    {
        var request = await standIn.ReadAsync(context);
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var conversation = Header(context, "session_id") ?? Header(context, "session-id") ?? (string?)request["prompt_cache_key"];
        var (step, call) = standIn.Answer("openai", (string)request["model"]!, conversation, "req_", "resp_",
            isMainThread: request["tools"] is JsonArray { Count: > 0 });
        context.Response.Headers["x-request-id"] = call.RequestId;
        var item = OutputItem(step.Act, call);
        ServerSentEvents.Begin(context.Response);
        await WriteAsync(context.Response, new()
        {
            ["type"] = "response.created", ["response"] = Response(call, "in_progress", [], null),
        });
        await WriteAsync(context.Response, new()
        {
            ["type"] = "response.output_item.added", ["output_index"] = 0, ["item"] = item.DeepClone(),
        });
        await WriteAsync(context.Response, new()
        {
            ["type"] = "response.output_item.done", ["output_index"] = 0, ["item"] = item.DeepClone(),
        });
        await WriteAsync(context.Response, new()
        {
            ["type"] = "response.completed", ["response"] = Response(call, "completed", [item], Usage(call.Usage)),
        });
    }

    private static Task WriteAsync(HttpResponse response, JsonObject data) => ServerSentEvents.WriteTypedAsync(response, data);

    private static string? Header(HttpContext context, string name) =>
        context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    private static JsonObject Response(HandedOut call, string status, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = call.ResponseId,
        ["object"] = "response",
        ["created_at"] = call.At.ToUnixTimeSeconds(),
        ["status"] = status,
        ["model"] = call.Model,
        ["output"] = output,
        ["usage"] = usage,
    };

    private static JsonObject Usage(TokenUsage usage) => new()
    {
        ["input_tokens"] = usage.ContextTokens,
        ["input_tokens_details"] = new JsonObject
        {
            ["cached_tokens"] = usage.CacheReadTokens,
            ["cache_write_tokens"] = usage.CacheWriteTokens,
        },
        ["output_tokens"] = usage.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
        ["total_tokens"] = usage.TotalTokens,
    };

    private static JsonObject OutputItem(Act act, HandedOut call) => act switch
    {
        Act.Say say => new()
        {
            ["type"] = "message",
            ["id"] = "msg_" + call.ResponseId[5..],
            ["role"] = "assistant",
            ["status"] = "completed",
            ["content"] = new JsonArray(new JsonObject
            {
                ["type"] = "output_text", ["text"] = say.Text, ["annotations"] = new JsonArray(),
            }),
        },
        // Codex edits by shell too where no patch tool is offered, and that is all this needs.
        Act.WriteFile write => ShellCall(call, $"printf '%s' '{write.Text}' > {write.Name}"),
        Act.RunShell shell => ShellCall(call, shell.Command),
        _ => throw new InvalidOperationException($"No tool for {act}"),
    };

    private static JsonObject ShellCall(HandedOut call, string command) => new()
    {
        ["type"] = "function_call",
        ["id"] = "fc_" + call.ResponseId[5..],
        ["call_id"] = "call_" + call.ResponseId[5..],
        ["status"] = "completed",
        ["name"] = "exec_command",
        ["arguments"] = new JsonObject { ["cmd"] = command }.ToJsonString(),
    };
}
