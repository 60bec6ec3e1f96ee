using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>Anthropic's <c>POST /v1/messages</c>, streamed and not.</summary>
internal static class AnthropicMessages
{
    public static void Map(IEndpointRouteBuilder app, ModelApiStandIn standIn)
    {
        app.MapPost("/v1/messages", context => AnswerAsync(context, standIn));
        app.MapPost("/v1/messages/count_tokens", async context =>
        {
            await standIn.ReadAsync(context);
            await context.Response.WriteAsJsonAsync(new JsonObject { ["input_tokens"] = 100 });
        });
    }

    private static async Task AnswerAsync(HttpContext context, ModelApiStandIn standIn)
    {
        var request = await standIn.ReadAsync(context);
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Titles and checks are asked without tools; only the main thread and its sub-agents bring theirs.
        var isMainThread = request["tools"] is JsonArray { Count: > 0 };
        var (step, call) = standIn.Answer("anthropic", (string)request["model"]!,
            context.Request.Headers["X-Claude-Code-Session-Id"], "req_", "msg_", isMainThread);
        context.Response.Headers["request-id"] = call.RequestId;
        var block = ContentBlock(step.Act, call);
        var stopReason = step.Act is Act.Say ? "end_turn" : "tool_use";
        if (request["stream"]?.GetValue<bool>() is true)
        {
            await StreamAsync(context.Response, call, block, stopReason);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(Message(call, [block], stopReason, call.Usage.OutputTokens));
        }
    }

    private static async Task StreamAsync(HttpResponse response, HandedOut call, JsonObject block, string stopReason)
    {
        ServerSentEvents.Begin(response);
        await ServerSentEvents.WriteTypedAsync(response, new()
        {
            ["type"] = "message_start",
            ["message"] = Message(call, [], null, outputTokens: 1),
        });
        var (empty, delta) = Opened(block);
        await ServerSentEvents.WriteTypedAsync(response, new()
        {
            ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = empty,
        });
        await ServerSentEvents.WriteTypedAsync(response, new()
        {
            ["type"] = "content_block_delta", ["index"] = 0, ["delta"] = delta,
        });
        await ServerSentEvents.WriteTypedAsync(response, new() { ["type"] = "content_block_stop", ["index"] = 0 });
        await ServerSentEvents.WriteTypedAsync(response, new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = stopReason, ["stop_sequence"] = null },
            ["usage"] = Usage(call.Usage, call.Usage.OutputTokens),
        });
        await ServerSentEvents.WriteTypedAsync(response, new() { ["type"] = "message_stop" });
    }

    private static JsonObject Message(HandedOut call, JsonArray content, string? stopReason, long outputTokens) => new()
    {
        ["id"] = call.ResponseId,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = call.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = Usage(call.Usage, outputTokens),
    };

    private static JsonObject Usage(TokenUsage usage, long outputTokens) => new()
    {
        ["input_tokens"] = usage.UncachedInputTokens,
        ["cache_creation_input_tokens"] = usage.CacheWriteTokens,
        ["cache_read_input_tokens"] = usage.CacheReadTokens,
        ["cache_creation"] = new JsonObject
        {
            ["ephemeral_5m_input_tokens"] = usage.CacheWrite5mTokens,
            ["ephemeral_1h_input_tokens"] = usage.CacheWrite1hTokens,
        },
        ["output_tokens"] = outputTokens,
        ["service_tier"] = "standard",
    };

    private static JsonObject ContentBlock(Act act, HandedOut call) => act switch
    {
        Act.Say say => new() { ["type"] = "text", ["text"] = say.Text },
        Act.WriteFile write => ToolUse(call, "Write", new() { ["file_path"] = write.Name, ["content"] = write.Text }),
        Act.RunShell shell => ToolUse(call, "Bash", new() { ["command"] = shell.Command, ["description"] = "Run it" }),
        Act.Delegate ask => ToolUse(call, "Agent", new()
        {
            ["description"] = "Look for it",
            ["prompt"] = ask.Prompt,
            ["subagent_type"] = "general-purpose",
            ["model"] = ask.Model,
            ["run_in_background"] = false,
        }),
        _ => throw new InvalidOperationException($"No tool for {act}"),
    };

    private static JsonObject ToolUse(HandedOut call, string name, JsonObject input) => new()
    {
        ["type"] = "tool_use", ["id"] = "toolu_" + call.ResponseId[4..], ["name"] = name, ["input"] = input,
    };

    // A stream opens a block empty and fills it by deltas.
    private static (JsonObject Empty, JsonObject Delta) Opened(JsonObject block)
    {
        var empty = (JsonObject)block.DeepClone();
        if (block["input"] is { } input)
        {
            empty["input"] = new JsonObject();
            return (empty, new() { ["type"] = "input_json_delta", ["partial_json"] = input.ToJsonString() });
        }

        empty["text"] = "";
        return (empty, new() { ["type"] = "text_delta", ["text"] = (string)block["text"]! });
    }
}
