using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;
using static Claudeonomics.Simulator.Wire.OtlpFields;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Gemini CLI's bodies, as version 0.61.0 was recorded: each answer comes once more under the GenAI conventions' name,
/// a tool's use is told once it has run, and metrics are running totals.</summary>
internal static class GeminiCliWire
{
    public static void WriteLogs(ProtoWriter w, in Export export, Installation installation)
    {
        var opened = Begin(w);
        foreach (ref readonly var act in export.Acts)
        {
            if (act.Kind is ActKind.Call)
            {
                WriteResponse(w, export, act, installation);
                WriteRepetition(w, export, act, installation);
            }
            else if (act.Kind is ActKind.Prompt)
            {
                WritePrompt(w, export, act, installation);
            }
            else if (FactWriter.IsSignal(act, export))
            {
                WriteToolCall(w, export, act, installation);
            }
        }

        End(w, opened);
    }

    public static void WriteMetrics(ProtoWriter w, in Export export, Installation installation)
    {
        var opened = Begin(w);
        var metric = w.Open(Items);
        w.Text(Metric.Name, "gemini_cli.token.usage"u8);
        var sum = w.Open(Metric.Sum);
        w.Integer(Metric.SumTemporality, (long)Temporality.Cumulative);
        w.Integer(Metric.SumIsMonotonic, 1);
        foreach (ref readonly var act in export.Acts)
        {
            var point = w.Open(Metric.SumPoints);
            WriteCommon(w, NumberPoint.Attributes, export, installation);
            w.Attribute(NumberPoint.Attributes, "model"u8, act.Origin.Model);
            w.Attribute(NumberPoint.Attributes, "type"u8, TokenType(act.Measure));
            w.Fixed64(NumberPoint.StartTime, WireClock.Nanoseconds(act.StartUnixMs));
            w.Fixed64(NumberPoint.Time, WireClock.Nanoseconds(act.AtUnixMs));
            w.Fixed64(NumberPoint.AsInteger, (ulong)act.Value);
            w.Close(point);
        }

        w.Close(sum);
        w.Close(metric);
        End(w, opened);
    }

    private static void WriteResponse(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        var record = BeginRecord(w, "gemini_cli.api_response"u8, export, act, installation);
        var input = (long)act.UncachedInput + act.CacheRead + act.CacheWrite;
        w.Attribute(attributes, "model"u8, act.Origin.Model);
        w.Attribute(attributes, "duration_ms"u8, act.DurationMs);
        w.Attribute(attributes, "input_token_count"u8, input);
        w.Attribute(attributes, "output_token_count"u8, act.Output - act.Reasoning);
        w.Attribute(attributes, "cached_content_token_count"u8, act.CacheRead);
        w.Attribute(attributes, "thoughts_token_count"u8, act.Reasoning);
        w.Attribute(attributes, "tool_token_count"u8, 0);
        w.Attribute(attributes, "total_token_count"u8, input + act.Output);
        w.Attribute(attributes, "status_code"u8, 200);
        w.Close(record);
    }

    private static void WriteRepetition(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        var record = BeginRecord(w, "gen_ai.client.inference.operation.details"u8, export, act, installation);
        w.Attribute(attributes, "gen_ai.request.model"u8, act.Origin.Model);
        w.Attribute(attributes, "gen_ai.usage.input_tokens"u8, (long)act.UncachedInput + act.CacheRead + act.CacheWrite);
        w.Attribute(attributes, "gen_ai.usage.output_tokens"u8, act.Output - act.Reasoning);
        w.Close(record);
    }

    private static void WritePrompt(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        var record = BeginRecord(w, "gemini_cli.user_prompt"u8, export, act, installation);
        w.Attribute(LogRecord.Attributes, "prompt_length"u8, 33);
        w.Close(record);
    }

    private static void WriteToolCall(ProtoWriter w, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        var record = BeginRecord(w, "gemini_cli.tool_call"u8, export, act, installation);
        w.Attribute(attributes, "function_name"u8, WireNames.GeminiTool(act.Tool));
        w.Attribute(attributes, "duration_ms"u8, act.DurationMs);
        w.Flag(attributes, "success"u8, act.Decider is not Decider.PersonAgainst);
        w.Attribute(attributes, "decision"u8, Decision(act.Decider));
        w.Attribute(attributes, "tool_type"u8, "native"u8);
        w.Close(record);
    }

    private static (int Resource, int Scope) Begin(ProtoWriter w)
    {
        var resources = w.Open(Resources);
        var resource = w.Open(Resource);
        w.Attribute(ResourceAttributes, "service.name"u8, "gemini-cli"u8);
        w.Attribute(ResourceAttributes, "service.version"u8, "v20.20.2"u8);
        w.Close(resource);
        var scopes = w.Open(Scopes);
        var scope = w.Open(Scope);
        w.Text(ScopeName, "gemini-cli"u8);
        w.Close(scope);
        return (resources, scopes);
    }

    private static void End(ProtoWriter w, (int Resource, int Scope) opened)
    {
        w.Close(opened.Scope);
        w.Close(opened.Resource);
    }

    private static int BeginRecord(
        ProtoWriter w, ReadOnlySpan<byte> name, in Export export, in Act act, Installation installation)
    {
        const int attributes = LogRecord.Attributes;
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        var record = w.Open(Items);
        w.Fixed64(LogRecord.Time, WireClock.Nanoseconds(act.AtUnixMs));
        w.Fixed64(LogRecord.ObservedTime, WireClock.Nanoseconds(act.AtUnixMs));
        w.AnyText(LogRecord.Body, "Gemini CLI."u8);
        WriteCommon(w, attributes, export, installation);
        w.Attribute(attributes, "event.name"u8, name);
        w.Attribute(attributes, "event.timestamp"u8, WireClock.WriteIso(act.AtUnixMs, text));
        w.Attribute(attributes, "prompt_id"u8, WireIds.WriteGeminiPrompt(export.Conversation, act.Prompt, text));
        return record;
    }

    private static void WriteCommon(ProtoWriter w, int field, in Export export, Installation installation)
    {
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        w.Attribute(field, "session.id"u8, WireIds.WriteConversation(export.Conversation, text));
        w.Attribute(field, "installation.id"u8, installation.InstallationId);
        w.Flag(field, "interactive"u8, export.IsAttended);
        w.Attribute(field, "user.email"u8, installation.Email);
        w.Attribute(field, "auth_type"u8, "oauth-personal"u8);
    }

    private static ReadOnlySpan<byte> Decision(Decider decider) => decider switch
    {
        Decider.Person => "accept"u8,
        Decider.PersonAgainst => "reject"u8,
        _ => "auto_accept"u8,
    };

    private static ReadOnlySpan<byte> TokenType(CounterMeasure measure) => measure switch
    {
        CounterMeasure.InclusiveInputTokens => "input"u8,
        CounterMeasure.CacheReadTokens => "cache"u8,
        CounterMeasure.OutputTokens => "output"u8,
        _ => "thought"u8,
    };
}
