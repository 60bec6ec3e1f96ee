using Claudeonomics.Core.Tools;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Claude Code, in the terminal, in an editor or in the desktop application.</summary>
/// <remarks>
/// Events are log records whose body is <c>claude_code.api_request</c> and whose attribute <c>event.name</c> is <c>api_request</c>:
/// <code>
/// "session.id" 0b7c..., "user.id" 5f0a..., "event.sequence" 3, "model" "claude-opus-4-6", "input_tokens" 12,
/// "output_tokens" 100, "cache_read_tokens" 15000, "cache_creation_tokens" 3400, "cost_usd_micros" 32810,
/// "request_id" "req_...", "speed" "normal", "skill.name" "pdf", "plugin.name" "example", "mcp_server.name" "github"
/// </code>
/// Its input leaves the caches out. Metrics are deltas: <c>claude_code.token.usage</c> with <c>type</c> input, output, cacheRead
/// or cacheCreation.
/// </remarks>
internal sealed class ClaudeCodeMapper : AgentMapper
{
    private readonly AttributeName _model;
    private readonly AttributeName _input;
    private readonly AttributeName _output;
    private readonly AttributeName _cacheRead;
    private readonly AttributeName _cacheCreation;
    private readonly AttributeName _costMicros;
    private readonly AttributeName _cost;
    private readonly AttributeName _requestId;
    private readonly AttributeName _clientRequestId;
    private readonly AttributeName _sequence;
    private readonly AttributeName _speed;
    private readonly AttributeName _type;
    private readonly AttributeName _toolName;
    private readonly AttributeName _toolUseId;
    private readonly AttributeName _decision;
    private readonly AttributeName _source;
    private readonly AttributeName _entrypoint;
    private readonly AttributeName _terminal;
    private readonly AttributeName _skill;
    private readonly AttributeName _plugin;
    private readonly AttributeName _server;

    public ClaudeCodeMapper(AttributeNames ask)
        : base("claude-code", "claude_code.")
    {
        _model = ask.Ask("model");
        _input = ask.Ask("input_tokens");
        _output = ask.Ask("output_tokens");
        _cacheRead = ask.Ask("cache_read_tokens");
        _cacheCreation = ask.Ask("cache_creation_tokens");
        _costMicros = ask.Ask("cost_usd_micros");
        _cost = ask.Ask("cost_usd");
        _requestId = ask.Ask("request_id");
        _clientRequestId = ask.Ask("client_request_id");
        _sequence = ask.Ask("event.sequence");
        _speed = ask.Ask("speed");
        _type = ask.Ask("type");
        _toolName = ask.Ask("tool_name");
        _toolUseId = ask.Ask("tool_use_id");
        _decision = ask.Ask("decision");
        _source = ask.Ask("source");
        _entrypoint = ask.Ask("app.entrypoint");
        _terminal = ask.Ask("terminal.type");
        _skill = ask.Ask("skill.name");
        _plugin = ask.Ask("plugin.name");
        _server = ask.Ask("mcp_server.name");

        Logs = new(
            ("api_request", ApiRequest),
            ("claude_code.api_request", ApiRequest),
            ("user_prompt", UserPrompt),
            ("claude_code.user_prompt", UserPrompt),
            ("tool_decision", ToolDecision),
            ("claude_code.tool_decision", ToolDecision));
        Metrics = new(
            ("claude_code.token.usage", TokenUsage),
            ("claude_code.lines_of_code.count", LinesOfCode),
            ("claude_code.commit.count", Commits),
            ("claude_code.pull_request.count", PullRequests),
            ("claude_code.active_time.total", ActiveTime),
            ("claude_code.code_edit_tool.decision", EditDecisions));
        Spans = new(("claude_code.llm_request", LlmRequest));
    }

    public override bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service) =>
        scope.StartsWith("com.anthropic.claude_code"u8)
        || service.SequenceEqual("claude-code"u8) || service.SequenceEqual("claude-code-desktop"u8);

    private Verdict ApiRequest(in Record record, FactSink sink) => Call(record, sink);

    // A request that failed leaves a span without counts; only events promise them.
    private Verdict LlmRequest(in Record record, FactSink sink) =>
        record.Has(_output) ? Call(record, sink) : Verdict.Ignored;

    private Verdict Call(in Record record, FactSink sink)
    {
        var counts = new Counts(record);
        var usage = Core.Usage.TokenUsage.FromExclusiveInput(
            counts.Of(_input), counts.Of(_cacheRead), counts.Of(_cacheCreation), counts.Of(_output));
        if (!counts.Any)
        {
            return Verdict.Rejected(DropReason.UnreadableCount);
        }

        var cost = counts.TryRead(_costMicros, 1) ?? counts.TryRead(_cost, 1_000_000);
        if (counts.Problem is { } problem)
        {
            return Verdict.Rejected(problem);
        }

        var verdict = sink.Add(record, new CallReading(usage, AgentBytes, "anthropic"u8, record.Text(_model))
        {
            Request = record.Text(_requestId),
            Ordinal = Ordinal(record, sink, _clientRequestId),
            Traits = Traits(record),
            ReportedCostMicros = cost,
        });
        sink.Saw(verdict, ToolKind.Skill, record.Text(_skill));
        sink.Saw(verdict, ToolKind.Plugin, record.Text(_plugin));
        sink.Saw(verdict, ToolKind.Server, record.Text(_server));
        return verdict;
    }

    private Verdict UserPrompt(in Record record, FactSink sink) =>
        sink.Add(record, Agent, SignalKind.Prompt, IsAttended(record), Ordinal(record, sink, _toolUseId));

    // "decision" accept or reject, "source" config, hook, user_permanent, user_temporary, user_abort or user_reject.
    private Verdict ToolDecision(in Record record, FactSink sink)
    {
        var decision = record.Text(_decision);
        var accepted = decision.SequenceEqual("accept"u8);
        if (!accepted && !decision.SequenceEqual("reject"u8))
        {
            return Verdict.Ignored;
        }

        var kind = (IsEditTool(record.Text(_toolName)), accepted) switch
        {
            (true, true) => SignalKind.EditAccepted,
            (true, false) => SignalKind.EditRejected,
            (false, true) => SignalKind.ToolAccepted,
            (false, false) => SignalKind.ToolRejected,
        };
        var byHuman = record.Text(_source).StartsWith("user_"u8);
        var verdict = sink.Add(record, Agent, kind, byHuman, Ordinal(record, sink, _toolUseId));
        sink.Saw(verdict, ToolKind.Server, ToolName.ServerOf(record.Text(_toolName)));
        return verdict;
    }

    private Verdict TokenUsage(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_type);
        CounterMeasure? measure =
            type.SequenceEqual("input"u8) ? CounterMeasure.UncachedInputTokens
            : type.SequenceEqual("output"u8) ? CounterMeasure.OutputTokens
            : type.SequenceEqual("cacheRead"u8) ? CounterMeasure.CacheReadTokens
            : type.SequenceEqual("cacheCreation"u8) ? CounterMeasure.CacheWriteTokens
            : null;
        return Point(record, point, sink, measure);
    }

    private Verdict LinesOfCode(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_type);
        CounterMeasure? measure =
            type.SequenceEqual("added"u8) ? CounterMeasure.LinesAdded
            : type.SequenceEqual("removed"u8) ? CounterMeasure.LinesRemoved
            : null;
        return Point(record, point, sink, measure);
    }

    private Verdict Commits(in Record record, in PointReading point, FactSink sink) =>
        Point(record, point, sink, CounterMeasure.Commits);

    private Verdict PullRequests(in Record record, in PointReading point, FactSink sink) =>
        Point(record, point, sink, CounterMeasure.PullRequests);

    // Seconds on the wire.
    private Verdict ActiveTime(in Record record, in PointReading point, FactSink sink)
    {
        var type = record.Text(_type);
        CounterMeasure? measure =
            type.SequenceEqual("user"u8) ? CounterMeasure.UserActiveMs
            : type.SequenceEqual("cli"u8) ? CounterMeasure.AgentActiveMs
            : null;
        return Point(record, point, sink, measure, scale: 1_000);
    }

    private Verdict EditDecisions(in Record record, in PointReading point, FactSink sink)
    {
        var decision = record.Text(_decision);
        CounterMeasure? measure =
            decision.SequenceEqual("accept"u8) ? CounterMeasure.EditsAccepted
            : decision.SequenceEqual("reject"u8) ? CounterMeasure.EditsRejected
            : null;
        return Point(record, point, sink, measure);
    }

    private Verdict Point(
        in Record record, in PointReading point, FactSink sink, CounterMeasure? measure, double scale = 1) =>
        measure is { } known
            ? sink.Add(record, point, known, AgentBytes, "anthropic"u8, record.Text(_model), Traits(record), scale)
            : Verdict.Ignored;

    private CallTraits Traits(in Record record) =>
        record.Text(_speed).SequenceEqual("fast"u8) ? new(Speed.Fast, default, default) : default;

    // event.sequence counts a session's events; before it existed, an id of the client's own told them apart.
    private ulong Ordinal(in Record record, FactSink sink, AttributeName otherwise) =>
        record.TryGetNumber(_sequence, out var sequence) && Counts.Check(sequence, Counts.Max, out var ordinal) is null
            ? (ulong)ordinal
            : sink.HashOf(record.Text(otherwise));

    // A script gives the prompt: the SDKs and "claude -p" say so where these attributes are sent.
    private bool IsAttended(in Record record) =>
        !record.Text(_entrypoint).StartsWith("sdk-"u8) && !record.Text(_terminal).SequenceEqual("non-interactive"u8);

    private static bool IsEditTool(ReadOnlySpan<byte> tool) =>
        tool.SequenceEqual("Edit"u8) || tool.SequenceEqual("Write"u8)
        || tool.SequenceEqual("MultiEdit"u8) || tool.SequenceEqual("NotebookEdit"u8);
}
