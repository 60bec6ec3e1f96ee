using System.Runtime.InteropServices;
using Claudeonomics.TestShared;

namespace Claudeonomics.IntegrationTests.Agents.Running;

/// <summary>The agents that <c>./test.sh</c> installs into tests/agents/node_modules, by their launchers.</summary>
internal static class AgentInstall
{
    private static readonly string Architecture =
        RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";

    /// <summary>The npm package with the native program: the wrapper that npm links needs an install script, which is not run.</summary>
    public static AgentCommand ClaudeCode => Native($"@anthropic-ai/claude-code-linux-{Architecture}", "claude");

    public static AgentCommand CopilotCli => Native($"@github/copilot-linux-{Architecture}", "copilot");

    public static AgentCommand Codex => OnNode("@openai/codex", "bin/codex.js");

    public static AgentCommand GeminiCli => OnNode("@google/gemini-cli", "bundle/gemini.js");

    public static AgentCommand QwenCode => OnNode("@qwen-code/qwen-code", "cli.js");

    public static AgentCommand OpenCode => Native($"opencode-linux-{Architecture}", "bin/opencode");

    private static AgentCommand Native(string package, string file) => new(Existing(package, file), []);

    private static AgentCommand OnNode(string package, string file) => new("node", [Existing(package, file)]);

    private static string Existing(string package, string file)
    {
        var path = Repository.PathTo("tests", "agents", "node_modules", package, file);
        if (!File.Exists(path))
        {
            RealPart.Missing($"The agent {package} is not installed: run `npm install --no-save --ignore-scripts` in tests/agents, or ./test.sh.");
        }

        return path;
    }
}

/// <summary>A program and what stands in front of its own arguments.</summary>
internal sealed record AgentCommand(string Program, IReadOnlyList<string> Prefix);
