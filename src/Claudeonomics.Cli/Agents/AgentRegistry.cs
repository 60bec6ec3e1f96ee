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
        new Amp.AmpAgent(),
        new Droid.DroidAgent(),
        new Cline.ClineAgent(),
        new Cline.RooCodeAgent(),
        new Cline.KiloCodeAgent(),
        new Kimi.KimiAgent(),
        new Pi.PiAgent("pi", "Pi", "PI", ".pi/agent/sessions"),
        new Pi.PiAgent("oh-my-pi", "Oh My Pi", "OMP", ".omp/agent/sessions"),
        new Pi.PiAgent("senpi", "Senpi", "SENPI", ".senpi/agent/sessions", ".omo/agent/sessions", ".omo/senpi-task/children"),
        new Pi.PiAgent("kimchi", "Kimchi", "KIMCHI", ".config/kimchi/harness/sessions"),
        new Pi.PiAgent("prime-agent", "Prime Agent", "PRIME", ".prime/agent/sessions", ".prime/agent/session-artifacts"),
        new Pi.PiAgent("gajae-code", "Gajae-Code", "GJC", ".gjc/agent/sessions"),
    ];
}
