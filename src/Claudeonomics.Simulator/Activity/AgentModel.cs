using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Activity;

/// <summary>A coding agent, each with telemetry of its own shape.</summary>
public enum AgentKind : byte
{
    ClaudeCode = 0,
    Codex = 1,
    GeminiCli = 2,

    /// <summary>Any agent that reports calls as spans by the GenAI conventions.</summary>
    OpenCode = 3,
}

/// <summary>An agent calling a model, and how often a session uses it.</summary>
/// <param name="Ordinal">Place in <see cref="All"/>; -1 for a model that only helps inside other sessions.</param>
/// <param name="SessionsPerMille">Share of all sessions.</param>
public sealed record AgentModel(int Ordinal, AgentKind Agent, CallOrigin Origin, int SessionsPerMille)
{
    /// <summary>Requests that a Claude Code session sends to its small model: 5% of all tokens over Claude Code's 70%.</summary>
    internal const double HelperShare = 5.0 / 70;

    /// <summary>
    /// Tokens by agent: Claude Code 70%, Codex 15, Gemini CLI 5, others 10. By model: Opus 50%, Sonnet 18, GPT 17, Gemini 8,
    /// Haiku 5, internal 2. Inferred. Claude Code's shares here are what is left of 70% after its helper, scaled back to 70%.
    /// </summary>
    public static IReadOnlyList<AgentModel> All => Catalogue;

    /// <summary>The small model that Claude Code calls for titles, summaries and the like.</summary>
    public static AgentModel Helper { get; } =
        new(-1, AgentKind.ClaudeCode, new("claude-code", "anthropic", "claude-haiku-4-5-20251001"), 0);

    /// <summary>Stands for Claude Code's counters that name no model.</summary>
    internal static CallOrigin NoModel { get; } = new("claude-code", "anthropic", CallOrigin.UnknownModel);

    internal static readonly AgentModel[] Catalogue = List(
        (AgentKind.ClaudeCode, "claude-code", "anthropic", "claude-opus-5-5", 269),
        (AgentKind.ClaudeCode, "claude-code", "anthropic", "claude-opus-4-8", 140),
        (AgentKind.ClaudeCode, "claude-code", "anthropic", "claude-opus-4-6", 108),
        (AgentKind.ClaudeCode, "claude-code", "anthropic", "claude-sonnet-5", 129),
        (AgentKind.ClaudeCode, "claude-code", "anthropic", "claude-sonnet-4-6", 54),
        (AgentKind.Codex, "codex", "openai", "gpt-5.6-sol", 80),
        (AgentKind.Codex, "codex", "openai", "gpt-5.5-codex", 40),
        (AgentKind.Codex, "codex", "openai", "gpt-5.3-codex", 30),
        (AgentKind.GeminiCli, "gemini-cli", "gcp.gemini", "gemini-3.1-pro-preview", 30),
        (AgentKind.GeminiCli, "gemini-cli", "gcp.gemini", "gemini-3.8-flash", 20),
        (AgentKind.OpenCode, "opencode", "anthropic", "claude-opus-4-6", 20),
        (AgentKind.OpenCode, "opencode", "anthropic", "claude-sonnet-4-6", 10),
        (AgentKind.OpenCode, "opencode", "openai", "gpt-5.4", 20),
        (AgentKind.OpenCode, "opencode", "gcp.gemini", "gemini-3.1-pro-preview", 30),
        (AgentKind.OpenCode, "opencode", "internal", "internal-coder-2", 20));

    internal static AgentModel Pick(ref SplitMix64 random)
    {
        var left = random.Below(1000);
        var ordinal = 0;
        while (left >= Catalogue[ordinal].SessionsPerMille)
        {
            left -= Catalogue[ordinal++].SessionsPerMille;
        }

        return Catalogue[ordinal];
    }

    private static AgentModel[] List(
        params (AgentKind Agent, string Name, string Provider, string Model, int Share)[] models) =>
        [.. models.Select((m, ordinal) => new AgentModel(ordinal, m.Agent, new(m.Name, m.Provider, m.Model), m.Share))];
}
