using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Claudeonomics.Server.Web.Connect;

/// <summary>A settings file that points one agent here.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Places">Where the file lives, by system.</param>
/// <param name="Text">To be put there, or merged into what is there.</param>
/// <param name="Note">What one should know about this agent.</param>
public sealed record AgentSettings(string Agent, IReadOnlyList<(string System, string Path)> Places, string Text, string Note)
{
    // Settings files are read by people, and a slash in an address needs no escape.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For one person: files in their home directory, and a key of their own.</summary>
    /// <param name="server">Without a slash at the end.</param>
    public static IReadOnlyList<AgentSettings> ForOne(string server, string key) =>
    [
        new("Claude Code", [("every system", "~/.claude/settings.json")], ClaudeCode(server, key),
            "It reports every five seconds. Prompts and answers stay on your machine: it sends counts, and we could not keep more."),
        new("Codex", [("every system", "~/.codex/config.toml")], Codex(server, key),
            "Codex posts to the address exactly as it stands, so the path belongs to it."),
        new("Gemini CLI", [("every system", "~/.gemini/settings.json")], GeminiCli(server, key),
            "Gemini CLI has no setting for a header, so the key is part of the address. It can write, and do nothing else."),
    ];

    /// <summary>For a fleet: files that an administrator hands out, and one shared key. Who it is, is what each agent says.</summary>
    public static IReadOnlyList<AgentSettings> ForFleet(string server, string key) =>
    [
        new("Claude Code",
            [
                ("macOS", "/Library/Application Support/ClaudeCode/managed-settings.d/10-telemetry.json"),
                ("Linux and WSL", "/etc/claude-code/managed-settings.d/10-telemetry.json"),
                ("Windows", "C:\\Program Files\\ClaudeCode\\managed-settings.d\\10-telemetry.json"),
            ],
            ClaudeCode(server, key),
            "It names people only when they sign in with an account. With API keys, Bedrock, Vertex or Foundry, add \"OTEL_RESOURCE_ATTRIBUTES\": \"enduser.id=NAME@COMPANY\" on each machine, or give each person a key of their own."),
        new("Codex",
            [("macOS and Linux", "/etc/codex/managed_config.toml"), ("Windows", "~/.codex/managed_config.toml")],
            Codex(server, key),
            "It names people who sign in with ChatGPT."),
        new("Gemini CLI",
            [("Linux", "/etc/gemini-cli/settings.json"), ("macOS", "/Library/Application Support/GeminiCli/settings.json"), ("Windows", "C:\\ProgramData\\gemini-cli\\settings.json")],
            GeminiCli(server, key),
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

    private static string GeminiCli(string server, string key) => new JsonObject
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
}
