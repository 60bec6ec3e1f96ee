using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Activity;

/// <summary>Which of OTLP's signals an export is.</summary>
public enum ExportSignal : byte
{
    Logs = 0,
    Metrics = 1,
    Traces = 2,
}

/// <summary>What one conversation sends at once: a body on the wire. Valid until the stream is read again.</summary>
public readonly ref struct Export
{
    /// <summary>Ordinal of the person: reading it does not touch the person.</summary>
    public required int PersonOrdinal { get; init; }

    public required SimulatedPerson Person { get; init; }

    public required AgentKind Agent { get; init; }

    public required ExportSignal Signal { get; init; }

    public required Guid Conversation { get; init; }

    /// <summary>When it reaches the server, in milliseconds since 1970 UTC; exports come in this order.</summary>
    public required long ArrivedAtUnixMs { get; init; }

    /// <summary>It was delivered before: the answer was lost, so the agent sends it again.</summary>
    public required bool IsResend { get; init; }

    /// <summary>A person waits for this conversation; otherwise a script started it.</summary>
    public required bool IsAttended { get; init; }

    /// <summary>What its tokens were for.</summary>
    public Worth Worth { get; init; }

    /// <summary>In the order they happened.</summary>
    public required ReadOnlySpan<Act> Acts { get; init; }
}
