using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudeonomics.Core.Telemetry;

/// <summary>A settings file that points one agent at a server.</summary>
/// <param name="Agent">Its name, for people.</param>
/// <param name="Id">Its name in reports, such as <c>claude-code</c>. Two surfaces of one agent may have settings of their own.</param>
/// <param name="Places">Where the file lives, by system.</param>
/// <param name="Text">To be put there, or merged into what is there.</param>
/// <param name="Note">What one should know about this agent.</param>
public sealed record AgentSettings(string Agent, string Id, IReadOnlyList<(string System, string Path)> Places, string Text, string Note)
{
    // Settings files are read by people, and a slash in an address needs no escape.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For one person: files in their home directory, and a key of their own.</summary>
    /// <param name="server">Without a slash at the end.</param>
    public static IReadOnlyList<AgentSettings> ForOne(string server, string key) =>
    [
        new("Claude Code", "claude-code", [("every system", "~/.claude/settings.json")], ClaudeCode(server, key),
            "It reports every five seconds. Prompts and answers stay on your machine: it sends counts, and we could not keep more."),
        new("Codex", "codex", [("every system", "~/.codex/config.toml")], Codex(server, key),
            "Codex posts to the address exactly as it stands, so the path belongs to it."),
        new("Gemini CLI", "gemini-cli", [("every system", "~/.gemini/settings.json")], Gemini(server, key),
            "Gemini CLI has no setting for a header, so the key is part of the address. It can write, and do nothing else."),
        new("Qwen Code", "qwen-code", [("every system", "~/.qwen/settings.json")], Gemini(server, key),
            "As with Gemini CLI, the key is part of the address."),
        new("Copilot CLI", "github-copilot", [("bash", "~/.bashrc"), ("zsh", "~/.zshrc")], CopilotCli(server, key),
            "Copilot CLI listens to variables only. Set for it alone, they point no other program here."),
        new("Copilot in VS Code", "github-copilot",
            [
                ("Linux", "~/.config/Code/User/settings.json"),
                ("macOS", "~/Library/Application Support/Code/User/settings.json"),
                ("Windows", "%APPDATA%\\Code\\User\\settings.json"),
            ],
            CopilotInCode(server, key),
            "VS Code has no setting for a header, so the key is part of the address. Reload the window afterwards."),
    ];

    /// <summary>For a fleet: files that an administrator hands out, and one shared key. Who it is, is what each agent says.</summary>
    public static IReadOnlyList<AgentSettings> ForFleet(string server, string key) =>
    [
        new("Claude Code", "claude-code",
            [
                ("macOS", "/Library/Application Support/ClaudeCode/managed-settings.d/10-telemetry.json"),
                ("Linux and WSL", "/etc/claude-code/managed-settings.d/10-telemetry.json"),
                ("Windows", "C:\\Program Files\\ClaudeCode\\managed-settings.d\\10-telemetry.json"),
            ],
            ClaudeCode(server, key),
            "It names people only when they sign in with an account. With API keys, Bedrock, Vertex or Foundry, add \"OTEL_RESOURCE_ATTRIBUTES\": \"enduser.id=NAME@COMPANY\" on each machine, or give each person a key of their own."),
        new("Codex", "codex",
            [("macOS and Linux", "/etc/codex/managed_config.toml"), ("Windows", "~/.codex/managed_config.toml")],
            Codex(server, key),
            "It names people who sign in with ChatGPT."),
        new("Gemini CLI", "gemini-cli",
            [("Linux", "/etc/gemini-cli/settings.json"), ("macOS", "/Library/Application Support/GeminiCli/settings.json"), ("Windows", "C:\\ProgramData\\gemini-cli\\settings.json")],
            Gemini(server, key),
            "It names people who sign in with Google."),
    ];

    private static string ClaudeCode(string server, string key) => new JsonObject
    {
        ["env"] = new JsonObject
        {
            ["CLAUDE_CODE_ENABLE_TELEMETRY"] = "1",
            ["OTEL_METRICS_EXPORTER"] = "otlp",
            ["OTEL_LOGS_EXPORTER"] = "otlp",
            // Tells a script's prompt from a person's: without it "claude -p" looks like somebody at the keyboard.
            ["OTEL_METRICS_INCLUDE_ENTRYPOINT"] = "true",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = server,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"Authorization=Bearer {key}",
        },
    }.ToJsonString(Readable);

    private static string Codex(string server, string key) => $$"""
        [otel]
        log_user_prompt = false
        trace_exporter = "none"

        [otel.exporter.otlp-http]
        endpoint = "{{server}}/v1/logs"
        protocol = "binary"
        headers = { "Authorization" = "Bearer {{key}}" }
        """;

    private static string Gemini(string server, string key) => new JsonObject
    {
        ["telemetry"] = new JsonObject
        {
            ["enabled"] = true,
            ["target"] = "local",
            ["otlpProtocol"] = "http",
            ["otlpEndpoint"] = $"{server}/k/{key}",
            ["logPrompts"] = false,
        },
    }.ToJsonString(Readable);

    private static string CopilotCli(string server, string key) =>
        $"alias copilot='COPILOT_OTEL_ENABLED=true OTEL_EXPORTER_OTLP_ENDPOINT={server} OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer {key}\" copilot'";

    private static string CopilotInCode(string server, string key) => new JsonObject
    {
        ["github.copilot.chat.otel.enabled"] = true,
        ["github.copilot.chat.otel.exporterType"] = "otlp-http",
        ["github.copilot.chat.otel.otlpEndpoint"] = $"{server}/k/{key}",
        ["github.copilot.chat.otel.captureContent"] = false,
    }.ToJsonString(Readable);
}
