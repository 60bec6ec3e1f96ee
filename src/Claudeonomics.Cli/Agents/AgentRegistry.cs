namespace Claudeonomics.Cli.Agents;

/// <summary>All agents, a line each, in the order in which they are listed.</summary>
public static class AgentRegistry
{
    public static IReadOnlyList<Agent> All { get; } =
    [
        new ClaudeCode.ClaudeCodeAgent(),
        new Codex.CodexAgent(),
        new GeminiCli.GeminiCliAgent(),
        new OpenCode.OpenCodeAgent(),
        new Kilo.KiloAgent(),
        new MiMoCode.MiMoCodeAgent(),
        new QwenCode.QwenCodeAgent(),
        new Copilot.CopilotAgent(),
    ];
}
