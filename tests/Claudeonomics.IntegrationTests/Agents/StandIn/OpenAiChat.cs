using System.Text.Json.Nodes;
using Claudeonomics.Core.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>OpenAI's <c>POST /v1/chat/completions</c>, streamed and not, as Qwen Code, Copilot CLI and OpenCode use it.</summary>
internal static class OpenAiChat
{
    public static void Map(IEndpointRouteBuilder app, ModelApiStandIn standIn) =>
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, standIn));

    private static async Task AnswerAsync(HttpContext context, ModelApiStandIn standIn)
    {
        var request = await standIn.ReadAsync(context);
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var tools = ((request["tools"] as JsonArray) ?? [])
            .Select(tool => (string?)tool?["function"]?["name"]).OfType<string>().ToHashSet();
        var (step, call) = standIn.Answer("openai", (string)request["model"]!, (string?)request["metadata"]?["sessionId"],
            "req_", "chatcmpl-", isMainThread: tools.Count > 0);
        context.Response.Headers["x-request-id"] = call.RequestId;
        var message = Message(step.Act, call, tools);
        var finish = step.Act is Act.Say ? "stop" : "tool_calls";
        if (request["stream"]?.GetValue<bool>() is true)
        {
            ServerSentEvents.Begin(context.Response);
            await ServerSentEvents.WriteAsync(context.Response, Chunk(call, "delta", message, null, null));
            await ServerSentEvents.WriteAsync(context.Response, Chunk(call, "delta", [], finish, null));
            await ServerSentEvents.WriteAsync(context.Response, Chunk(call, "delta", null, null, Usage(call.Usage)));
            await context.Response.WriteAsync("data: [DONE]\n\n");
        }
        else
        {
            await context.Response.WriteAsJsonAsync(Chunk(call, "message", message, finish, Usage(call.Usage)));
        }
    }

    private static JsonObject Chunk(HandedOut call, string part, JsonObject? content, string? finish, JsonObject? usage) => new()
    {
        ["id"] = call.ResponseId,
        ["object"] = part == "delta" ? "chat.completion.chunk" : "chat.completion",
        ["created"] = call.At.ToUnixTimeSeconds(),
        ["model"] = call.Model,
        ["choices"] = content is null
            ? new JsonArray()
            : new JsonArray(new JsonObject { ["index"] = 0, [part] = content, ["finish_reason"] = finish }),
        ["usage"] = usage,
    };

    private static JsonObject Usage(TokenUsage usage) => new()
    {
        ["prompt_tokens"] = usage.ContextTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.TotalTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheReadTokens },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
    };

    private static JsonObject Message(Act act, HandedOut call, HashSet<string> tools) => act switch
    {
        Act.Say say => new() { ["role"] = "assistant", ["content"] = say.Text },
        // Copilot names its tools "create" and "bash", OpenCode "write" and "bash", Qwen Code "write_file" and "run_shell_command".
        Act.WriteFile write => tools.Contains("create")
            ? ToolCall(call, "create", new() { ["path"] = write.Name, ["file_text"] = write.Text })
            : tools.Contains("write")
            ? ToolCall(call, "write", new() { ["filePath"] = write.Name, ["content"] = write.Text })
            : ToolCall(call, "write_file", new() { ["file_path"] = write.Name, ["content"] = write.Text }),
        Act.RunShell shell => tools.Contains("bash")
            ? ToolCall(call, "bash", new() { ["command"] = shell.Command, ["description"] = "Run it" })
            : ToolCall(call, "run_shell_command", new() { ["command"] = shell.Command, ["is_background"] = false }),
        _ => throw new InvalidOperationException($"No tool for {act}"),
    };

    private static JsonObject ToolCall(HandedOut call, string name, JsonObject arguments) => new()
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["id"] = "call_" + call.ResponseId[9..],
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments.ToJsonString() },
        }),
    };
}
