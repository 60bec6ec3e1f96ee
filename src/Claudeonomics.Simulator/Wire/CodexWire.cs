using Claudeonomics.Simulator.Activity;
using static Claudeonomics.Simulator.Wire.OtlpFields;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Codex's bodies, as version 0.169.0 was recorded: no time of the record's own, counts as text, and an empty
/// <c>response.completed</c> before the one with counts.</summary>
internal static class CodexWire
{
    private const int Info = 9;

    private static ReadOnlySpan<byte> Version => "0.169.0"u8;

    public static void WriteLogs(ProtoWriter w, in Export export, Installation installation)
    {
        var resources = w.Open(Resources);
        var resource = w.Open(Resource);
        w.Attribute(ResourceAttributes, "service.name"u8, Originator(export));
        w.Attribute(ResourceAttributes, "service.version"u8, Version);
        w.Attribute(ResourceAttributes, "env"u8, "prod"u8);
        w.Close(resource);
        var scopes = w.Open(Scopes);
        var scope = w.Open(Scope);
        w.Text(ScopeName, "codex_otel.log_only"u8);
        w.Close(scope);
        foreach (ref readonly var act in export.Acts)
        {
            WriteAct(w, export, act, installation);
        }

        w.Close(scopes);
        w.Close(resources);
    }

    private static void WriteAct(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        if (act.Kind is ActKind.Call)
        {
            var empty = Begin(w, "codex.sse_event"u8, act);
            w.Attribute(attributes, "event.kind"u8, "response.completed"u8);
            w.Digits(attributes, "duration_ms"u8, act.DurationMs);
            End(w, empty, export, act, installation);
        }

        var record = Begin(w, EventName(act.Kind), act);
        switch (act.Kind)
        {
            case ActKind.Prompt:
                w.Digits(attributes, "prompt_length"u8, 33);
                w.Attribute(attributes, "prompt"u8, "[REDACTED]"u8);
                break;
            case ActKind.Call:
                var input = (long)act.UncachedInput + act.CacheRead + act.CacheWrite;
                w.Attribute(attributes, "event.kind"u8, "response.completed"u8);
                w.Digits(attributes, "input_token_count"u8, input);
                w.Digits(attributes, "output_token_count"u8, act.Output);
                w.Attribute(attributes, "cached_token_count"u8, act.CacheRead);
                w.Attribute(attributes, "cache_write_token_count"u8, act.CacheWrite);
                w.Attribute(attributes, "reasoning_token_count"u8, act.Reasoning);
                w.Digits(attributes, "tool_token_count"u8, input + act.Output);
                break;
            case ActKind.Decision:
                w.Attribute(attributes, "tool_name"u8, WireNames.CodexTool(act.Tool));
                w.Attribute(attributes, "call_id"u8, WireIds.WriteCodexCall(act.Id, text));
                w.Attribute(attributes, "decision"u8, act.Decider is Decider.PersonAgainst ? "denied"u8 : "approved"u8);
                w.Attribute(attributes, "source"u8, act.Decider is Decider.Setting ? "Config"u8 : "User"u8);
                break;
            case ActKind.ToolResult:
                w.Attribute(attributes, "tool_name"u8, WireNames.CodexTool(act.Tool));
                w.Attribute(attributes, "call_id"u8, WireIds.WriteCodexCall(act.Id, text));
                w.Digits(attributes, "duration_ms"u8, act.DurationMs);
                w.Attribute(attributes, "success"u8, "true"u8);
                break;
            case ActKind.Error:
                w.Digits(attributes, "duration_ms"u8, act.DurationMs);
                w.Digits(attributes, "http.response.status_code"u8, act.Status);
                w.Digits(attributes, "attempt"u8, act.Attempt);
                break;
        }

        End(w, record, export, act, installation);
    }

    private static int Begin(ProtoWriter w, ReadOnlySpan<byte> name, in Act act)
    {
        var record = w.Open(Items);
        w.Fixed64(LogRecord.ObservedTime, WireClock.Nanoseconds(act.AtUnixMs));
        w.Integer(LogRecord.SeverityNumber, Info);
        w.Text(LogRecord.SeverityText, "INFO"u8);
        w.Attribute(LogRecord.Attributes, "event.name"u8, name);
        return record;
    }

    private static void End(ProtoWriter w, int record, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        w.Attribute(attributes, "event.timestamp"u8, WireClock.WriteIso(act.AtUnixMs, text));
        w.Attribute(attributes, "conversation.id"u8, WireIds.WriteConversation(export.Conversation, text));
        w.Attribute(attributes, "app.version"u8, Version);
        w.Attribute(attributes, "auth_mode"u8, "Chatgpt"u8);
        w.Attribute(attributes, "originator"u8, Originator(export));
        w.Attribute(attributes, "user.account_id"u8, installation.AccountUuid);
        w.Attribute(attributes, "user.email"u8, installation.Email);
        w.Attribute(attributes, "terminal.type"u8, export.IsAttended ? "xterm-256color"u8 : "dumb"u8);
        w.Attribute(attributes, "model"u8, act.Origin.Model);
        w.Attribute(attributes, "slug"u8, act.Origin.Model);
        w.Close(record);
    }

    // A run by a script is codex_exec.
    private static ReadOnlySpan<byte> Originator(in Export export) => export.IsAttended ? "codex_cli_rs"u8 : "codex_exec"u8;

    private static ReadOnlySpan<byte> EventName(ActKind kind) => kind switch
    {
        ActKind.Prompt => "codex.user_prompt"u8,
        ActKind.Call => "codex.sse_event"u8,
        ActKind.Decision => "codex.tool_decision"u8,
        ActKind.ToolResult => "codex.tool_result"u8,
        _ => "codex.api_request"u8,
    };
}
