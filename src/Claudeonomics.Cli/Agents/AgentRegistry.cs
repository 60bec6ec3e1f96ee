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
        new Goose.GooseAgent(),
        new Zed.ZedAgent(),
        new Hermes.HermesAgent(),
        new OpenClaw.OpenClawAgent(),
        new GrokBuild.GrokBuildAgent(),
        new Devin.DevinAgent(),
        new Mux.MuxAgent(),
        new Junie.JunieAgent(),
        new Augment.AugmentAgent(),
        new Codebuff.CodebuffAgent(),
        new ZCode.ZCodeAgent(),
        new AntigravityCli.AntigravityCliAgent(),
        new Vibe.VibeAgent(),
        new Jcode.JcodeAgent(),
        new CodeBuddy.CodeBuddyAgent("codebuddy", "CodeBuddy", ".codebuddy"),
        new CodeBuddy.CodeBuddyAgent("workbuddy", "WorkBuddy", ".workbuddy"),
        new CherryStudio.CherryStudioAgent(),
        new Reasonix.ReasonixAgent(),
        new Dsh.DshAgent(),
        new Fx.FxAgent(),
        new Pi.PiAgent("pi", "Pi", "PI", ".pi/agent/sessions"),
        new Pi.PiAgent("oh-my-pi", "Oh My Pi", "OMP", ".omp/agent/sessions"),
        new Pi.PiAgent("senpi", "Senpi", "SENPI", ".senpi/agent/sessions", ".omo/agent/sessions", ".omo/senpi-task/children"),
        new Pi.PiAgent("kimchi", "Kimchi", "KIMCHI", ".config/kimchi/harness/sessions"),
        new Pi.PiAgent("prime-agent", "Prime Agent", "PRIME_AGENT", ".prime/agent/sessions", ".prime/agent/session-artifacts"),
        new Pi.PiAgent("gajae-code", "Gajae-Code", "GJC", ".gjc/agent/sessions"),
        new NotCounted.NotCountedAgent(
            "cursor", "Cursor", "Cursor keeps no token counts on this machine. Your company has them in Cursor's Admin API.",
            ".cursor", ".config/Cursor", "Library/Application Support/Cursor", "AppData/Roaming/Cursor"),
        new NotCounted.NotCountedAgent(
            "crush", "Crush", "Crush keeps a session's cost, and of its tokens only those of the last request.",
            ".local/share/crush", "AppData/Local/crush"),
        new NotCounted.NotCountedAgent(
            "kiro", "Kiro", "Kiro keeps no token counts on this machine.", ".kiro", ".config/Kiro", "Library/Application Support/Kiro", "AppData/Roaming/Kiro"),
        new NotCounted.NotCountedAgent("command-code", "Command Code", "Command Code keeps no token counts.", ".commandcode"),
        new NotCounted.NotCountedAgent("freebuff", "Freebuff", "Freebuff keeps no token counts.", ".config/manicode/freebuff", ".config/manicode/freebuff.exe"),
        new NotCounted.NotCountedAgent(
            "trae", "Trae", "Trae keeps no token counts on this machine.", ".trae", ".config/Trae", "Library/Application Support/Trae", "AppData/Roaming/Trae"),
        new NotCounted.NotCountedAgent(
            "warp", "Warp", "Warp keeps no token counts on this machine.",
            ".warp", ".local/state/warp-terminal", "Library/Application Support/dev.warp.Warp-Stable"),
        new NotCounted.NotCountedAgent(
            "antigravity", "Antigravity", "Antigravity tells token counts only while it runs.",
            ".config/Antigravity", "Library/Application Support/Antigravity", "AppData/Roaming/Antigravity"),
    ];
}
