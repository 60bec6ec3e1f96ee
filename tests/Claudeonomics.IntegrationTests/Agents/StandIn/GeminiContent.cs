using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Claudeonomics.IntegrationTests.Agents.StandIn;

/// <summary>Gemini's <c>generateContent</c> and <c>streamGenerateContent</c>.</summary>
internal static class GeminiContent
{
    public static void Map(IEndpointRouteBuilder app, ModelApiStandIn standIn) =>
        // The route's last part is "gemini-3-pro:streamGenerateContent".
        app.MapPost("/v1beta/models/{target}", (HttpContext context, string target) => AnswerAsync(context, target, standIn));

    private static async Task AnswerAsync(HttpContext context, string target, ModelApiStandIn standIn)
    {
        var request = await standIn.ReadAsync(context);
        var colon = target.LastIndexOf(':');
        var (model, method) = (target[..Math.Max(colon, 0)], target[(colon + 1)..]);
        if (request is null || method is not ("generateContent" or "streamGenerateContent"))
        {
            context.Response.StatusCode = method == "countTokens" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(new JsonObject { ["totalTokens"] = 100 });
            return;
        }

        var (step, call) = standIn.Answer("gcp.gemini", model, conversation: null, "", "",
            isMainThread: request["tools"] is JsonArray { Count: > 0 });
        var answer = Answer(step, call);
        if (method == "streamGenerateContent")
        {
            ServerSentEvents.Begin(context.Response);
            await ServerSentEvents.WriteAsync(context.Response, answer);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(answer);
        }
    }

    private static JsonObject Answer(Step step, HandedOut call) => new()
    {
        ["candidates"] = new JsonArray(new JsonObject
        {
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(Part(step.Act)) },
            ["finishReason"] = "STOP",
            ["index"] = 0,
        }),
        ["usageMetadata"] = Usage(step),
        ["modelVersion"] = call.Model,
        ["responseId"] = call.ResponseId,
    };

    // Thoughts are beside the candidates, tool prompts beside the prompt; the cached part is inside the prompt.
    private static JsonObject Usage(Step step) => new()
    {
        ["promptTokenCount"] = step.Usage.ContextTokens - step.ToolInputTokens,
        ["cachedContentTokenCount"] = step.Usage.CacheReadTokens,
        ["toolUsePromptTokenCount"] = step.ToolInputTokens,
        ["candidatesTokenCount"] = step.Usage.OutputTokens - step.Usage.ReasoningTokens,
        ["thoughtsTokenCount"] = step.Usage.ReasoningTokens,
        ["totalTokenCount"] = step.Usage.TotalTokens,
    };

    private static JsonObject Part(Act act) => act switch
    {
        Act.Say say => new() { ["text"] = say.Text },
        Act.WriteFile write => FunctionCall("write_file", new() { ["file_path"] = write.Name, ["content"] = write.Text }),
        Act.RunShell shell => FunctionCall("run_shell_command", new() { ["command"] = shell.Command }),
        _ => throw new InvalidOperationException($"No tool for {act}"),
    };

    private static JsonObject FunctionCall(string name, JsonObject arguments) => new()
    {
        ["functionCall"] = new JsonObject { ["name"] = name, ["args"] = arguments },
    };
}
