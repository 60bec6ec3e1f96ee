using Claudeonomics.Cli.Agents.Json;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.OpenCode;

/// <summary>One of the agent's messages: an answer of the model, or several (steps) after one another.</summary>
/// <remarks>
/// <code>
/// {"id":"msg_a1","sessionID":"ses_1","role":"assistant","modelID":"claude-sonnet-4-5","providerID":"anthropic","path":{"cwd":"/home/dev/app"},
///  "cost":0.0135,"tokens":{"total":3800,"input":1000,"output":500,"reasoning":0,"cache":{"read":2000,"write":300}},
///  "time":{"created":1791194400000,"completed":1791194405000}}
/// {"time":{...},"agent":"build","model":{"id":"claude-sonnet-4-5","providerID":"anthropic"},"content":[...],"cost":0,"tokens":{...}}
/// </code>
/// </remarks>
internal ref struct OpenCodeAnswer
{
    // How a copy of a message gives way to another with the same id.
    private const byte Moved = 1;

    private static readonly JsonFields Fields = new(
        "id", "sessionID", "role", "modelID", "providerID", "model/id", "model/providerID", "tokens", "cost", "time/created", "time/completed", "path/cwd");

    private static readonly JsonFields StepFields = new("type", "tokens", "cost");

    private JsonRecord _record;
    private bool _isSecondKind;
    private bool _isMoved;
    private ReadOnlySpan<byte> _id;
    private ReadOnlySpan<byte> _session;
    private ReadOnlySpan<byte> _folder;

    /// <summary>The message's id.</summary>
    public readonly ReadOnlySpan<byte> Id => _id;

    private readonly ReadOnlySpan<byte> Model => _isSecondKind ? _record.Text("model/id") : _record.Text("modelID");

    private readonly ReadOnlySpan<byte> Provider => _isSecondKind ? _record.Text("model/providerID") : _record.Text("providerID");

    /// <summary>Reads a row of <c>message</c>, or of <c>session_message</c>, whose messages are of the second kind.</summary>
    /// <returns>False when it is no JSON.</returns>
    public static bool TryReadRow(
        ReadOnlySpan<byte> id, ReadOnlySpan<byte> session, ReadOnlySpan<byte> json, ReadOnlySpan<byte> folder, bool isSecondKind, out OpenCodeAnswer answer)
    {
        answer = new() { _isSecondKind = isSecondKind, _id = id, _session = session };
        if (!Fields.TryRead(json, out answer._record))
        {
            return false;
        }

        answer._folder = answer._record.Text("path/cwd") is { IsEmpty: false } own ? own : folder;
        return true;
    }

    /// <summary>Reads a file, as releases without a database wrote them.</summary>
    /// <returns>False when it is no JSON.</returns>
    public static bool TryReadFile(ReadOnlySpan<byte> json, out OpenCodeAnswer answer)
    {
        if (!TryReadRow(default, default, json, default, false, out answer))
        {
            return false;
        }

        answer._isMoved = true;
        answer._id = answer._record.Text("id");
        answer._session = answer._record.Text("sessionID");
        return true;
    }

    /// <summary>Whether the model wrote it, and not the user.</summary>
    public readonly bool IsAnswer => _isSecondKind || _record.Is("role", "assistant"u8);

    /// <summary>Reads the counts that the message itself has: those of its only answer, or of its last one.</summary>
    public readonly OpenCodeTokens Tokens() => OpenCodeTokens.Read(_record.Raw("tokens"), _isSecondKind, Provider);

    /// <summary>Hands over the message as one call.</summary>
    /// <returns>What was wrong with it.</returns>
    public readonly UnreadReason? Add(in OpenCodeTokens tokens, CallSink sink) => Add(tokens, _record.Number("cost"), 0, sink);

    /// <summary>Hands over one step of a message that has several.</summary>
    /// <param name="json">A part of the message: <c>{"type":"step-finish","tokens":{...},"cost":0.01}</c>. Parts of other types are passed over.</param>
    /// <param name="steps">The steps that were handed over so far.</param>
    public readonly UnreadReason? AddStep(ReadOnlySpan<byte> json, ref int steps, CallSink sink)
    {
        if (!StepFields.TryRead(json, out var part))
        {
            return UnreadReason.NotJson;
        }

        if (!part.Is("type", "step-finish"u8) || !part.HasObject("tokens"))
        {
            return null;
        }

        return Add(OpenCodeTokens.Read(part.Raw("tokens"), _isSecondKind, Provider), part.Number("cost"), steps++, sink);
    }

    /// <summary>What the message has in common with the same one in the other table, whose id and times differ.</summary>
    public readonly ulong Likeness(in TokenUsage tokens, CallSink sink) =>
        CallSink.Join(CallSink.Join(sink.Hash(_session), sink.Hash(Model)), CallSink.Of(tokens));

    private readonly UnreadReason? Add(in OpenCodeTokens tokens, ReadOnlySpan<byte> cost, int step, CallSink sink)
    {
        if (!tokens.IsCall)
        {
            return tokens.Problem;
        }

        var created = _record.Time("time/created");
        var at = _record.Time("time/completed") ?? created;
        var id = _id.IsEmpty ? 0 : CallSink.Join(sink.Hash(_id), (ulong)step);
        sink.Add(new LogCall
        {
            AtUnixMs = at,
            Usage = tokens.Usage,
            Provider = Provider,
            Model = Model,
            ConversationId = _session,
            Project = _folder,
            ReportedCostMicros = Counts.MicrosOf(cost) is > 0 and var micros ? micros : null,
            Key = created is { } begun ? Fingerprint(begun, tokens.Usage, step, sink) : id,
            Family = id,
            Yields = _isMoved ? Moved : default,
        });
        return tokens.Problem ?? (at is null ? UnreadReason.NoTime : null);
    }

    // A forked session holds copies of its parent's messages under new ids, with their times.
    private readonly ulong Fingerprint(long created, in TokenUsage tokens, int step, CallSink sink) => CallSink.Join(
        CallSink.Join((ulong)created, (ulong)step), CallSink.Join(CallSink.Join(sink.Hash(Provider), sink.Hash(Model)), CallSink.Of(tokens)));
}
