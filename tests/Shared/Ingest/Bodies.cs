using System.Globalization;

namespace Claudeonomics.TestShared.Ingest;

/// <summary>Requests of the shapes that real agents send (reference: what was seen on the wire).</summary>
internal static class Bodies
{
    public const string Session = "0b7c1d2e-3f40-4152-8637-48596a7b8c9d";
    public static readonly object[] ClaudeResource =
        ["service.name", "claude-code", "service.version", "2.1.197", "os.type", "linux", "host.arch", "amd64"];

    public static readonly object[] CodexResource = ["service.name", "codex_cli_rs", "service.version", "0.169.0", "env", "dev"];

    public static readonly object[] GeminiResource = ["service.name", "gemini-cli", "service.version", "v24.1.0", "session.id", Session];

    private static readonly object?[] ClaudeStandard =
    [
        "user.id", "5f0a2f1c7d", "session.id", Session, "organization.id", "dc9f6c26-0000-4000-8000-000000000001",
        "user.account_uuid", "7d1c0000-0000-4000-8000-000000000002", "user.account_id", "user_01AbCdEfGhIjKlMnOpQrStUv",
        "user.email", "dev@corp.example", "terminal.type", "xterm-256color", "app.version", "2.1.197",
        "department", "engineering", "team.id", "platform",
    ];

    public static readonly object?[] ClaudeCall =
    [
        "model", "claude-opus-4-6", "input_tokens", 12, "output_tokens", 100, "cache_read_tokens", 15000,
        "cache_creation_tokens", 3400, "cost_usd", 0.03281, "cost_usd_micros", 32810, "duration_ms", 1520,
        "request_id", "req_011CVabc", "speed", "normal", "query_source", "repl_main_thread",
    ];

    /// <summary>A Claude Code event with the attributes that every one has.</summary>
    public static OtlpNode ClaudeEvent(string name, DateTimeOffset at, int sequence, params object?[] attributes) =>
        Otlp.Log(at, "claude_code." + name,
        [
            .. ClaudeStandard, "event.name", name, "event.timestamp", at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            "event.sequence", sequence, "prompt.id", "5c1e0000-0000-4000-8000-000000000003", .. attributes,
        ]);

    public static OtlpNode ClaudeLogs(params OtlpNode[] records) =>
        Otlp.Logs(ClaudeResource, "com.anthropic.claude_code.events", records);

    public static OtlpNode ClaudeMetrics(params OtlpNode[] metrics) =>
        Otlp.Metrics(ClaudeResource, "com.anthropic.claude_code", metrics);

    public static OtlpNode CodexEvent(string name, DateTimeOffset at, params object?[] attributes) => Otlp.Log(null, null,
    [
        "event.name", name, "event.timestamp", at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        "conversation.id", "0199c0de-0000-7000-8000-000000000001", "app.version", "0.169.0", "auth_mode", "ApiKey",
        "originator", "codex_cli_rs", "terminal.type", "dumb", "model", "gpt-5.6-codex", "slug", "gpt-5.6-codex", .. attributes,
    ]).Add(12, "eventName", NodeKind.Text, "event otel/src/events/session_telemetry.rs:812");

    public static OtlpNode CodexLogs(params OtlpNode[] records) => Otlp.Logs(CodexResource, "", records);

    public static OtlpNode GeminiEvent(string name, DateTimeOffset at, params object?[] attributes) =>
        Otlp.Log(at, $"A sentence about {name}.",
        [
            "session.id", Session, "installation.id", "6a1b0000-0000-4000-8000-000000000004", "interactive", false,
            "event.name", name, "event.timestamp", at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), .. attributes,
        ]);

    public static OtlpNode GeminiLogs(params OtlpNode[] records) => Otlp.Logs(GeminiResource, "gemini-cli", records);

    /// <summary>A turn of Claude Code: one call to one tool result to one decision, and a prompt to every third.</summary>
    public static OtlpNode[] ClaudeTurns(int records, DateTimeOffset first, int seed = 0)
    {
        var made = new OtlpNode[records];
        for (var i = 0; i < records; i++)
        {
            var at = first.AddMilliseconds(i * 40);
            var use = $"toolu_{seed:x8}{i:x8}";
            made[i] = (i % 10) switch
            {
                0 or 3 or 6 => ClaudeEvent("api_request", at, i,
                    "model", "claude-opus-4-6", "input_tokens", 12 + (i % 7), "output_tokens", 100 + i, "cache_read_tokens", 15000 + (i * 31),
                    "cache_creation_tokens", 3400 + i, "cost_usd", 0.03281, "cost_usd_micros", 32810, "duration_ms", 1520 + i,
                    "request_id", $"req_011CV{seed:x8}{i:x8}", "client_request_id", $"6a1b{seed:x8}-0000-4000-8000-{i:x12}",
                    "speed", "normal", "query_source", "repl_main_thread", "effort", "high", "ttft_ms", 400),
                1 or 4 or 7 => ClaudeEvent("tool_result", at, i,
                    "tool_name", "Bash", "tool_use_id", use, "success", "true", "duration_ms", 31, "decision_source", "config",
                    "decision_type", "accept", "tool_input_size_bytes", 210, "tool_result_size_bytes", 4100, "query_source", "repl_main_thread"),
                2 or 5 or 8 => ClaudeEvent("tool_decision", at, i,
                    "tool_name", i % 2 == 0 ? "Edit" : "Bash", "tool_use_id", use, "decision", "accept", "source", "config",
                    "tool_source", "builtin", "query_source", "repl_main_thread", "effort", "high"),
                _ => ClaudeEvent("user_prompt", at, i, "prompt_length", 42, "message.uuid", $"8c1e{seed:x8}-{i:x4}", "command_name", "none"),
            };
        }

        return made;
    }
}
