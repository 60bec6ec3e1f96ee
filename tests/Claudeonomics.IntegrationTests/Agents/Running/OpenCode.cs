using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.StandIn;

namespace Claudeonomics.IntegrationTests.Agents.Running;

internal sealed partial class AgentRun
{
    /// <remarks>OpenCode has no telemetry of its own.</remarks>
    public static Task<AgentRun> OpenCode(ModelApiStandIn api, string model = "gpt-5.4", string? prompt = null)
    {
        var home = new AgentHome();
        home.Write(".config/opencode/opencode.json", new JsonObject
        {
            ["share"] = "disabled",
            ["permission"] = new JsonObject { ["edit"] = "allow", ["bash"] = "allow" },
            ["provider"] = new JsonObject
            {
                ["stand-in"] = new JsonObject
                {
                    ["npm"] = "@ai-sdk/openai-compatible",
                    ["options"] = new JsonObject { ["baseURL"] = $"{api.Address}v1", ["apiKey"] = "not-a-key" },
                    ["models"] = new JsonObject { [model] = new JsonObject() },
                },
            },
        }.ToJsonString());
        return StartAsync(api, home, AgentInstall.OpenCode,
            ["run", "--model", $"stand-in/{model}", "--title", Scenario.Canary, prompt ?? Prompt],
            new Dictionary<string, string> { ["OPENCODE_DISABLE_AUTOUPDATE"] = "1", ["OPENCODE_DISABLE_MODELS_FETCH"] = "1" },
            // OpenCode picks its own id, and shows it with every call.
            () => api.Exchanges.Select(call => call.Headers.GetValueOrDefault("x-session-id")).OfType<string>().FirstOrDefault() ?? "");
    }
}
