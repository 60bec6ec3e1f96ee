using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents;

/// <summary>One model call as a file of an agent tells it. Texts are UTF-8 in the agent's own spelling and only looked at while it is added.</summary>
public readonly ref struct LogCall
{
    public LogCall()
    {
    }

    /// <summary>When the call was answered, in milliseconds since 1970 UTC; null when the file does not tell.</summary>
    public long? AtUnixMs { get; init; }

    public required TokenUsage Usage { get; init; }

    /// <summary>OpenTelemetry's <c>gen_ai.provider.name</c>, or empty when the file does not tell.</summary>
    public ReadOnlySpan<byte> Provider { get; init; }

    /// <summary>Empty when the file names none: the call then counts under <c>unknown</c>.</summary>
    public ReadOnlySpan<byte> Model { get; init; }

    /// <summary>The agent's name for the conversation, the same as in its telemetry; empty when there is none.</summary>
    public ReadOnlySpan<byte> ConversationId { get; init; }

    /// <summary>The provider's id of the request; empty when the file has none.</summary>
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>The provider's id of the answer; empty when the file has none.</summary>
    public ReadOnlySpan<byte> ResponseId { get; init; }

    /// <summary>The folder that the agent worked in. For grouping on this machine only: it never leaves.</summary>
    public ReadOnlySpan<byte> Project { get; init; }

    public CallTraits Traits { get; init; }

    /// <summary>Searches that the provider bills apart from tokens.</summary>
    public int WebSearches { get; init; }

    /// <summary>What the agent says the call cost, in millionths of a dollar.</summary>
    public long? ReportedCostMicros { get; init; }

    /// <summary>The counts are the sum of an unknown number of calls, such as a conversation's. A sum counts as one request and is priced
    /// at the standard context tier.</summary>
    public bool IsSum { get; init; }

    /// <summary>The file may hold less output than was billed.</summary>
    public bool IsPartial { get; init; }

    /// <summary>What copies of this call have in common, wherever they stand (<see cref="CallSink.Hash"/>). 0: made of request and response
    /// id, or without both of conversation, time, model and counts.</summary>
    public ulong Key { get; init; }

    /// <summary>A weaker name that different calls may share; 0 for none.</summary>
    public ulong Family { get; init; }

    /// <summary>A copy under another key: the call gives way to any of its <see cref="Family"/> with a lower number here; at most 7.</summary>
    public byte Yields { get; init; }
}
