using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using static Claudeonomics.Simulator.Wire.OtlpFields;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Claude Code's bodies, as version 2.1.197 was recorded, with the attributes that a signed-in user adds.</summary>
internal static class ClaudeCodeWire
{
    private static ReadOnlySpan<byte> Version => "2.1.197"u8;

    public static void WriteLogs(ProtoWriter w, in Export export, Installation installation)
    {
        var opened = Begin(w, "com.anthropic.claude_code.events"u8);
        foreach (ref readonly var act in export.Acts)
        {
            WriteRecord(w, export, act, installation);
        }

        End(w, opened);
    }

    public static void WriteMetrics(ProtoWriter w, in Export export, Installation installation)
    {
        var opened = Begin(w, "com.anthropic.claude_code"u8);
        var acts = export.Acts;
        for (var i = 0; i < acts.Length;)
        {
            // Points of one metric lie next to each other.
            var first = acts[i].Measure;
            var metric = w.Open(Items);
            w.Text(Metric.Name, MetricName(first));
            w.Text(Metric.Unit, Unit(first));
            var sum = w.Open(Metric.Sum);
            w.Integer(Metric.SumTemporality, (long)Temporality.Delta);
            w.Integer(Metric.SumIsMonotonic, 1);
            while (i < acts.Length && MetricName(acts[i].Measure).SequenceEqual(MetricName(first)))
            {
                WritePoint(w, export, acts[i++], installation);
            }

            w.Close(sum);
            w.Close(metric);
        }

        End(w, opened);
    }

    private static (int Resource, int Scope) Begin(ProtoWriter w, ReadOnlySpan<byte> scopeName)
    {
        var resources = w.Open(Resources);
        var resource = w.Open(Resource);
        w.Attribute(ResourceAttributes, "host.arch"u8, "amd64"u8);
        w.Attribute(ResourceAttributes, "os.type"u8, "linux"u8);
        w.Attribute(ResourceAttributes, "os.version"u8, "6.1.0"u8);
        w.Attribute(ResourceAttributes, "service.name"u8, "claude-code"u8);
        w.Attribute(ResourceAttributes, "service.version"u8, Version);
        w.Close(resource);
        var scopes = w.Open(Scopes);
        var scope = w.Open(Scope);
        w.Text(ScopeName, scopeName);
        w.Text(ScopeVersion, Version);
        w.Close(scope);
        return (resources, scopes);
    }

    private static void End(ProtoWriter w, (int Resource, int Scope) opened)
    {
        w.Close(opened.Scope);
        w.Close(opened.Resource);
    }

    private static void WriteStandard(ProtoWriter w, int field, in Export export, Installation installation)
    {
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        w.Attribute(field, "user.id"u8, installation.UserId);
        w.Attribute(field, "session.id"u8, WireIds.WriteConversation(export.Conversation, text));
        w.Attribute(field, "organization.id"u8, Installation.OrganizationId);
        w.Attribute(field, "user.email"u8, installation.Email);
        w.Attribute(field, "user.account_uuid"u8, installation.AccountUuid);
        w.Attribute(field, "user.account_id"u8, installation.AccountId);
        w.Attribute(field, "terminal.type"u8, export.IsAttended ? "vscode"u8 : "non-interactive"u8);
    }

    private static void WriteRecord(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        var name = EventName(act.Kind);
        var record = w.Open(Items);
        w.Fixed64(LogRecord.Time, WireClock.Nanoseconds(act.AtUnixMs));
        w.Fixed64(LogRecord.ObservedTime, WireClock.Nanoseconds(act.AtUnixMs));
        w.AnyText(LogRecord.Body, name);
        WriteStandard(w, attributes, export, installation);
        w.Attribute(attributes, "event.name"u8, name["claude_code.".Length..]);
        w.Attribute(attributes, "event.timestamp"u8, WireClock.WriteIso(act.AtUnixMs, text));
        w.Attribute(attributes, "event.sequence"u8, act.Sequence);
        w.Attribute(attributes, "prompt.id"u8, WireIds.WriteClaudePrompt(export.Conversation, act.Prompt, text));
        switch (act.Kind)
        {
            case ActKind.Prompt:
                w.Digits(attributes, "prompt_length"u8, 33);
                w.Attribute(attributes, "prompt"u8, "<REDACTED>"u8);
                break;
            case ActKind.Call:
                WriteCall(w, export, act);
                break;
            case ActKind.Decision:
                w.Attribute(attributes, "decision"u8, act.Decider is Decider.PersonAgainst ? "reject"u8 : "accept"u8);
                w.Attribute(attributes, "source"u8, DecisionSource(act.Decider));
                w.Attribute(attributes, "tool_name"u8, WireNames.ClaudeTool(act.Tool));
                w.Attribute(attributes, "tool_use_id"u8, WireIds.WriteToolUse(act.Id, text));
                break;
            case ActKind.ToolResult:
                w.Attribute(attributes, "tool_name"u8, WireNames.ClaudeTool(act.Tool));
                w.Attribute(attributes, "tool_use_id"u8, WireIds.WriteToolUse(act.Id, text));
                w.Attribute(attributes, "success"u8, "true"u8);
                w.Digits(attributes, "duration_ms"u8, act.DurationMs);
                w.Digits(attributes, "tool_input_size_bytes"u8, 59);
                w.Digits(attributes, "tool_result_size_bytes"u8, 112);
                break;
            case ActKind.Error:
                w.Attribute(attributes, "model"u8, act.Origin.Model);
                w.Attribute(attributes, "error"u8, act.Status == 0 ? "Request was aborted."u8 : "Overloaded"u8);
                w.Digits(attributes, "status_code"u8, act.Status);
                w.Attribute(attributes, "attempt"u8, act.Attempt);
                w.Attribute(attributes, "request_id"u8, WireIds.WriteRequest(act.Id, text));
                break;
        }

        w.Close(record);
    }

    private static void WriteCall(ProtoWriter w, in Export export, in Act act)
    {
        const int attributes = LogRecord.Attributes;
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        w.Attribute(attributes, "model"u8, act.Origin.Model);
        w.Attribute(attributes, "input_tokens"u8, act.UncachedInput);
        w.Attribute(attributes, "output_tokens"u8, act.Output);
        w.Attribute(attributes, "cache_read_tokens"u8, act.CacheRead);
        w.Attribute(attributes, "cache_creation_tokens"u8, act.CacheWrite);
        if (act.CostMicros >= 0)
        {
            w.Attribute(attributes, "cost_usd"u8, act.CostMicros / 1e6);
            w.Attribute(attributes, "cost_usd_micros"u8, act.CostMicros);
        }

        w.Attribute(attributes, "duration_ms"u8, act.DurationMs);
        w.Attribute(attributes, "request_id"u8, WireIds.WriteRequest(act.Id, text));
        w.Attribute(attributes, "speed"u8, "normal"u8);
        w.Attribute(attributes, "query_source"u8, export.IsAttended ? "repl_main_thread"u8 : "sdk"u8);
        w.Attribute(attributes, "effort"u8, "high"u8);
    }

    private static void WritePoint(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = NumberPoint.Attributes;
        var isTime = act.Measure is CounterMeasure.UserActiveMs or CounterMeasure.AgentActiveMs;
        var point = w.Open(Metric.SumPoints);
        WriteStandard(w, attributes, export, installation);
        if (act.Origin.Model != CallOrigin.UnknownModel)
        {
            w.Attribute(attributes, "model"u8, act.Origin.Model);
        }

        var label = Label(act.Measure);
        if (label.Key.Length > 0)
        {
            w.Attribute(attributes, label.Key, label.Value);
        }

        w.Fixed64(NumberPoint.StartTime, WireClock.Nanoseconds(act.StartUnixMs));
        w.Fixed64(NumberPoint.Time, WireClock.Nanoseconds(act.AtUnixMs));
        w.Double(NumberPoint.AsDouble, isTime ? act.Value / 1000.0 : act.Value);
        w.Close(point);
    }

    private static ReadOnlySpan<byte> EventName(ActKind kind) => kind switch
    {
        ActKind.Prompt => "claude_code.user_prompt"u8,
        ActKind.Call => "claude_code.api_request"u8,
        ActKind.Decision => "claude_code.tool_decision"u8,
        ActKind.ToolResult => "claude_code.tool_result"u8,
        _ => "claude_code.api_error"u8,
    };

    private static ReadOnlySpan<byte> DecisionSource(Decider decider) => decider switch
    {
        Decider.Person => "user_temporary"u8,
        Decider.PersonAgainst => "user_reject"u8,
        _ => "config"u8,
    };

    private static ReadOnlySpan<byte> MetricName(CounterMeasure measure) => measure switch
    {
        CounterMeasure.LinesAdded or CounterMeasure.LinesRemoved => "claude_code.lines_of_code.count"u8,
        CounterMeasure.Commits => "claude_code.commit.count"u8,
        CounterMeasure.PullRequests => "claude_code.pull_request.count"u8,
        CounterMeasure.EditsAccepted or CounterMeasure.EditsRejected => "claude_code.code_edit_tool.decision"u8,
        CounterMeasure.UserActiveMs or CounterMeasure.AgentActiveMs => "claude_code.active_time.total"u8,
        _ => "claude_code.token.usage"u8,
    };

    private static ReadOnlySpan<byte> Unit(CounterMeasure measure) => measure switch
    {
        CounterMeasure.UserActiveMs or CounterMeasure.AgentActiveMs => "s"u8,
        CounterMeasure.UncachedInputTokens or CounterMeasure.CacheReadTokens or CounterMeasure.CacheWriteTokens
            or CounterMeasure.OutputTokens => "tokens"u8,
        _ => ""u8,
    };

    private static KeyedText Label(CounterMeasure measure) => measure switch
    {
        CounterMeasure.UncachedInputTokens => new("type"u8, "input"u8),
        CounterMeasure.OutputTokens => new("type"u8, "output"u8),
        CounterMeasure.CacheReadTokens => new("type"u8, "cacheRead"u8),
        CounterMeasure.CacheWriteTokens => new("type"u8, "cacheCreation"u8),
        CounterMeasure.LinesAdded => new("type"u8, "added"u8),
        CounterMeasure.LinesRemoved => new("type"u8, "removed"u8),
        CounterMeasure.UserActiveMs => new("type"u8, "user"u8),
        CounterMeasure.AgentActiveMs => new("type"u8, "cli"u8),
        CounterMeasure.EditsAccepted => new("decision"u8, "accept"u8),
        CounterMeasure.EditsRejected => new("decision"u8, "reject"u8),
        _ => default,
    };

    private readonly ref struct KeyedText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Key { get; } = key;

        public ReadOnlySpan<byte> Value { get; } = value;
    }
}
