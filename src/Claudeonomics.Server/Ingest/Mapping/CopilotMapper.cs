namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>GitHub Copilot: the command line and its runtime (<c>github-copilot</c>) and VS Code (<c>copilot-chat</c>).</summary>
/// <remarks>
/// Only <c>chat</c> spans are calls. <c>invoke_agent</c> spans repeat the totals of all turns, and metrics and events under the
/// GenAI names repeat the spans:
/// <code>
/// "gen_ai.operation.name" "chat", "gen_ai.conversation.id" ..., "gen_ai.response.id" ..., "gen_ai.response.model" ...,
/// "gen_ai.usage.input_tokens" 900, "gen_ai.usage.cache_read.input_tokens" 600, "gen_ai.usage.output_tokens" 80
/// </code>
/// No e-mail is sent: a personal key, or <c>enduser.id</c> among the resource attributes, says whose it is.
/// </remarks>
internal sealed class CopilotMapper(AttributeNames ask) : AgentMapper("github-copilot", "")
{
    private readonly GenAiAttributes _genAi = new(ask);

    public override bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service) =>
        service.SequenceEqual("github-copilot"u8) || service.SequenceEqual("copilot-chat"u8)
        || scope.SequenceEqual("github.copilot"u8) || scope.SequenceEqual("copilot-chat"u8);

    public override RecordRule SpanRule(ReadOnlySpan<byte> name) => Chat;

    private Verdict Chat(in Record record, FactSink sink) =>
        _genAi.Operation(record).SequenceEqual("chat"u8) && _genAi.HasUsage(record)
            ? _genAi.Call(record, sink, AgentBytes)
            : Verdict.Ignored;
}
