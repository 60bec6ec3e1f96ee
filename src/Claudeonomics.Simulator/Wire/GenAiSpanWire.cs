using System.Buffers.Binary;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;
using static Claudeonomics.Simulator.Wire.OtlpFields;

namespace Claudeonomics.Simulator.Wire;

/// <summary>Bodies of agents that report calls as <c>chat</c> spans by OpenTelemetry's GenAI conventions.</summary>
/// <remarks>Whose they are is a resource attribute, as <c>OTEL_RESOURCE_ATTRIBUTES=enduser.id=...</c> sets it.</remarks>
internal static class GenAiSpanWire
{
    public static void WriteSpans(ProtoWriter w, in Export export, Installation installation)
    {
        var resources = w.Open(Resources);
        var resource = w.Open(Resource);
        w.Attribute(ResourceAttributes, "service.name"u8, export.Acts[0].Origin.Agent);
        w.Attribute(ResourceAttributes, "enduser.id"u8, installation.Email);
        w.Close(resource);
        var scopes = w.Open(Scopes);
        var scope = w.Open(Scope);
        w.Text(ScopeName, "ai"u8);
        w.Close(scope);
        foreach (ref readonly var act in export.Acts)
        {
            if (act.Kind is ActKind.Call)
            {
                WriteSpan(w, export, act);
            }
        }

        w.Close(scopes);
        w.Close(resources);
    }

    private static void WriteSpan(ProtoWriter w, in Export export, in Act act)
    {
        Span<byte> text = stackalloc byte[WireIds.MostLength];
        var span = w.Open(Items);
        export.Conversation.TryWriteBytes(text, bigEndian: true, out _);
        w.Text(Span.TraceId, text[..16]);
        BinaryPrimitives.WriteUInt64BigEndian(text, SplitMix64.Mix(act.Id));
        w.Text(Span.SpanId, text[..8]);
        w.Text(Span.Name, "chat"u8);
        w.Integer(Span.Kind, Span.KindClient);
        w.Fixed64(Span.StartTime, WireClock.Nanoseconds(act.AtUnixMs - act.DurationMs));
        w.Fixed64(Span.EndTime, WireClock.Nanoseconds(act.AtUnixMs));
        w.Attribute(Span.Attributes, "gen_ai.operation.name"u8, "chat"u8);
        w.Attribute(Span.Attributes, "gen_ai.provider.name"u8, act.Origin.Provider);
        w.Attribute(Span.Attributes, "gen_ai.request.model"u8, act.Origin.Model);
        w.Attribute(Span.Attributes, "gen_ai.response.model"u8, act.Origin.Model);
        w.Attribute(Span.Attributes, "gen_ai.response.id"u8, WireIds.WriteRequest(act.Id, text));
        w.Attribute(Span.Attributes, "gen_ai.conversation.id"u8, WireIds.WriteConversation(export.Conversation, text));
        w.Attribute(Span.Attributes, "gen_ai.usage.input_tokens"u8, (long)act.UncachedInput + act.CacheRead + act.CacheWrite);
        w.Attribute(Span.Attributes, "gen_ai.usage.cache_read.input_tokens"u8, act.CacheRead);
        w.Attribute(Span.Attributes, "gen_ai.usage.cache_creation.input_tokens"u8, act.CacheWrite);
        w.Attribute(Span.Attributes, "gen_ai.usage.output_tokens"u8, act.Output);
        w.Attribute(Span.Attributes, "gen_ai.usage.reasoning.output_tokens"u8, act.Reasoning);
        w.Close(span);
    }
}
