namespace Claudeonomics.Core.Usage;

/// <summary>What happened. The numbers are stored in the ledger and never change their meaning.</summary>
public enum SignalKind : byte
{
    /// <summary>A prompt was given.</summary>
    Prompt = 1,

    /// <summary>A change to a file was accepted.</summary>
    EditAccepted = 2,
    EditRejected = 3,

    /// <summary>Another tool's use was accepted.</summary>
    ToolAccepted = 4,
    ToolRejected = 5,
}

/// <summary>A fact without tokens: somebody or something acted.</summary>
/// <remarks>Appended once and never edited. It tells that an act happened, never what it was about.</remarks>
public readonly record struct Signal
{
    public required int Identity { get; init; }

    public required Who Who { get; init; }

    public required Source Source { get; init; }

    /// <summary>When it happened, in milliseconds since 1970 UTC.</summary>
    public required long AtUnixMs { get; init; }

    public required ulong Conversation { get; init; }

    public required string Agent { get; init; }

    public required SignalKind Kind { get; init; }

    /// <summary>A person did it: a prompt typed, a decision made. Otherwise a rule, a hook or a script did.</summary>
    public required bool ByHuman { get; init; }

    /// <summary>What tells this fact from others of the same kind and moment (an event sequence, or a hash of a tool use's id).</summary>
    public ulong Ordinal { get; init; }

    public FactKey Key => FactKey.OfSignal(Source, Kind, AtUnixMs, Ordinal);
}
