using Claudeonomics.Core.Tools;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Google's Gemini CLI.</summary>
/// <remarks>
/// <code>
/// "event.name" "gemini_cli.api_response", "session.id" ..., "model" "gemini-3-pro", "input_token_count" 900,
/// "cached_content_token_count" 600, "output_token_count" 80, "thoughts_token_count" 40, "tool_token_count" 10,
/// "total_token_count" 1030, "auth_type" "gemini-api-key"
/// </code>
/// Input includes cached tokens; tool tokens (tool results sent along) come on top of it; thoughts come on top of output. There
/// is no id of the call: <c>prompt_id</c> is one per prompt. Metrics are running totals by the same <c>type</c>s. The events and
/// series under the GenAI names that come along repeat all of it and are not read.
/// </remarks>
internal class GeminiCliMapper : AgentMapper
{
    private readonly AttributeName _model;
    private readonly AttributeName _input;
    private readonly AttributeName _cached;
    private readonly AttributeName _output;
    private readonly AttributeName _thoughts;
    private readonly AttributeName _tool;
    private readonly AttributeName _total;
    private readonly AttributeName _responseId;
    private readonly AttributeName _authType;
    private readonly AttributeName _type;
    private readonly AttributeName _promptId;
    private readonly AttributeName _interactive;
    private readonly AttributeName _functionName;
    private readonly AttributeName _server;
    private readonly AttributeName _decision;
    private readonly AttributeName _callId;
    private readonly AttributeName _duration;
    private readonly AttributeName _session;

    public GeminiCliMapper(AttributeNames ask)
        : this(ask, "gemini-cli", "gemini_cli.")
    {
    }

    private protected GeminiCliMapper(AttributeNames ask, string agent, string prefix)
        : base(agent, prefix)
    {
        _model = ask.Ask("model");
        _input = ask.Ask("input_token_count");
        _cached = ask.Ask("cached_content_token_count");
        _output = ask.Ask("output_token_count");
        _thoughts = ask.Ask("thoughts_token_count");
        _tool = ask.Ask("tool_token_count");
        _total = ask.Ask("total_token_count");
        _responseId = ask.Ask("response_id");
        _authType = ask.Ask("auth_type");
        _type = ask.Ask("type");
        _promptId = ask.Ask("prompt_id");
        _interactive = ask.Ask("interactive");
        _functionName = ask.Ask("function_name");
        _server = ask.Ask("mcp_server_name");
        _decision = ask.Ask("decision");
        _callId = ask.Ask("call_id");
        _duration = ask.Ask("duration_ms");
        _session = ask.Ask("session.id");

        Logs = new(
            (prefix + "api_response", ApiResponse),
            (prefix + "user_prompt", UserPrompt),
            (prefix + "tool_call", ToolCall));
        Metrics = new(
            (prefix + "token.usage", Tokens),
            (prefix + "lines.changed", LinesChanged));
    }

    /// <summary>Where the source itself does not tell: whether thoughts are a part of the output.</summary>
    private protected virtual bool OutputIncludesThoughts => false;

    public override bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service) =>
        service.SequenceEqual(AgentBytes) || scope.SequenceEqual(AgentBytes);

    private protected virtual ReadOnlySpan<byte> Provider(ReadOnlySpan<byte> authType) =>
        authType.SequenceEqual("vertex-ai"u8) ? "gcp.vertex_ai"u8 : "gcp.gemini"u8;

    private Verdict ApiResponse(in Record record, FactSink sink)
    {
        var counts = new Counts(record);
        var (input, tool, cached) = (counts.Of(_input), counts.Of(_tool), counts.Of(_cached));
        var (output, thoughts, total) = (counts.Of(_output), counts.Of(_thoughts), counts.Of(_total));
        if (!counts.Any)
        {
            return Verdict.Rejected(DropReason.UnreadableCount);
        }

        if (counts.Problem is { } problem)
        {
            return Verdict.Rejected(problem);
        }

        // Cached tokens are a part of the prompt, so tool results cannot make room for them.
        var usage = cached > input
            ? null
            : TokenUsage.FromInclusiveInput(
                input + tool, cached, 0, IncludesThoughts(input + tool, output, thoughts, total) ? output : output + thoughts, thoughts);
        return sink.Add(record, new CallReading(usage, AgentBytes, Provider(record.Text(_authType)), record.Text(_model))
        {
            Request = record.Text(_responseId),
        });
    }

    // The total settles it: 1030 = 900 + 10 + 80 + 40 has thoughts apart, 990 = 900 + 10 + 80 has them inside.
    private bool IncludesThoughts(long sent, long output, long thoughts, long total) =>
        total == sent + output || (total != sent + output + thoughts && OutputIncludesThoughts);

    private Verdict UserPrompt(in Record record, FactSink sink) =>
        sink.Add(record, Agent, SignalKind.Prompt, IsInteractive(record), sink.HashOf(record.Text(_promptId)));

    // "decision" accept, modify or reject is somebody's; auto_accept is a rule's; without one nobody was asked.
    private Verdict ToolCall(in Record record, FactSink sink)
    {
        var decision = record.Text(_decision);
        var asked = decision.SequenceEqual("accept"u8) || decision.SequenceEqual("modify"u8);
        var rejected = decision.SequenceEqual("reject"u8);
        if (!asked && !rejected && !decision.SequenceEqual("auto_accept"u8))
        {
            return Verdict.Ignored;
        }

        var tool = record.Text(_functionName);
        var kind = (IsEditTool(tool), rejected) switch
        {
            (true, false) => SignalKind.EditAccepted,
            (true, true) => SignalKind.EditRejected,
            (false, false) => SignalKind.ToolAccepted,
            (false, true) => SignalKind.ToolRejected,
        };
        var byHuman = (asked || rejected) && IsInteractive(record);
        var verdict = sink.Add(record, Agent, kind, byHuman, Ordinal(record, sink, tool));
        sink.Saw(verdict, ToolKind.Server, record.Text(_server));
        return verdict;
    }

    private Verdict Tokens(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_type);
        CounterMeasure? measure =
            type.SequenceEqual("input"u8) ? CounterMeasure.InclusiveInputTokens
            : type.SequenceEqual("output"u8) ? CounterMeasure.OutputTokens
            : type.SequenceEqual("cache"u8) ? CounterMeasure.CacheReadTokens
            : type.SequenceEqual("thought"u8)
                ? OutputIncludesThoughts ? CounterMeasure.ReasoningTokens : CounterMeasure.ExclusiveReasoningTokens
            : type.SequenceEqual("tool"u8) ? CounterMeasure.UncachedInputTokens
            : null;
        return Point(record, point, sink, measure);
    }

    private Verdict LinesChanged(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_type);
        CounterMeasure? measure =
            type.SequenceEqual("added"u8) ? CounterMeasure.LinesAdded
            : type.SequenceEqual("removed"u8) ? CounterMeasure.LinesRemoved
            : null;
        return Point(record, point, sink, measure);
    }

    // Qwen Code leaves session.id off its metrics unless told otherwise. They only repeat its events, which have one.
    private Verdict Point(in Record record, in PointReading point, FactSink sink, CounterMeasure? measure) =>
        measure is { } known && record.Has(_session)
            ? sink.Add(record, point, known, AgentBytes, Provider(record.Text(_authType)), record.Text(_model))
            : Verdict.Ignored;

    // A headless run says so; without the attribute somebody sits there.
    private bool IsInteractive(in Record record) => record.Flag(_interactive) is not false;

    // Gemini CLI gives tool calls no id. Two of one tool in one millisecond differ in how long they took.
    private ulong Ordinal(in Record record, FactSink sink, ReadOnlySpan<byte> tool)
    {
        var callId = record.Text(_callId);
        if (!callId.IsEmpty)
        {
            return sink.HashOf(callId);
        }

        var hasDuration = record.TryGetNumber(_duration, out var ms) & Counts.Check(ms, Counts.Max, out var duration) is null;
        return sink.HashOf(tool) ^ (hasDuration ? (ulong)duration : 0);
    }

    private static bool IsEditTool(ReadOnlySpan<byte> tool) =>
        tool.SequenceEqual("replace"u8) || tool.SequenceEqual("edit"u8) || tool.SequenceEqual("write_file"u8);
}
