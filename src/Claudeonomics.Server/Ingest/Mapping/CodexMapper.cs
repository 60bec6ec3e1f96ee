using System.Text;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>OpenAI's Codex.</summary>
/// <remarks>
/// Log records have no body and a time of 0; name and time are attributes, and most numbers are text:
/// <code>
/// "event.name" "codex.sse_event", "event.kind" "response.completed", "event.timestamp" "2026-11-21T21:20:00.123Z",
/// "conversation.id" 0199..., "model" "gpt-5.6-codex", "input_token_count" "5000", "cached_token_count" 4000,
/// "cache_write_token_count" 200, "output_token_count" "250", "reasoning_token_count" 50, "tool_token_count" "5250"
/// </code>
/// Input includes tokens read from and written to caches, and output includes reasoning. The last count is the total of the call under a wrong name: it is
/// not read. The same event without counts comes first and is no call. Metrics name neither person nor conversation and spans
/// repeat the events: neither is read.
/// </remarks>
internal sealed class CodexMapper : AgentMapper
{
    private readonly AttributeName _kind;
    private readonly AttributeName _model;
    private readonly AttributeName _input;
    private readonly AttributeName _cached;
    private readonly AttributeName _cacheWrite;
    private readonly AttributeName _output;
    private readonly AttributeName _reasoning;
    private readonly AttributeName _toolName;
    private readonly AttributeName _callId;
    private readonly AttributeName _decision;
    private readonly AttributeName _source;
    private readonly AttributeName _originator;

    public CodexMapper(AttributeNames ask)
        : base("codex", "codex.")
    {
        _kind = ask.Ask("event.kind");
        _model = ask.Ask("model");
        _input = ask.Ask("input_token_count");
        _cached = ask.Ask("cached_token_count");
        _cacheWrite = ask.Ask("cache_write_token_count");
        _output = ask.Ask("output_token_count");
        _reasoning = ask.Ask("reasoning_token_count");
        _toolName = ask.Ask("tool_name");
        _callId = ask.Ask("call_id");
        _decision = ask.Ask("decision");
        _source = ask.Ask("source");
        _originator = ask.Ask("originator");

        Logs = new(
            ("codex.sse_event", SseEvent),
            ("codex.user_prompt", UserPrompt),
            ("codex.tool_decision", ToolDecision));
    }

    // codex_cli_rs, codex_exec, codex_vscode, codex-cli, Codex Desktop, ...
    public override bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service) =>
        (service.Length >= 5 && Ascii.EqualsIgnoreCase(service[..5], "codex"u8)) || scope.SequenceEqual("codex"u8);

    private Verdict SseEvent(in Record record, FactSink sink)
    {
        if (!record.Text(_kind).SequenceEqual("response.completed"u8) || !record.Has(_input))
        {
            return Verdict.Ignored;
        }

        var counts = new Counts(record);
        var usage = TokenUsage.FromInclusiveInput(
            counts.Of(_input), counts.Of(_cached), counts.Of(_cacheWrite), counts.Of(_output), counts.Of(_reasoning));
        return counts.Problem is { } problem
            ? Verdict.Rejected(problem)
            : sink.Add(record, new CallReading(usage, AgentBytes, "openai"u8, record.Text(_model)));
    }

    private Verdict UserPrompt(in Record record, FactSink sink) =>
        sink.Add(record, Agent, SignalKind.Prompt, byHuman: !record.Text(_originator).SequenceEqual("codex_exec"u8), 0);

    // "decision" approved, approved_for_session, ... or denied, abort, timed_out; "source" user, config or a reviewer.
    private Verdict ToolDecision(in Record record, FactSink sink)
    {
        var decision = record.Text(_decision);
        if (decision.IsEmpty)
        {
            return Verdict.Ignored;
        }

        var kind = (record.Text(_toolName).SequenceEqual("apply_patch"u8), decision.StartsWith("approved"u8)) switch
        {
            (true, true) => SignalKind.EditAccepted,
            (true, false) => SignalKind.EditRejected,
            (false, true) => SignalKind.ToolAccepted,
            (false, false) => SignalKind.ToolRejected,
        };
        var source = record.Text(_source);
        var byHuman = source.SequenceEqual("user"u8) || source.SequenceEqual("User"u8);
        return sink.Add(record, Agent, kind, byHuman, sink.HashOf(record.Text(_callId)));
    }
}
