using Claudeonomics.Cli.Agents.Json;

namespace Claudeonomics.Cli.Agents.Junie;

/// <summary>A session: <c>sessions/SESSION/events.jsonl</c>.</summary>
internal sealed class JunieEvents : LineFormat
{
    public override byte Revision => 1;

    public override LineParser Start(LogFile file) => new JunieParser(file.FolderName(1));
}

/// <summary>Reads what models answered. Snapshots of the agent's state hold copies of such events and are passed over.</summary>
/// <remarks>
/// <code>
/// {"kind":"SessionA2uxEvent","timestampMs":1791194405000,"event":{"agentEvent":{"kind":"LlmResponseMetadataEvent","modelUsage":[
///  {"model":"claude-sonnet-4-5","provider":"anthropic","inputTokens":100,"outputTokens":50,"cacheInputTokens":1000,"cacheCreateTokens":20,"cost":0.01,"time":2000}]}}}
/// </code>
/// The time is when the answer was logged. An event may be written twice.
/// </remarks>
internal sealed class JunieParser(byte[] session) : RecordParser(Fields)
{
    private static readonly JsonFields Fields = new("kind", "timestampMs", "event/agentEvent/kind", "event/agentEvent/modelUsage");

    private static readonly JsonFields Answer = new("model", "provider");

    private static readonly UsageShape Counts = new()
    {
        Input = ["inputTokens", "input"],
        CacheRead = ["cacheInputTokens", "cacheReadInputTokens", "cacheRead"],
        CacheWrite = ["cacheCreateTokens", "cacheCreationInputTokens", "cacheWrite"],
        Output = ["outputTokens", "output"],
        Reasoning = ["reasoningTokens", "reasoningOutputTokens", "thinkingTokens"],
        CostUsd = ["cost"],
        OutputIncludesReasoning = true,
    };

    public override bool Matters(ReadOnlySpan<byte> line) => line.IndexOf("LlmResponseMetadataEvent"u8) >= 0;

    protected override UnreadReason? Take(in JsonRecord record, CallSink sink)
    {
        if (!record.Is("event/agentEvent/kind", "LlmResponseMetadataEvent"u8) || record.Is("kind", "AgentStateUpdatedEvent"u8))
        {
            return null;
        }

        UnreadReason? problem = null;
        var at = record.Time("timestampMs");
        var number = 0UL;
        foreach (var json in record.Items("event/agentEvent/modelUsage"))
        {
            number++;
            problem = Add(json, at, number, sink) ?? problem;
        }

        return problem;
    }

    private UnreadReason? Add(ReadOnlySpan<byte> json, long? at, ulong number, CallSink sink)
    {
        var usage = Counts.Read(json);
        if (!usage.IsCall || !Answer.TryRead(json, out var answer))
        {
            return usage.Problem;
        }

        sink.Add(new()
        {
            AtUnixMs = at,
            Usage = usage.Tokens,
            Provider = answer.Text("provider"),
            Model = answer.Text("model"),
            ConversationId = session,
            ReportedCostMicros = usage.CostMicros,
            Key = CallSink.Join(CallSink.Join(sink.Hash(session), (ulong)(at ?? 0)), CallSink.Join(CallSink.Of(usage.Tokens), number)),
        });
        return usage.Verdict(at);
    }
}
